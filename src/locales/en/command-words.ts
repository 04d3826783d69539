type When = string;
type Who = string;

const settings = (url: string) => `<${url}|your account settings>`;
const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const permissions = (number: number) => count(number, 'permission', 'permissions');
const allOf = (number: number) => (number === 2 ? 'Both permissions' : `All ${permissions(number)}`);
const code = (typed: string) => `\`${typed}\``;

export const commands = {
  stillWorking: 'One moment: this is taking longer than usual. The answer will appear here.',
  unknown: (typed: string, examples: readonly string[]) =>
    `I don’t know “${typed}”. Try one of these: ${examples.map(code).join(' · ')}`,
  noPage: 'That isn’t a page number. Type a number, or leave it out for the first page.',
  onlyAdmins:
    'Only owners and admins of the workspace can see that. `/2fa` and `/token-status` show your own.',

  help: {
    title: (name: string, about: string) => `*${name}* ${about} Only you see the answers.`,
    line: (typed: string, what: string) => `•  ${code(typed)}  ${what}`,
    self: 'this text',
    forAdmins: '*For owners and admins*',
  },

  notInstalled: {
    text: 'Lanyard isn’t installed in this workspace, or it was removed. Add it, then ask again.',
    button: 'Add to Slack',
  },

  twoFactor: {
    about: 'tells you about two-factor sign-in.',
    help: {
      bare: 'your own status, straight from Slack',
      setup: 'how to turn it on, step by step',
      person: 'the status of one person',
      team: 'how many people have it on, and who doesn’t',
      remind: 'remind people who have it off; you see the list before anything is sent',
    },
    checkedNow: 'Checked with Slack just now.',
    checkedThen: (when: When, why: string) => `As of ${when}. ${why}`,
    askingNow: 'Checking again; the answer will appear here.',
    on: {
      app: ':white_check_mark: Your two-factor sign-in is *on*, with an authenticator app.',
      sms: ':white_check_mark: Your two-factor sign-in is *on*, by text message.\nAn authenticator app is safer: text messages can be redirected to someone else’s phone.',
      unknown: ':white_check_mark: Your two-factor sign-in is *on*.',
    },
    switchToApp: 'Switch to an app',
    off: (settingsUrl: string) =>
      [
        ':warning: Your two-factor sign-in is *off*. To turn it on:',
        `1.  Open ${settings(settingsUrl)} in a browser.`,
        '2.  Next to *Two-factor authentication*, choose *Expand*, then *Set up two-factor authentication*.',
        '3.  Enter your password, then choose an authenticator app (safer) or text messages.',
        '4.  Keep the backup codes somewhere safe.',
      ].join('\n'),
    offAdmin: (settingsUrl: string) =>
      `As an owner or admin, you can require it for everyone in <${settingsUrl}|the workspace settings>. *All the steps* explains what happens then.`,
    offSingleSignOnUnknown:
      'If you sign in with your company account (single sign-on), two-factor is set up there instead. I couldn’t find out whether this workspace uses it.',
    openSettings: 'Open account settings',
    openSettingsLabel: (text: string) => `${text}, in the browser`,
    steps: 'All the steps',
    stepsLabel: 'All the steps to turn on two-factor sign-in',
    singleSignOn:
      'Your workspace uses single sign-on, so two-factor is *handled there*. Slack can’t show it; check your company account.',
    notVisible: {
      no_own_permission:
        'I *can’t see* your two-factor status: Slack shows it only through your own permission, and you haven’t granted Lanyard one. That doesn’t mean it’s off.',
      own_permission_ended:
        'Your permission has ended, so I *can’t see* your two-factor status. That doesn’t mean it’s off.',
      own_permission_expired:
        'Your permission has expired, so I *can’t see* your two-factor status. That doesn’t mean it’s off.',
      own_permission_lacks_scope:
        'Your permission doesn’t cover your two-factor status, so I *can’t see* it. That doesn’t mean it’s off.',
      slack_does_not_say:
        'I *can’t see* your two-factor status: Slack left it out of its answer. That doesn’t mean it’s off.',
    },
    checkYourself: (settingsUrl: string) => `You can always check for yourself in ${settings(settingsUrl)}.`,
    givePermission: 'Grant my permission',

    setup: {
      member: (settingsUrl: string) =>
        [
          '*Turn on two-factor sign-in*   You need about two minutes and your phone.',
          `1.  In a browser, open ${settings(settingsUrl)} for this workspace.`,
          '2.  Next to *Two-factor authentication*, choose *Expand*, then *Set up two-factor authentication*, and enter your password.',
          '3.  Choose *Use an app*, and scan the QR code with your authenticator app. *SMS text message* works too, but is less safe.',
          '4.  Type the six digits that the app shows.',
          '5.  Keep the backup codes somewhere other than your phone: they let you in if you lose it.',
        ].join('\n'),
      admin: (settingsUrl: string) =>
        [
          '*Require it for everyone*   For owners and admins.',
          `1.  In <${settingsUrl}|the workspace settings>, open *Authentication*; next to *Two-factor authentication for your workspace*, choose *Expand*. In an organization, it’s in the organization settings under *Security*.`,
          '2.  On paid plans you can *Require an authenticator app* there; text messages then no longer count.',
          '3.  Everyone without it gets an email and a message from Slackbot. *After 24 hours they’re signed out* until they set it up. Guests are included, and new members set it up before they join.',
          '4.  `/2fa team` shows beforehand who that would be, and `/2fa remind` gives them notice.',
        ].join('\n'),
      singleSignOn:
        '*This workspace uses single sign-on.* If you sign in with your company account, the steps below don’t apply to you: two-factor is set up there.',
      note: 'If you sign in with your company account (single sign-on), none of this applies: two-factor is set up there.',
      openWorkspaceSettings: 'Open workspace settings',
      openWorkspaceSettingsLabel: 'Open workspace settings, in the browser',
    },

    team: {
      noFigures: 'Nothing has been counted yet.',
      setUpInHome: 'You can set it up in Lanyard’s Home, under *Workspace*.',
      without: (names: readonly Who[], more: number) =>
        `*Without:* ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`,
      openHome: 'Open Workspace in Home',
      openHomeLabel: 'Open Workspace in Home: the whole count',
      remind: 'Remind them…',
      remindLabel: 'Remind them: first see who would get a message',
    },

    person: {
      on: {
        app: (who: Who) =>
          `:white_check_mark: ${who} has two-factor sign-in *on*, with an authenticator app.`,
        sms: (who: Who) =>
          `:white_check_mark: ${who} has two-factor sign-in *on*, by text message. An authenticator app would be safer.`,
        unknown: (who: Who) =>
          `:white_check_mark: ${who} has two-factor sign-in *on*. Slack doesn’t say which method.`,
      },
      off: (who: Who) =>
        `:warning: ${who} has two-factor sign-in *off*. \`/2fa remind\` privately reminds everyone who has it off.`,
      offSingleSignOnUnknown:
        'If the workspace uses single sign-on, that means nothing. I couldn’t find out whether it does.',
      single_sign_on: (who: Who) =>
        `${who} signs in through single sign-on, where two-factor is *handled*. Slack can’t show it.`,
      bot: (who: Who) => `${who} is a bot: two-factor sign-in is for people.`,
      deactivated: (who: Who) => `${who} is deactivated and can’t sign in.`,
      invited: (who: Who) => `${who} was invited and has never signed in.`,
      slackDoesNotSay: (who: Who) =>
        `I *can’t see* whether ${who} has it on: Slack left it out of its answer. That doesn’t mean it’s off.`,
      noOwnPermission: (who: Who) =>
        `I *can’t see* whether ${who} has it on: Slack shows it only through your own permission as an owner or admin, and you haven’t granted one that works. Grant it, then ask again. That doesn’t mean it’s off.`,
      nobodyHere: 'No one in this workspace has that ID.',
      notAMention: (name: string) =>
        `Slack didn’t recognize “@${name}” as a person. Choose them from the list Slack shows while you type \`/2fa @\`.`,
      role: { admin: 'Owner or admin.', guest: 'A guest.' },
      exempt: (until: When, by: Who, reason: string) =>
        `Left out of the count until ${until}, by ${by}: ${reason}`,
      note: 'Checked with Slack just now. Only owners and admins can see this; members see no one’s status but their own.',
    },
  },

  tokenStatus: {
    about: 'tells you whether your permissions work.',
    help: {
      bare: 'how many work, and what to do about the worst five',
      verify: 'asks Slack about each of them now',
      all: 'every one of them',
      workspace: 'everyone’s permissions in this workspace',
    },
    /** Whose permission it is, alone in its sentence. */
    subjects: {
      own: 'Your permission',
      ownElsewhere: 'Your permission in another workspace',
      bot: 'The workspace’s permission',
      botOrgWide: 'The organization’s permission',
      botElsewhere: 'Another workspace’s permission',
    },
    /** The same in a row: “yours, the workspace’s and 2 others”. */
    owners: {
      own: 'yours',
      bot: 'the workspace’s',
      botOrgWide: 'the organization’s',
      others: (number: number) => count(number, 'other', 'others'),
      list: (owners: readonly string[]) =>
        owners.length < 2 ? owners.join('') : `${owners.slice(0, -1).join(', ')} and ${owners.at(-1)}`,
    },
    oneWorks: (subject: string) => `*${subject} works.*`,
    allWork: (number: number, owners: string) => `*${allOf(number)} work: ${owners}.*`,
    oneIs: {
      needs_attention: (subject: string) => `*${subject} needs attention.*`,
      renewing: (subject: string) => `*${subject} is being renewed.*`,
      expired: (subject: string) => `*${subject} has expired.*`,
      unknown: (subject: string) => `*${subject} couldn’t be judged.*`,
      revoked: (subject: string) => `*${subject} has ended.*`,
    },
    alsoWorks: (subject: string) => `${subject} works.`,
    checked: (when: When, number: number) =>
      number === 1 ? `Checked ${when}.` : `Each was checked ${when} or later.`,
    oneUnchecked: (subject: string) =>
      `*${subject} isn’t checked yet.* Nothing is known to be wrong with it.`,
    unchecked: (number: number, all: number, owners: string) =>
      number === all
        ? `*${permissions(all)} aren’t checked yet: ${owners}.* Nothing is known to be wrong with them.`
        : `*${number} of ${permissions(all)} ${number === 1 ? 'isn’t' : 'aren’t'} checked yet.* Nothing is known to be wrong with ${owners}.`,
    counted: (parts: string) => `*${parts}*`,
    counts: {
      working: (number: number) => count(number, 'works', 'work'),
      unchecked: (number: number) => `${number} not checked yet`,
      needs_attention: (number: number) => count(number, 'needs attention', 'need attention'),
      renewing: (number: number) => `${number} being renewed`,
      expired: (number: number) => `${number} expired`,
      unknown: (number: number) => `${number} unknown`,
      revoked: (number: number) => `${number} revoked`,
    },
    worst: (number: number) => `The worst ${number}:`,
    none: 'You haven’t granted Lanyard a permission here.',
    allEnded: (number: number) =>
      number === 1
        ? 'The only permission that you can see here has ended.'
        : `${allOf(number)} that you can see here have ended.`,
    ownNotGiven: 'You haven’t granted Lanyard a permission of your own.',
    ownEnded: 'Your own permission has ended.',
    withoutOwn: 'Lanyard works without it, but `/2fa` needs it to answer.',
    openHome: 'Open full list',
    openHomeLabel: 'Open full list in Lanyard’s Home',
    verify: 'Verify now',
    verifyLabel: 'Verify now: ask Slack about each permission',
    verifyAgain: 'Verify again',
    verifyAgainLabel: 'Verify again: the ones that couldn’t be checked',
    reauthorizeLabel: (of: string) => `Reauthorize ${of}, in the browser`,
    checkedOne: (when: When, subject: string) => `${subject} works. Checked ${when}.`,
    checkedAll: (when: When, number: number, owners: string) =>
      `Checked ${when}: all ${number} work, ${owners}.`,
    checking: (number: number) => `Checking ${permissions(number)} with Slack.`,
    checkingSome: (done: number, all: number) => `Checking: ${done} of ${permissions(all)} done.`,
    left: (number: number) =>
      `${number} more ${number === 1 ? 'is' : 'are'} left. To check ${number === 1 ? 'it' : 'them'}, type \`/token-status verify\` again.`,
    notChecked: 'Not checked',
    more: (number: number) => `And ${number} more, in Lanyard’s Home.`,
    workspaceNote: 'To revoke someone’s permission, open the *Workspace* tab in Lanyard’s Home.',
  },
} as const;
