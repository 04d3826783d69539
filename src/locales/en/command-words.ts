type When = string;
type Who = string;

const settings = (url: string) => `<${url}|your account settings>`;
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const permissions = (number: number) => count(number, 'permission', 'permissions');
const code = (typed: string) => `\`${typed}\``;

export const commands = {
  stillWorking: 'One moment, the answer takes longer than usual. It will follow here.',
  unknown: (typed: string, examples: readonly string[]) =>
    `I don’t know “${typed}”. What you can type: ${examples.map(code).join(' · ')}`,
  noPage: 'That is no page. Type a number, or nothing for the first one.',
  onlyAdmins:
    'Only owners and admins of the workspace can see that. `/2fa` and `/token-status` tell you your own.',

  help: {
    title: (name: string, about: string) => `*${name}* ${about} Only you see the answers.`,
    line: (typed: string, what: string) => `•  ${code(typed)}  ${what}`,
    self: 'this text',
    forAdmins: '*For owners and admins*',
  },

  notInstalled: {
    text: 'Lanyard is not installed in this workspace, or it was removed. Add it, then ask again.',
    button: 'Add to Slack',
  },

  twoFactor: {
    about: 'tells you about two-factor sign-in.',
    help: {
      bare: 'your own status, asked of Slack now',
      setup: 'how to turn it on, step by step',
      person: 'the status of one person',
      team: 'how many people have it on, and who does not',
      remind: 'remind those who have it off; you see the list before anything is sent',
    },
    checkedNow: 'Slack was asked just now.',
    checkedThen: (when: When, why: string) => `Slack said so ${when}. ${why}`,
    askingNow: 'It is being asked again; the answer follows here.',
    on: {
      app: ':white_check_mark: Your two-factor sign-in is *on*, with an authenticator app.',
      sms: ':white_check_mark: Your two-factor sign-in is *on*, by text message.\nAn authenticator app is safer: text messages can be redirected to somebody else’s phone.',
      unknown: ':white_check_mark: Your two-factor sign-in is *on*.',
    },
    switchToApp: 'Switch to an app',
    off: (settingsUrl: string) =>
      [
        ':warning: Your two-factor sign-in is *off*. To turn it on:',
        `1.  Open ${settings(settingsUrl)} in a browser.`,
        '2.  Beside *Two-factor authentication* choose *Expand*, then *Set up two-factor authentication*.',
        '3.  Enter your password, then choose an authenticator app (safer) or text messages.',
        '4.  Keep the backup codes somewhere safe.',
      ].join('\n'),
    offAdmin: (settingsUrl: string) =>
      `You are an owner or admin: in <${settingsUrl}|the workspace settings> you can require it of everybody. *All the steps* says what happens then.`,
    offSingleSignOnUnknown:
      'If you sign in through your company account (single sign-on), two-factor is set up there instead. I could not find out whether this workspace does that.',
    openSettings: 'Open account settings',
    openSettingsLabel: (text: string) => `${text}, in the browser`,
    steps: 'All the steps',
    stepsLabel: 'All the steps to turn on two-factor sign-in',
    singleSignOn:
      'Your workspace signs people in through single sign-on, so two-factor is *handled there*. Slack cannot show it: look in your company account.',
    notVisible: {
      no_own_permission:
        'I *cannot see* your two-factor status: Slack shows it only through your own permission, and Lanyard has none from you. That does not mean it is off.',
      own_permission_ended:
        'I *cannot see* your two-factor status: the permission you gave Lanyard has ended. That does not mean two-factor is off.',
      own_permission_lacks_scope:
        'I *cannot see* your two-factor status: the permission you gave Lanyard does not cover it. That does not mean it is off.',
      slack_does_not_say:
        'I *cannot see* your two-factor status: Slack did not include it in its answer. That does not mean it is off.',
    },
    checkYourself: (settingsUrl: string) => `You can always look yourself in ${settings(settingsUrl)}.`,
    givePermission: 'Give my permission',

    setup: {
      member: (settingsUrl: string) =>
        [
          '*Turn on two-factor sign-in*   It takes about two minutes, and your phone.',
          `1.  In a browser open ${settings(settingsUrl)} of this workspace.`,
          '2.  Beside *Two-factor authentication* choose *Expand*, then *Set up two-factor authentication*, and enter your password.',
          '3.  Choose *Use an app*, and scan the QR code with your authenticator app. *SMS text message* works, too, but is less safe.',
          '4.  Type the six digits that the app shows.',
          '5.  Keep the backup codes outside of your phone: they let you in when it is lost.',
        ].join('\n'),
      admin: (settingsUrl: string) =>
        [
          '*Require it of everybody*   For owners and admins.',
          `1.  In <${settingsUrl}|the workspace settings> open *Authentication*; beside *Two-factor authentication for your workspace* choose *Expand*. In an organization it stands in its settings, under *Security*.`,
          '2.  *Require an authenticator app* there, on paid plans: then text messages do not count.',
          '3.  Everybody without it gets an email and a message from Slackbot. *After 24 hours they are signed out* until they set it up. Guests are included, and new members set it up before they join.',
          '4.  `/2fa team` shows beforehand who that would be, `/2fa remind` tells them in time.',
        ].join('\n'),
      note: 'If your company signs you in (single sign-on), none of this applies: two-factor is set up in your company account.',
      openWorkspaceSettings: 'Open workspace settings',
      openWorkspaceSettingsLabel: 'Open workspace settings, in the browser',
    },

    team: {
      noFigures: 'Nothing was counted yet.',
      setUpInHome: 'Lanyard’s Home, *Workspace*, asks for your agreement.',
      without: (names: readonly Who[], more: number) =>
        `*Without:* ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      openHome: 'Open Workspace in Home',
      openHomeLabel: 'Open Workspace in Home: the whole count',
      remind: 'Remind them…',
      remindLabel: 'Remind them: see first who would get a message',
    },

    person: {
      on: {
        app: (who: Who) =>
          `:white_check_mark: ${who} has two-factor sign-in *on*, with an authenticator app.`,
        sms: (who: Who) =>
          `:white_check_mark: ${who} has two-factor sign-in *on*, by text message. An authenticator app would be safer.`,
        unknown: (who: Who) =>
          `:white_check_mark: ${who} has two-factor sign-in *on*. Slack does not say of which kind.`,
      },
      off: (who: Who) =>
        `:warning: ${who} has two-factor sign-in *off*. \`/2fa remind\` tells everybody who has it off, privately.`,
      offSingleSignOnUnknown:
        'If the workspace signs people in through single sign-on, that says nothing. I could not find out whether it does.',
      single_sign_on: (who: Who) =>
        `${who} signs in through single sign-on, where two-factor is *handled*. Slack cannot show it.`,
      bot: (who: Who) => `${who} is a bot: two-factor sign-in is for people.`,
      deactivated: (who: Who) => `${who} is deactivated and cannot sign in.`,
      invited: (who: Who) => `${who} was invited and has never signed in.`,
      slackDoesNotSay: (who: Who) =>
        `I *cannot see* whether ${who} has it on: Slack did not include it in its answer. That does not mean it is off.`,
      noOwnPermission: (who: Who) =>
        `I *cannot see* whether ${who} has it on: Slack shows it only through your own permission as an owner or admin, and none that you gave works. Give it, then ask again. That does not mean it is off.`,
      nobodyHere: 'There is nobody of that id in this workspace.',
      notAMention: (name: string) =>
        `Slack did not turn “@${name}” into a person. Choose them from the list that Slack offers while you type \`/2fa @\`.`,
      role: { admin: 'Owner or admin.', guest: 'A guest.' },
      exempt: (until: When, by: Who, reason: string) =>
        `Left out of the count until ${until}, by ${by}: ${reason}`,
      note: 'Slack was asked just now. Only owners and admins are told; members read their own status and nobody else’s.',
    },
  },

  tokenStatus: {
    about: 'tells you whether your permissions work.',
    help: {
      bare: 'how many work, and the worst five with what to do',
      verify: 'asks Slack about each of them now',
      all: 'every one of them',
      workspace: 'everybody’s permissions in this workspace',
    },
    allWork: (number: number) =>
      number === 1 ? '*Your permission works.*' : `*All ${permissions(number)} work.*`,
    checked: (when: When, number: number) =>
      number === 1 ? `Checked ${when}.` : `Each was checked ${when} or later.`,
    notAllChecked: (number: number) =>
      number === 1
        ? 'Slack has just given it; nobody asked since.'
        : 'Not every one was checked since it was given.',
    counted: (parts: string) => `*${parts}*`,
    counts: {
      working: (number: number) => count(number, 'works', 'work'),
      needs_attention: (number: number) => count(number, 'needs attention', 'need attention'),
      renewing: (number: number) => `${number} being renewed`,
      expired: (number: number) => `${number} expired`,
      unknown: (number: number) => `${number} unknown`,
      revoked: (number: number) => `${number} revoked`,
    },
    worst: (number: number) => `The worst ${number}:`,
    none: 'No permission is active here.',
    allEnded: (number: number) =>
      number === 1 ? 'The only permission here has ended.' : `All ${permissions(number)} here have ended.`,
    ownNotGiven: 'Lanyard has no permission from you. It works without one; with one, `/2fa` can answer.',
    openHome: 'Open full list',
    openHomeLabel: 'Open full list in Lanyard’s Home',
    verify: 'Verify now',
    verifyLabel: 'Verify now: ask Slack about each permission',
    verifyAgain: 'Verify again',
    verifyAgainLabel: 'Verify again those that could not be checked',
    reauthorizeLabel: (of: string) => `Reauthorize ${of}, in the browser`,
    checking: (number: number) => `Checking ${permissions(number)}: Slack is being asked.`,
    checkingSome: (done: number, all: number) => `Checking: ${done} of ${permissions(all)} done.`,
    left: (number: number) =>
      `${number} more ${number === 1 ? 'is' : 'are'} left: \`/token-status verify\` goes on with them.`,
    notChecked: 'Not checked',
    more: (number: number) => `And ${number} more, in Lanyard’s Home.`,
    workspaceNote: 'To end somebody’s permission, open Lanyard’s Home, tab *Workspace*.',
  },
} as const;
