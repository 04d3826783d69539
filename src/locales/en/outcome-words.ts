/** What the page says that ends an installation. A failure has one cause and one next step; no codes in headlines. */
export const outcomes = {
  title: (headline: string) => `${headline} · Lanyard`,
  /** When Slack told no name. */
  unnamedPlace: 'your workspace',
  referenceLabel: 'Reference',
  referenceHint: 'Quote this if you ask for help.',
  slackAnswer: 'Slack’s answer:',

  success: {
    change: {
      heading: 'What changed',
      added: 'New',
      removed: 'No longer',
      none: 'Lanyard may do exactly what it might before.',
    },
    letsHeading: 'Lanyard can',
    neverHeading: 'Lanyard never',
    nextHeading: 'What next',
    openInSlack: 'Open in Slack',
    openInBrowser: 'Open in browser',
    installed: {
      headline: (place: string) => `Lanyard is now in ${place}`,
      headlineAgain: (place: string) => `Lanyard’s permission is renewed in ${place}`,
      headlineChanged: (place: string) => `Permissions updated in ${place}`,
      headlineSecond: (place: string) => `${place} already had Lanyard`,
      second: 'Somebody added it before you. You renewed the workspace’s permission; nothing was lost.',
      secondOrgWide:
        'Somebody added it before you. You renewed the organization’s permission; nothing was lost.',
      workspace: 'You allowed it for the whole workspace.',
      orgWide: 'You allowed it for the whole organization.',
      personal: 'You also gave your own permission, so /2fa can tell you your two-factor status.',
      notPersonal:
        'You gave no permission of your own, so /2fa cannot see your two-factor status yet. Lanyard’s Home has a button for that.',
    },
    given: {
      headline: (place: string) => `You gave your permission in ${place}`,
      headlineAgain: (place: string) => `You renewed your permission in ${place}`,
      sentence: 'It is yours alone. The app that your workspace shares was not changed.',
    },
    steps: {
      chooseWorkspaces:
        'Choose its workspaces in Slack’s organization settings. Until then it is in none of them.',
      home: 'Open Lanyard’s Home in Slack: every permission it holds stands there.',
      command: 'Type /2fa in any channel. Only you see the answer.',
      homeToRevoke: 'To take it back, press *Revoke* in Lanyard’s Home.',
    },
  },

  failures: {
    approval_pending: {
      headline: 'Your admins have been asked',
      cause: 'In this workspace an admin approves apps first. Nothing was installed yet.',
      next: 'Slack tells you when they have decided. If they agree, come back and add Lanyard.',
      action: 'Add it once approved',
    },
    not_distributed: {
      headline: 'This Lanyard is for one workspace only',
      cause: 'Whoever runs it has not opened it to other workspaces. Nothing was installed.',
      next: 'Choose the workspace that it belongs to, or ask them to activate its public distribution in Slack.',
      action: 'Choose another workspace',
    },
    other_workspace: {
      headline: 'You chose another workspace',
      cause: (chosen: string) =>
        `Your link was for a different workspace, and you gave your permission in ${chosen}. It is kept there, and you can revoke it in Lanyard’s Home in ${chosen}.`,
      next: 'To give it in the workspace your link was for, choose that workspace at the top of Slack’s page.',
      action: 'Choose again',
    },
    cancelled: {
      headline: 'Nothing was installed',
      cause: 'You pressed Cancel in Slack, so no permission was given.',
      next: 'If that was a slip, you can go back to Slack’s page.',
      action: 'Try again',
    },
    state_missing: {
      headline: 'We cannot tell where this began',
      cause:
        'This page ends an installation, and it was opened without the mark that we give each one at its start. Nothing was installed.',
      next: 'Begin from here, and the mark comes along.',
      action: 'Start again',
    },
    other_browser: {
      headline: 'This was begun in a different browser',
      cause:
        'For your safety, an installation must end in the browser that began it. Nothing was installed. Blocked cookies have the same effect.',
      next: 'Begin in this browser, with cookies allowed for this page.',
      action: 'Start again',
    },
    other_person: {
      headline: 'Somebody else pressed that button',
      cause:
        'The link was made for another person in Slack, and you gave a permission of your own. It is kept, and yours alone.',
      next: 'If you meant to give it as the other person, sign in to Slack as them and begin again.',
      action: 'Begin again',
    },
    state_expired: {
      headline: 'That took a little too long',
      cause: 'An installation has to be finished within minutes of its start. Nothing was installed.',
      next: 'Begin again; Slack’s page will be the same.',
      action: 'Start again',
    },
    state_used: {
      headline: 'This page was opened before',
      cause:
        'The address in your browser works once, and this was not the first time. Nothing was changed now.',
      next: 'If it went well, open Lanyard’s Home in Slack: your permissions stand there. If not, begin again.',
      action: 'Start again',
    },
    code_used: {
      headline: 'Slack’s approval no longer counts',
      cause:
        'Slack’s approval is good once, and for a few minutes. This one was used before or came too late.',
      next: 'If Lanyard’s Home in Slack shows your permissions, all is well. If not, begin again.',
      action: 'Start again',
    },
    slack_refused: {
      headline: 'Slack did not go along',
      cause: 'You were sent back with an error from Slack. Nothing was stored here.',
      next: 'Try once more. If Slack says the same again, pass this page on to whoever runs this Lanyard.',
      action: 'Try again',
    },
    misconfigured: {
      headline: 'This Lanyard is set up wrong',
      cause:
        'That is not your fault: Slack does not recognize the settings that Lanyard uses here. Nothing was installed.',
      next: 'Tell whoever runs this Lanyard. With the reference below they find in the log what to correct. After that, try again.',
      action: 'Try again',
    },
    app_not_added: {
      headline: 'Slack did not add the app',
      cause:
        'Slack returned your own permission, but nothing for the workspace. Your permission is saved, and you can revoke it in Lanyard’s Home.',
      next: 'Add the app again. If the same thing happens, ask an admin of your workspace whether it may be added.',
      action: 'Add the app again',
    },
    slack_unreachable: {
      headline: 'Slack did not answer',
      cause:
        'We could not finish the installation: Slack was out of reach, or what answered was not Slack. Nothing was stored here.',
      next: 'Try again in a minute; Slack will ask you once more.',
      action: 'Try again',
    },
    busy: {
      headline: 'Too many people are installing at once',
      cause: 'Lanyard has not used what you allowed, and nothing was stored here.',
      next: 'Try again in a minute; Slack will ask you once more.',
      action: 'Try again',
    },
    not_saved: {
      headline: 'Slack said yes, we could not save it yet',
      cause: 'Our database does not answer. Lanyard keeps trying for ten minutes.',
      next: 'Open Lanyard in Slack in a few minutes. If it is not there, try again; Slack will ask you once more.',
      action: 'Try again',
    },
    install_unavailable: {
      headline: 'We cannot install right now',
      cause: 'Our database does not answer, so we could not keep a permission. Nothing was stored here.',
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
      headline: 'There is no such page',
      cause: 'The address may be mistyped, or the page was moved.',
      next: 'Everything that Lanyard has on the web begins at the start page.',
      action: 'Go to the start page',
    },
    unexpected: {
      headline: 'Something went wrong on our side',
      cause: 'It was not your doing. What happened is in our log, under the reference below.',
      next: 'Try again. If it happens twice, pass the reference on to whoever runs this Lanyard.',
      action: 'Try again',
    },
  },
};
