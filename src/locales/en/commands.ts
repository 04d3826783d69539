const settings = (url: string) => `<${url}|your account settings>`;

export const commands = {
  stillWorking: 'One moment, the answer takes longer than usual. It will follow here.',
  unknown: (typed: string, command: string) =>
    `I don't know “${typed}”. Try \`${command}\` or \`${command} help\`.`,
  onlyYou: 'Only you see this.',

  notInstalled: {
    text: 'Lanyard is not installed in this workspace, or it was removed. Add it, then ask again.',
    button: 'Add to Slack',
  },

  twoFactor: {
    help: [
      '*/2fa* tells you whether your two-factor sign-in is on. Only you see the answer.',
      '• `/2fa` your own status, asked of Slack now',
      '• `/2fa help` this text',
    ].join('\n'),
    on: {
      app: 'Your two-factor sign-in is *on*, with an authenticator app.',
      sms: 'Your two-factor sign-in is *on*, by text message. An authenticator app is safer than text messages: you can switch in ',
      unknown: 'Your two-factor sign-in is *on*.',
    },
    smsSwitch: (settingsUrl: string) => `${settings(settingsUrl)}.`,
    off: (settingsUrl: string) =>
      [
        'Your two-factor sign-in is *off*. To turn it on:',
        `1. Open ${settings(settingsUrl)} in a browser.`,
        '2. Next to *Two-factor authentication* choose *Expand*, then *Set up two-factor authentication*.',
        '3. Enter your password, then choose an authenticator app (safer) or text messages.',
        '4. Keep the backup codes somewhere safe.',
      ].join('\n'),
    offSingleSignOnUnknown:
      'If you sign in through your company account (single sign-on), two-factor is set up there instead; I could not find out whether this workspace does that.',
    openSettings: 'Open account settings',
    singleSignOn:
      'Your workspace signs people in through single sign-on, so two-factor is *handled there*. Slack cannot show it: look in your company account.',
    notVisible: {
      no_own_permission:
        'I *cannot see* your two-factor status: Slack shows it only through your own permission, and you have not given Lanyard one. That does not mean it is off.',
      own_permission_ended:
        'I *cannot see* your two-factor status: the permission you gave Lanyard has ended. That does not mean two-factor is off.',
      own_permission_lacks_scope:
        'I *cannot see* your two-factor status: the permission you gave Lanyard does not cover it. That does not mean it is off.',
      slack_does_not_say:
        'I *cannot see* your two-factor status: Slack did not include it in its answer. That does not mean it is off.',
    },
    checkYourself: (settingsUrl: string) => `You can always look yourself in ${settings(settingsUrl)}.`,
    givePermission: 'Give my permission',
  },

  tokenStatus: {
    help: [
      '*/token-status* tells you whether your authorizations work. Only you see the answer.',
      '• `/token-status` the workspace’s permission and your own',
      '• `/token-status help` this text',
    ].join('\n'),
    title: (place: string) => `Your authorizations in ${place}`,
    ownNotGiven: 'Not given. Lanyard works without it; with it, `/2fa` can answer.',
    openHome: 'Open my list',
  },
} as const;
