type When = string;
type Who = string;

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** The private messages that Lanyard sends. Names of places come in escaped, dates as Slack's tokens. */
export const notifications = {
  here: 'this workspace',
  /** What a list of messages on the phone shows of several matters. */
  several: (number: number) => `${number} things about your permissions`,
  more: (number: number) => `And ${number} more, in Lanyard’s Home.`,
  /** @param home what leads to it, where that is known */
  footer: (home: string | undefined) =>
    `Lanyard messages you at most once a day, and never about anything routine. Choose what you hear about in ${home === undefined ? 'its Home' : `<${home}|its Home>`}, under *Notifications*.`,

  access_ended: {
    byAdmin: (who: Who, place: string, when: When) =>
      `*Your permission was revoked.* ${who}, an admin, revoked the permission you granted Lanyard in ${place} ${when}. Its token is erased.`,
    inSlack: (place: string, when: When) =>
      `*Your permission ended.* The permission you granted Lanyard in ${place} was revoked in Slack ${when}, by you, an admin or Slack itself. Its token is erased. If it was you, there’s nothing to do.`,
    somebody: 'Someone',
    reason: (reason: string) => `Reason: ${reason}`,
    receipt: (receipt: string) =>
      `Receipt ${receipt}. You’ll find this under *Details* in Lanyard’s Home too.`,
    contest: 'I didn’t expect this',
    contestLabel: 'I didn’t expect this: tell the admins',
    contested: 'Thanks: the admins of your workspace will see this in their alerts.',
    giveAgain: 'Grant it again',
    giveAgainLabel: 'Grant it again: your own permission, in the browser',
  },

  renewal_failing: {
    failing: {
      user: (place: string, failures: number) =>
        `*Lanyard can’t renew your permission in ${place}.* It failed ${times(failures)} in a row. Lanyard keeps trying; *Reauthorize* fixes it at once.`,
      bot: (place: string, failures: number) =>
        `*Lanyard can’t renew its own permission in ${place}*, where you added it. It failed ${times(failures)} in a row. Lanyard keeps trying; *Add to Slack again* fixes it at once.`,
    },
    dead: {
      user: (place: string) =>
        `*Slack won’t renew your permission in ${place}.* It works until its token expires, within hours. Press *Reauthorize* to grant it again.`,
      bot: (place: string) =>
        `*Slack won’t renew Lanyard’s own permission in ${place}*, where you added it. Within hours Lanyard will stop working there for everyone. *Add to Slack again* prevents that.`,
    },
    resolved: {
      renewed: (what: string, when: When) =>
        `*Resolved ${when}.* Lanyard renewed ${what}. There’s nothing for you to do.`,
      given_again: (what: string, when: When) => `*Resolved ${when}.* You granted ${what} again.`,
      ended: (what: string, when: When) =>
        `*Resolved ${when}.* There’s nothing left to renew: ${what} ended.`,
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
    others: (who: Who, place: string) => `${who}’s permission in ${place}`,
    revoked: (what: string, asked: When) =>
      `*Slack has confirmed it.* You revoked ${what} ${asked}. It has now ended in Slack too, and its token is erased.`,
    givenUp: (what: string, asked: When) =>
      `*Slack didn’t confirm it.* You revoked ${what} ${asked}, and two days later Slack still hasn’t confirmed that it ended. Lanyard doesn’t use it, but its token may still be valid. Press *Revoke* in Lanyard’s Home to ask again; removing the app in Slack is certain to end it.`,
    receipt: (receipt: string) => `Receipt ${receipt}.`,
  },
  revocation_contested: {
    text: (whose: Who, by: Who | undefined, place: string, when: When) =>
      `*${whose} didn’t expect their permission to be revoked.* ${by ?? 'You'} revoked it in ${place} ${when}.`,
    somebody: 'Someone',
    reason: (reason: string) => `Reason: ${reason}`,
    small: (receipt: string) =>
      `Receipt ${receipt}. Only owners and admins get this. Resolve the alert in Lanyard’s Home once it’s settled.`,
    openEntry: 'Open entry',
    openEntryLabel: (receipt: string) => `Open entry: receipt ${receipt}`,
  },
  coverage_lost: {
    permission_ended: (place: string) =>
      `*Two-factor sign-in in ${place} can no longer be counted.* It was counted through your permission, which has ended. The last figures stay, with their date. Grant the permission again, or have another admin agree in Lanyard’s Home.`,
    no_admin_any_more: (place: string) =>
      `*Two-factor sign-in in ${place} can no longer be counted.* It was counted through your permission, and you’re no longer an admin there. The last figures stay, with their date. Another admin can agree in Lanyard’s Home.`,
    restored: (place: string, when: When) =>
      `*Resolved ${when}.* Two-factor sign-in in ${place} can be counted again.`,
    stopped: (place: string, when: When) =>
      `*Resolved ${when}.* Two-factor sign-in in ${place} is no longer counted, because no admin agrees to it.`,
  },

  two_factor_reminder: {
    text: (who: Who, place: string) =>
      [
        `*Your two-factor sign-in is off.* ${who}, an admin of ${place}, asks you to turn it on. It takes about two minutes:`,
        '1. Open your account settings.',
        '2. Next to *Two-factor authentication*, choose *Expand*, then *Set up two-factor authentication*.',
        '3. Enter your password, then choose an authenticator app (safer) or text messages.',
        '4. Keep the backup codes somewhere safe.',
      ].join('\n'),
    number: (number: number, most: number) =>
      `Reminder ${number} of at most ${most}. Only you and the admins can see this. Type \`/2fa\` to check whether it’s on.`,
    openSettings: 'Open account settings',
    openSettingsLabel: 'Open account settings, in the browser',
  },

  coverage_digest: {
    share: (place: string, percent: number, on: number, counted: number) =>
      `*Two-factor sign-in in ${place}: ${percent}%.* ${on} of ${people(counted)} ${counted === 1 ? 'has' : 'have'} it on.`,
    noShare: (place: string) => `*Two-factor sign-in in ${place}.* No one is counted.`,
    same: (when: When) => `Unchanged since ${when}.`,
    change: (points: number, percent: number, when: When) =>
      `${Math.abs(points)} ${Math.abs(points) === 1 ? 'point' : 'points'} ${points > 0 ? 'higher' : 'lower'} than ${when} (${percent}%).`,
    without: (off: number, admins: number) =>
      off === 0
        ? 'No one has it off.'
        : `${people(off)} ${off === 1 ? 'has' : 'have'} it off${admins === 0 ? '' : `, ${admins} of them ${admins === 1 ? 'an admin' : 'admins'}`}.`,
    counted: (when: When) =>
      `Counted ${when}. \`/2fa team\` has the details; \`/2fa remind\` reminds people who have it off.`,
    stale: (when: When) =>
      `Counted ${when}. It can no longer be counted; Lanyard’s Home says who can restore it.`,
  },

  /** `/2fa remind`, for admins. */
  remind: {
    title: 'Remind people',
    notSetUp:
      'Lanyard doesn’t count two-factor sign-in here yet, so it has no one to remind. An admin can start the count in Lanyard’s Home, under *Workspace*.',
    notCounted:
      'No one has been counted yet, so there’s no one to remind. The first count is running or about to start.',
    preview: (number: number) =>
      `*${people(number)} would be reminded to turn on two-factor sign-in.* Each gets a private message with the steps and your name, during working hours in their own time zone. No one sees who else gets one.`,
    nobody: '*No one would be reminded now.*',
    everybodyOn: 'Everyone who is counted has two-factor sign-in on.',
    who: (names: string, more: number) => `${names}${more > 0 ? ` and ${more} more` : ''}`,
    spared: 'Not reminded:',
    because: {
      opted_out: (number: number) => `${people(number)} turned reminders off`,
      reminder_waits: (number: number) => `${people(number)} ${number === 1 ? 'has' : 'have'} one on its way`,
      reminded_lately: (number: number, next: When | undefined) =>
        `${people(number)} reminded less than three days ago${next === undefined ? '' : ` (next ${next})`}`,
      reminded_often: (number: number) => `${people(number)} already reminded three times`,
      exempt: (number: number) => `${people(number)} left out by admins`,
    },
    figures: (when: When) =>
      `Based on the count from ${when}. People are reminded at most three times, three days apart.`,
    send: (number: number) => (number === 1 ? 'Send 1 reminder' : `Send ${number} reminders`),
    sendLabel: (number: number) =>
      number === 1 ? 'Send 1 reminder, after confirmation' : `Send ${number} reminders, after confirmation`,
    confirm: {
      title: 'Send the reminders?',
      text: (number: number) =>
        `${people(number)} without two-factor sign-in ${number === 1 ? 'gets' : 'get'} a private message with your name. You can’t undo this.`,
      confirm: 'Send',
      deny: 'Not now',
    },
    sent: (number: number, receipt: string) =>
      `*${number === 1 ? '1 reminder is' : `${number} reminders are`} on the way.* Each arrives during the person’s working hours. Receipt ${receipt}.`,
    sentNone:
      'There was no one left to remind: another admin was faster, or everyone has it on now. Nothing was sent.',
  },
  resolvedMark: ':white_check_mark:',

  stop: 'Stop these messages',
  stopLabel: (about: string) => `Stop these messages: ${about}`,
  stopped: (about: string) =>
    `Lanyard won’t message you about this anymore: ${about}. You can turn it on again in its Home, under *Notifications*.`,
  unknownTopic:
    'That button is from an older message. Choose what you hear about in Lanyard’s Home, under *Notifications*.',

  preferences: {
    button: 'Notifications',
    buttonLabel: 'Notifications: choose what Lanyard messages you about',
    title: 'Notifications',
    intro:
      'Lanyard messages you privately when something happened to your permissions or needs you: at most once a day, on weekdays between 9 a.m. and 6 p.m. your time. Only security matters are reported right away.',
    label: 'Message me when',
    submit: 'Save',
    close: 'Cancel',
  },
  /** How a topic is called, in the list of preferences and when it is stopped. */
  topics: {
    access_ended: {
      name: 'Someone ended a permission of mine',
      about: 'An admin, or Slack. At any hour.',
    },
    renewal_failing: {
      name: 'A permission can’t be renewed',
      about: 'After three failures in a row. The message is updated when it works again.',
    },
    revocation_settled: {
      name: 'Slack was slow to confirm what I revoked',
      about: 'Once it has, or when Lanyard stops asking.',
    },
    revocation_contested: {
      name: 'Someone didn’t expect an admin to revoke their permission',
      about: 'For owners and admins. At any hour.',
    },
    two_factor_reminder: {
      name: 'An admin reminds me about two-factor sign-in',
      about: 'Only while it’s off: at most three times, three days apart.',
    },
    coverage_lost: {
      name: 'Two-factor sign-in can no longer be counted',
      about: 'For admins who agreed to it being counted through their permission.',
    },
    coverage_digest: {
      name: 'Two-factor sign-in in numbers, once a week',
      about: 'For admins.',
    },
  },
} as const;
