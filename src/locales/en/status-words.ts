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
  /** Next to the name, never instead of it. */
  marks: {
    working: ':large_green_circle:',
    needs_attention: ':large_yellow_circle:',
    renewing: ':large_blue_circle:',
    expired: ':red_circle:',
    revoked: ':white_circle:',
    unknown: ':black_circle:',
  },
  /** In place of the name: green needs the date of a check. */
  notChecked: 'Not checked yet',
  notCheckedMark: ':grey_question:',
  notCheckedYet: 'Not checked since it was granted.',
  works: (when: When) => `Slack confirmed it ${when}.`,
  /** The same in a row that works. */
  confirmed: (when: When) => `Confirmed ${when}`,
  /** @param says what Slack's answer means @param next what to do about it */
  slackRefuses: (says: string, next: string, when: When) => `${says} ${next} Asked ${when}.`,
  unreadable:
    'Lanyard can’t open the token it stores. Grant the permission again, or tell the person who runs Lanyard.',
  timeRanOut: 'It has expired. Grant the permission again.',
  renewalDue:
    'Its token has expired, as it does every few hours. Lanyard gets a new one before the next use.',
  renewalRetrying: (failures: number) => `Renewing it failed ${times(failures)}. Lanyard will try again.`,
  renewalFailing: (failures: number) =>
    `Renewing it failed ${times(failures)} in a row. Lanyard keeps trying; *Reauthorize* fixes it at once.`,
  renewalDead: 'Slack won’t renew it. Press *Reauthorize* to grant it again.',

  revoking: {
    byYou: (when: When) => `You revoked it ${when}.`,
    byPerson: (who: Who, when: When) => `${who} revoked it ${when}.`,
    byAdmin: (who: Who, when: When) => `${who}, an admin, revoked it ${when}.`,
    goesOn: (by: string) =>
      `*Not finished:* ${by} Slack hasn’t confirmed it yet. Lanyard no longer uses it and keeps asking.`,
    givenUp: (by: string) =>
      `*Not finished:* ${by} After two days Slack still hasn’t confirmed it, and Lanyard has stopped asking. Lanyard no longer uses it, but its token may still be valid. Press *Revoke now* to ask again.`,
  },

  /** What admins read about someone else's. */
  others: {
    unreadable: 'Lanyard can’t open the token it stores. The person has to grant the permission again.',
    timeRanOut: 'It has expired. The person has to grant it again.',
    renewalFailing: (failures: number) =>
      `Renewing it failed ${times(failures)} in a row. Lanyard keeps trying.`,
    renewalDead: 'Slack won’t renew it. The person has to grant it again.',
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
    unknown: (when: When) => `It ended ${when}; Lanyard wasn’t told why. ${ERASED}`,
    somebody: 'Someone',
  },

  renewal: {
    lasts: 'Doesn’t expire',
    renews: 'Renews automatically',
    renewsLast: (when: When) => `Renews automatically, last ${when}`,
    ends: (when: When) => `Ends ${when}`,
  },
  lastUsed: (when: When) => `Last used ${when}`,
  neverUsed: 'Not used yet',
} as const;
