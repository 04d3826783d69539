type When = string;
type Who = string;

const ERASED = 'Its token is erased here.';
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** The closed set of statuses, and one sentence for each reason. Dates and mentions come in as Slack's tokens. */
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
    expired: ':red_circle:',
    revoked: ':white_circle:',
    unknown: ':black_circle:',
  },
  notCheckedYet: 'Not checked since it was given. _Verify_ asks Slack.',
  works: (when: When) => `Slack confirmed it ${when}.`,
  /** @param says what Slack's answer means @param next what to do about it */
  slackRefuses: (says: string, next: string, when: When) => `${says} ${next} Asked ${when}.`,
  unreadable:
    'Lanyard cannot open the token it keeps. Give the permission again, or tell whoever runs Lanyard.',
  timeRanOut: 'Its time ran out. Give the permission again.',
  renewalDue:
    'Its time ran out, as it does every few hours. Lanyard fetches a new token before the next use.',
  renewalRetrying: (failures: number) =>
    `Renewing it failed ${times(failures)}. Lanyard tries again by itself.`,
  renewalFailing: (failures: number) =>
    `Renewing it failed ${times(failures)} in a row. Lanyard goes on trying; *Reauthorize* settles it at once.`,
  renewalDead: 'Slack will not renew it any more. Give the permission again with *Reauthorize*.',

  revoking: {
    byYou: (when: When) => `You revoked it ${when}.`,
    byPerson: (who: Who, when: When) => `${who} revoked it ${when}.`,
    byAdmin: (who: Who, when: When) => `${who}, an admin, revoked it ${when}.`,
    goesOn: (by: string) =>
      `*Not finished:* ${by} Slack has not confirmed it yet. Lanyard does not use it any more, and asks again by itself.`,
    givenUp: (by: string) =>
      `*Not finished:* ${by} Slack has not confirmed it for two days, and Lanyard has stopped asking. It does not use it any more, but its token may still be valid. *Revoke now* asks again.`,
  },

  /** What admins read about somebody else's. */
  others: {
    notCheckedYet: 'Not checked since it was given.',
    unreadable: 'Lanyard cannot open the token it keeps. The person has to give it again.',
    timeRanOut: 'Its time ran out. The person has to give it again.',
    renewalFailing: (failures: number) =>
      `Renewing it failed ${times(failures)} in a row. Lanyard goes on trying.`,
    renewalDead: 'Slack will not renew it any more. The person has to give it again.',
  },

  ended: {
    revokedByYou: (when: When) => `You revoked it ${when}. ${ERASED}`,
    removedByYou: (when: When) => `You removed the app ${when}. ${ERASED}`,
    revokedByPerson: (who: Who, when: When) => `${who} revoked it ${when}. ${ERASED}`,
    revokedByAdmin: (who: Who, when: When) => `${who}, an admin, revoked it ${when}. ${ERASED}`,
    removedByAdmin: (who: Who, when: When) => `${who}, an admin, removed the app ${when}. ${ERASED}`,
    revokedInSlack: (when: When) => `It was revoked in Slack ${when}. ${ERASED}`,
    uninstalled: (when: When) => `The app was removed from Slack ${when}. ${ERASED}`,
    byLanyard: (when: When) => `Lanyard deleted it ${when}. ${ERASED}`,
    unknown: (when: When) => `It ended ${when}; Lanyard was not told why. ${ERASED}`,
    somebody: 'Somebody',
  },

  renewal: {
    lasts: 'Does not expire',
    renews: 'Renews by itself',
    renewsLast: (when: When) => `Renews by itself, last ${when}`,
    ends: (when: When) => `Ends ${when}`,
  },
  lastUsed: (when: When) => `Last used ${when}`,
  neverUsed: 'Not used yet',
} as const;
