type When = string;

/** The closed set of statuses, and one sentence for each reason. Dates come in as Slack date tokens. */
export const status = {
  names: {
    working: 'Working',
    needs_attention: 'Needs attention',
    renewing: 'Renewing',
    expired: 'Expired',
    revoked: 'Revoked',
    unknown: 'Unknown',
  },
  /** Beside the name, never instead of it. */
  marks: {
    working: ':large_green_circle:',
    needs_attention: ':large_yellow_circle:',
    renewing: ':large_blue_circle:',
    expired: ':white_circle:',
    revoked: ':white_circle:',
    unknown: ':white_circle:',
  },
  notCheckedYet: 'Not checked since it was given. _Verify_ asks Slack.',
  works: (when: When) => `Slack confirmed it ${when}.`,
  slackRefuses: (slackError: string, when: When) =>
    `Slack did not accept it ${when} (\`${slackError}\`). Verify again; if it stays, give the permission again.`,
  unreadable:
    'Lanyard cannot open the token it keeps. Give the permission again, or tell whoever runs Lanyard.',
  timeRanOut: 'Its time ran out. Give the permission again.',
  revokedByYou: (when: When) => `You revoked it ${when}. Its token is erased here.`,
  revokedInSlack: (when: When) => `It was revoked in Slack ${when}. Its token is erased here.`,
  uninstalled: (when: When) => `The app was removed from Slack ${when}. Its token is erased here.`,
} as const;
