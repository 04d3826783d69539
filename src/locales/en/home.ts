export const home = {
  title: 'My authorizations',
  place: (name: string, count: number) =>
    `${name} · ${count === 1 ? '1 permission' : `${count} permissions`}`,
  thisWorkspace: 'This workspace',
  thisOrganization: 'This organization',

  botTitle: { workspace: 'Lanyard in this workspace', organization: 'Lanyard in your organization' },
  ownTitle: 'Your own permission',
  notGiven: 'Not given',
  may: 'It may',
  never: 'It never',
  grantedBy: (mention: string, when: string) => `Added by ${mention} ${when}`,
  grantedByYou: (when: string) => `Given by you ${when}`,

  ownOffer:
    'Lanyard works without it. With it, `/2fa` can tell you whether your two-factor sign-in is on: Slack shows that to you, not to apps.',
  ownOfferScope: (lets: string, never: string) => `It would let Lanyard ${lets}. It never ${never}.`,

  verify: 'Verify',
  verifyLabel: { bot: "Verify the app's permission", user: 'Verify your own permission' },
  revoke: 'Revoke',
  revokeLabel: 'Revoke your own permission',
  give: 'Give my permission',
  giveAgain: 'Give it again',
  giveLabel: 'Give my permission, in the browser',
  giveAgainLabel: 'Give it again: your own permission, in the browser',
  addAgain: 'Add to Slack again',

  confirm: {
    title: 'Revoke your permission?',
    text: 'Lanyard can no longer see your two-factor status, and its token is erased. The app stays for everyone else. You can give the permission again at any time.',
    confirm: 'Revoke',
    deny: 'Keep it',
  },

  outcomes: {
    works: (when: string) => `Checked ${when}: it works.`,
    revoked: (when: string) => `Checked ${when}: Slack says it was revoked. Its token is erased here.`,
    refused: (slackError: string, when: string) =>
      `Checked ${when}: Slack does not accept it (\`${slackError}\`).`,
    rate_limited: (when: string) =>
      `Not checked ${when}: Slack takes no more questions for a moment. Try again in a minute.`,
    unreachable: (when: string) => `Not checked ${when}: Slack did not answer. Try again in a minute.`,
    unreadable: (when: string) =>
      `Not checked ${when}: Lanyard cannot open the token it keeps. Give the permission again, or tell whoever runs Lanyard.`,
    nothing_to_verify: (when: string) => `Not checked ${when}: it had already ended.`,
  },
  revokedNow: (when: string) => `Revoked by you ${when}. Slack confirmed it, and the token is erased here.`,
  alreadyEnded: 'That permission had already ended. This is the current list.',
  stale: 'That button belongs to an older list. This is the current one.',

  footer: 'Lanyard never reads messages. In any channel: `/2fa` · `/token-status`',
} as const;
