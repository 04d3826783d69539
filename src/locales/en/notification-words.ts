type When = string;
type Who = string;

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** The private messages that Lanyard sends by itself. Names of places come in escaped, dates as Slack's tokens. */
export const notifications = {
  here: 'this workspace',
  /** What a list of messages on the phone shows of several matters. */
  several: (number: number) => `${number} things about your permissions`,
  more: (number: number) => `And ${number} more, in Lanyard’s Home.`,
  /** @param home what leads to it, where that is known */
  footer: (home: string | undefined) =>
    `Lanyard writes to you at most once a day, and never about what runs by itself. In ${home === undefined ? 'its Home' : `<${home}|its Home>`}, *Notifications* says what you hear of.`,

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
  revocation_settled: {
    own: (place: string) => `your permission in ${place}`,
    others: (who: Who, place: string) => `the permission of ${who} in ${place}`,
    revoked: (what: string, asked: When) =>
      `*Slack has confirmed it.* You revoked ${what} ${asked}; now it has ended at Slack, too, and its token is erased.`,
    givenUp: (what: string, asked: When) =>
      `*Slack did not confirm it.* You revoked ${what} ${asked}, and for two days Slack has not said that it ended. Lanyard does not use it, but its token may still be valid. In Lanyard’s Home, *Revoke* asks again; removing the app in Slack ends it for certain.`,
    receipt: (receipt: string) => `Receipt ${receipt}.`,
  },
  coverage_lost: {
    permission_ended: (place: string) =>
      `*Two-factor sign-in in ${place} can no longer be counted.* It was counted through the permission that you gave, which ended. The last figures stay, with their age. Give it again, or let another admin agree in Lanyard’s Home.`,
    no_admin_any_more: (place: string) =>
      `*Two-factor sign-in in ${place} can no longer be counted.* It was counted through your permission, and you are no admin there any more. The last figures stay, with their age. Another admin can agree in Lanyard’s Home.`,
    restored: (place: string, when: When) =>
      `*Resolved ${when}.* Two-factor sign-in in ${place} can be counted again.`,
    stopped: (place: string, when: When) =>
      `*Settled ${when}.* Nobody has two-factor sign-in in ${place} counted any more.`,
  },

  two_factor_reminder: {
    text: (who: Who, place: string) =>
      [
        `*Your two-factor sign-in is off.* ${who}, an admin of ${place}, asks you to turn it on. It takes about two minutes:`,
        '1. Open your account settings.',
        '2. Next to *Two-factor authentication* choose *Expand*, then *Set up two-factor authentication*.',
        '3. Enter your password, then choose an authenticator app (safer) or text messages.',
        '4. Keep the backup codes somewhere safe.',
      ].join('\n'),
    number: (number: number, most: number) =>
      `Reminder ${number} of at most ${most}. Only you and the admins know. \`/2fa\` tells you whether it is on by now.`,
    openSettings: 'Open account settings',
    openSettingsLabel: 'Open account settings, in the browser',
  },

  coverage_digest: {
    share: (place: string, percent: number, on: number, counted: number) =>
      `*Two-factor sign-in in ${place}: ${percent} %.* ${on} of ${people(counted)} have it on.`,
    noShare: (place: string) => `*Two-factor sign-in in ${place}.* Nobody is counted.`,
    same: (when: When) => `The same as ${when}.`,
    change: (points: number, percent: number, when: When) =>
      `${points > 0 ? `${points} points more` : `${-points} points less`} than ${when} (${percent} %).`,
    without: (off: number, admins: number) =>
      off === 0
        ? 'Nobody is without.'
        : `${people(off)} ${off === 1 ? 'is' : 'are'} without${admins === 0 ? '' : `, ${admins} of them ${admins === 1 ? 'an admin' : 'admins'}`}.`,
    counted: (when: When) =>
      `Counted ${when}. \`/2fa team\` has the details, \`/2fa remind\` reminds those without.`,
    stale: (when: When) =>
      `Counted ${when}. Since then it can no longer be counted: Lanyard’s Home says who can restore it.`,
  },

  /** `/2fa remind`, for admins. */
  remind: {
    notSetUp:
      'Lanyard does not count two-factor sign-in here yet, so it knows nobody to remind. An admin starts it in Lanyard’s Home, under *Workspace*.',
    notCounted: 'Nobody was counted yet, so there is nobody to remind. The first count is under way or due.',
    preview: (number: number) =>
      `*${people(number)} would be reminded to turn on two-factor sign-in.* Each gets a private message with the steps and your name, in working hours of their own time zone. None of them sees who else does.`,
    nobody: '*Nobody would be reminded now.*',
    everybodyOn: 'Everybody who is counted has two-factor sign-in on.',
    who: (names: string, more: number) => `${names}${more > 0 ? ` and ${more} more` : ''}`,
    spared: 'Not reminded:',
    because: {
      opted_out: (number: number) => `${people(number)} ${number === 1 ? 'wants' : 'want'} no reminders`,
      reminder_waits: (number: number) => `${people(number)} ${number === 1 ? 'has' : 'have'} one on its way`,
      reminded_lately: (number: number, next: When | undefined) =>
        `${people(number)} within three days after the last one${next === undefined ? '' : ` (next ${next})`}`,
      reminded_often: (number: number) => `${people(number)} three times already`,
      exempt: (number: number) => `${people(number)} exempted`,
    },
    figures: (when: When) =>
      `By the count of ${when}. A person is reminded three times at most, three days apart.`,
    send: (number: number) => (number === 1 ? 'Send 1 reminder' : `Send ${number} reminders`),
    sendLabel: (number: number) =>
      number === 1 ? 'Send 1 reminder, after a question' : `Send ${number} reminders, after a question`,
    confirm: {
      title: 'Send the reminders?',
      text: (number: number) =>
        `${people(number)} without two-factor sign-in ${number === 1 ? 'gets' : 'get'} a private message with your name. It cannot be taken back.`,
      confirm: 'Send',
      deny: 'Not now',
    },
    sent: (number: number, receipt: string) =>
      `*${number === 1 ? '1 reminder is' : `${number} reminders are`} on the way.* Each arrives in working hours there. Receipt ${receipt}.`,
    sentNone:
      'Nobody was left to remind: somebody was faster, or everybody has it on by now. Nothing was sent.',
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
    revocation_settled: {
      name: 'Slack took long to confirm what I revoked',
      about: 'Once it has, or when Lanyard stops asking.',
    },
    two_factor_reminder: {
      name: 'An admin reminds me of two-factor sign-in',
      about: 'Only while it is off: three times at most, three days apart.',
    },
    coverage_lost: {
      name: 'Two-factor sign-in can no longer be counted',
      about: 'For admins who agreed that it is counted through their permission.',
    },
    coverage_digest: {
      name: 'Once a week: two-factor sign-in in numbers',
      about: 'For admins.',
    },
  },
} as const;
