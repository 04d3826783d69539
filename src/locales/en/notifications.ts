type When = string;
type Who = string;

const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** The private messages that Lanyard sends by itself. Names of places come in escaped, dates as Slack's tokens. */
export const notifications = {
  here: 'this workspace',
  /** What a list of messages on the phone shows of several matters. */
  several: (number: number) => `${number} things about your permissions`,
  more: (number: number) => `And ${number} more, in Lanyard’s Home.`,
  footer:
    'Lanyard writes to you at most once a day, and never about what runs by itself. In its Home, *Notifications* says what you hear of.',

  access_ended: {
    byAdmin: (who: Who, place: string, when: When) =>
      `*Your permission was revoked.* ${who}, an admin, revoked the permission that you gave Lanyard in ${place}, ${when}. Its token is erased.`,
    inSlack: (place: string, when: When) =>
      `*Your permission ended.* The permission that you gave Lanyard in ${place} was ended in Slack ${when}: by you there, by an admin, or by Slack. Its token is erased. If it was you, there is nothing to do.`,
    somebody: 'Somebody',
    reason: (reason: string) => `Reason: ${reason}`,
    receipt: (receipt: string) => `Receipt ${receipt}. The same stands under *Details* in Lanyard’s Home.`,
    contest: 'I did not expect this',
    contestLabel: 'I did not expect this: tell the admins',
    contested: 'Noted: the admins of your workspace see it among their alerts.',
    giveAgain: 'Give it again',
    giveAgainLabel: 'Give it again: your own permission, in the browser',
  },

  renewal_failing: {
    failing: {
      user: (place: string, failures: number) =>
        `*Lanyard cannot renew your permission in ${place}.* It failed ${times(failures)} in a row. Lanyard goes on trying; *Reauthorize* settles it at once.`,
      bot: (place: string, failures: number) =>
        `*Lanyard cannot renew its own permission in ${place}*, which you added. It failed ${times(failures)} in a row. Lanyard goes on trying; *Add to Slack again* settles it at once.`,
    },
    dead: {
      user: (place: string) =>
        `*Slack will not renew your permission in ${place} any more.* It works until its token runs out, within hours. Give it again with *Reauthorize*.`,
      bot: (place: string) =>
        `*Slack will not renew Lanyard’s own permission in ${place} any more*, which you added. Within hours Lanyard stops working there for everyone. *Add to Slack again* prevents that.`,
    },
    resolved: {
      renewed: (what: string, when: When) =>
        `*Resolved ${when}.* Lanyard renewed ${what}. There is nothing for you to do.`,
      given_again: (what: string, when: When) => `*Resolved ${when}.* You gave ${what} again.`,
      ended: (what: string, when: When) =>
        `*Settled ${when}.* There is nothing to renew any more: ${what} ended.`,
    },
    what: {
      user: (place: string) => `your permission in ${place}`,
      bot: (place: string) => `its own permission in ${place}`,
    },
    reauthorize: 'Reauthorize',
    reauthorizeLabel: 'Reauthorize your own permission, in the browser',
    addAgain: 'Add to Slack again',
    addAgainLabel: 'Add to Slack again: Lanyard, in the browser',
  },
  resolvedMark: ':white_check_mark:',

  stop: 'Stop these messages',
  stopLabel: (about: string) => `Stop these messages: ${about}`,
  stopped: (about: string) =>
    `Lanyard writes to you no more about this: ${about}. In its Home, *Notifications* turns it on again.`,
  unknownTopic:
    'That button belongs to an older message. In Lanyard’s Home, *Notifications* says what you hear of.',

  preferences: {
    button: 'Notifications',
    buttonLabel: 'Notifications: choose what Lanyard writes to you about',
    title: 'Notifications',
    intro:
      'Lanyard writes to you privately when something was done to you or needs you: at most once a day, on workdays between 9 and 18 by your own clock. Only the end of a permission is told at once.',
    label: 'Write to me when',
    submit: 'Save',
    close: 'Cancel',
  },
  /** How a topic is called, in the list of preferences and when it is stopped. */
  topics: {
    access_ended: {
      name: 'Somebody ended a permission of mine',
      about: 'An admin, or Slack. At whatever hour.',
    },
    renewal_failing: {
      name: 'A permission cannot be renewed',
      about: 'After three failures in a row. The message says so when it works again.',
    },
  },
} as const;
