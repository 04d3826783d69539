/** What the page says that ends an installation. A failure has one cause and one next step; no codes in headlines. */
export const outcomes = {
  title: (headline: string) => `${headline} · Lanyard`,
  /** When Slack gives no name. */
  unnamedPlace: 'your workspace',
  referenceLabel: 'Reference',
  referenceHint: 'Quote this if you ask for help.',
  slackAnswer: 'Slack’s answer:',

  success: {
    change: {
      heading: 'What changed',
      added: 'New',
      removed: 'No longer',
      none: 'Lanyard can do exactly what it could before.',
    },
    letsHeading: 'Lanyard can',
    neverHeading: 'Lanyard never',
    nextHeading: 'What’s next',
    /** The button, by where it leads: to Lanyard’s Home, or to the channel that the person came from. */
    open: { home: 'Open Lanyard', channel: 'Back to the channel' },
    /** Where the Slack app isn’t there to open it. */
    nothingHappened: 'Nothing happened?',
    openInBrowser: { home: 'Open Lanyard in your browser', channel: 'Open the channel in your browser' },
    installed: {
      headline: (place: string) => `Lanyard is now in ${place}`,
      headlineAgain: (place: string) => `Lanyard’s permission is renewed in ${place}`,
      headlineChanged: (place: string) => `Permissions updated in ${place}`,
      headlineSecond: (place: string) => `${place} already had Lanyard`,
      second: 'Someone added it before you. You renewed the workspace’s permission; nothing was lost.',
      secondOrgWide:
        'Someone added it before you. You renewed the organization’s permission; nothing was lost.',
      workspace: 'You allowed it for the whole workspace.',
      orgWide: 'You allowed it for the whole organization.',
      personal: 'You also granted your own permission, so /2fa can tell you your two-factor status.',
      notPersonal:
        'You haven’t granted a permission of your own, so /2fa can’t see your two-factor status yet. Lanyard’s Home has a button for that.',
    },
    given: {
      headline: (place: string) => `You granted your permission in ${place}`,
      headlineAgain: (place: string) => `You renewed your permission in ${place}`,
      sentence: 'It’s yours alone. The app that your workspace shares wasn’t changed.',
    },
    steps: {
      chooseWorkspaces:
        'Choose its workspaces in Slack’s organization settings. Until you do, it isn’t in any of them.',
      home: 'Open Lanyard’s Home in Slack to see every permission it holds.',
      command: 'Type /2fa in any channel. Only you see the answer.',
      homeToRevoke: 'To take it back, press *Revoke* in Lanyard’s Home.',
    },
  },

  failures: {
    approval_pending: {
      headline: 'Your admins have been asked',
      cause: 'In this workspace, an admin has to approve apps first. Nothing has been installed yet.',
      next: 'Slack will tell you when they’ve decided. If they approve it, come back and add Lanyard.',
      action: 'Add it once approved',
    },
    not_distributed: {
      headline: 'This Lanyard is for one workspace only',
      cause: 'The person who runs it hasn’t opened it to other workspaces. Nothing was installed.',
      next: 'Choose the workspace it belongs to, or ask them to activate its public distribution in Slack.',
      action: 'Choose another workspace',
    },
    other_workspace: {
      headline: 'You chose another workspace',
      cause: (chosen: string) =>
        `Your link was for a different workspace, but you granted your permission in ${chosen}. It’s saved there, and you can revoke it in Lanyard’s Home in ${chosen}.`,
      next: 'To grant it in the workspace your link was for, choose that workspace at the top of Slack’s page.',
      action: 'Choose again',
    },
    cancelled: {
      headline: 'Nothing was installed',
      cause: 'You pressed Cancel in Slack, so no permission was granted.',
      next: 'If you didn’t mean to, you can go back to Slack’s page.',
      action: 'Try again',
    },
    state_missing: {
      headline: 'We can’t tell how you got here',
      cause:
        'This page is the last step of an installation, but the link lacks what ties it to the first one. Nothing was installed.',
      next: 'Start again from here.',
      action: 'Start again',
    },
    other_browser: {
      headline: 'This was started in a different browser',
      cause:
        'For your security, an installation has to finish in the browser it started in. Nothing was installed. Blocked cookies have the same effect.',
      next: 'Start again in this browser, with cookies allowed for this page.',
      action: 'Start again',
    },
    other_person: {
      headline: 'That link was for someone else',
      cause:
        'The link was made for another person in Slack, but you granted a permission of your own. It’s saved, and only yours.',
      next: 'If you meant to grant it as the other person, sign in to Slack as them and start again.',
      action: 'Start again',
    },
    state_expired: {
      headline: 'That took a little too long',
      cause: 'An installation has to be finished within ten minutes. Nothing was installed.',
      next: 'Start again; Slack’s page will be the same.',
      action: 'Start again',
    },
    state_used: {
      headline: 'This page was already opened',
      cause: 'This address works only once, and it was already used. Nothing was changed this time.',
      next: 'If it went well, you’ll find your permissions in Lanyard’s Home in Slack. If not, start again.',
      action: 'Start again',
    },
    code_used: {
      headline: 'Slack’s approval is no longer valid',
      cause:
        'Slack’s approval works once, and only for a few minutes. This one was already used or has expired.',
      next: 'If Lanyard’s Home in Slack shows your permissions, all is well. If not, start again.',
      action: 'Start again',
    },
    slack_refused: {
      headline: 'Slack didn’t accept that',
      cause: 'Slack sent you back with an error. Nothing was stored here.',
      next: 'Try again. If the same thing happens, send this page to the person who runs this Lanyard.',
      action: 'Try again',
    },
    misconfigured: {
      headline: 'This Lanyard isn’t configured correctly',
      cause:
        'It’s not your fault: Slack doesn’t recognize the settings that this Lanyard uses. Nothing was installed.',
      next: 'Tell the person who runs this Lanyard. The reference below leads them to the cause in the log. Once it’s fixed, try again.',
      action: 'Try again',
    },
    app_not_added: {
      headline: 'Slack didn’t add the app',
      cause:
        'Slack returned your own permission, but nothing for the workspace. Your permission is saved, and you can revoke it in Lanyard’s Home.',
      next: 'Add the app again. If the same thing happens, ask an admin of your workspace whether it may be added.',
      action: 'Add the app again',
    },
    slack_unreachable: {
      headline: 'Slack didn’t answer',
      cause:
        'We couldn’t finish the installation: Slack was unreachable, or something other than Slack answered. Nothing was stored here.',
      next: 'Try again in a minute; Slack will ask for your approval again.',
      action: 'Try again',
    },
    busy: {
      headline: 'Too many people are installing at once',
      cause: 'Lanyard hasn’t used your approval, and nothing was stored here.',
      next: 'Try again in a minute; Slack will ask for your approval again.',
      action: 'Try again',
    },
    not_saved: {
      headline: 'Slack approved it, but we couldn’t save it yet',
      cause: 'Our database isn’t answering. Lanyard keeps trying for ten minutes.',
      next: 'Open Lanyard in Slack in a few minutes. If it isn’t there, try again; Slack will ask for your approval again.',
      action: 'Try again',
    },
    install_unavailable: {
      headline: 'We can’t install right now',
      cause: 'Our database isn’t answering, so we couldn’t save a permission. Nothing was stored here.',
      next: 'Try again in a minute.',
      action: 'Try again',
    },
    too_many: {
      headline: 'Too many requests from your network',
      cause:
        'Lanyard limits how often one network can open this page, and that limit was reached. Nothing was lost.',
      next: 'Wait a minute, then try again. You don’t have to start over.',
      action: 'Try again',
    },
    not_found: {
      headline: 'Page not found',
      cause: 'The address may be mistyped, or the page has moved.',
      next: 'You’ll find everything from the home page.',
      action: 'Go to the home page',
    },
    unexpected: {
      headline: 'Something went wrong on our side',
      cause: 'It wasn’t your fault. What happened is in our log, under the reference below.',
      next: 'Try again. If it happens twice, send the reference to the person who runs this Lanyard.',
      action: 'Try again',
    },
  },
};
