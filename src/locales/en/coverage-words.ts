type When = string;
type Who = string;

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
const number = (value: number) => value.toLocaleString('en-US');
const people = (value: number) => count(value, 'person', 'people');
const list = (lines: readonly string[]) => lines.map((line) => `•  ${line}`).join('\n');

/** What owners and admins read about the count of two-factor sign-in. A share never stands without its denominator. */
export const coverage = {
  title: 'Two-factor sign-in',
  notSetUp:
    'Not counted so far. Slack shows who signs in with two factors only through an owner’s or admin’s own permission: yours, if you agree.',
  share: (on: number, counted: number, percent: number) =>
    `*${number(on)} of ${people(counted)} (${percent} %)* ${counted === 1 ? 'signs' : 'sign'} in with two factors.`,
  nobodyCounted: '*Nobody is counted:* everybody is left out, for the reasons below.',
  counted: (when: When, who: Who) => `Counted ${when}, through the permission of ${who}.`,
  kinds: {
    app: (value: number) => `Authenticator app ${number(value)}`,
    sms: (value: number) => `Text message ${number(value)}`,
    on: (value: number) => `Kind not told ${number(value)}`,
    off: (value: number) => `Off ${number(value)}`,
  },
  admins: (value: number, who: Who, more: number) =>
    `*${count(value, 'owner or admin has', 'owners and admins have')} none:* ${who}${more > 0 ? ` and ${number(more)} more` : ''}.`,
  notCounted: (lines: readonly string[]) => `Not counted: ${lines.join(', ')}.`,
  everybodyCounted: 'Nobody is left out.',
  excluded: {
    bot: (value: number) => count(value, 'bot', 'bots'),
    deactivated: (value: number) => `${number(value)} deactivated`,
    invited: (value: number) => `${number(value)} invited and never signed in`,
    guest: (value: number) => count(value, 'guest', 'guests'),
    single_sign_on: (value: number) => `${number(value)} handled by single sign-on`,
    exempt: (value: number) => `${number(value)} left out by admins`,
    not_visible: (value: number) => `${number(value)} of whom Slack does not say`,
  },
  states: {
    app: 'authenticator app',
    sms: 'text message',
    on: 'on, kind not told',
    off: 'off',
    bot: 'bot',
    deactivated: 'deactivated',
    invited: 'never signed in',
    guest: 'guest',
    single_sign_on: 'single sign-on',
    exempt: 'left out',
    not_visible: 'not visible',
  },

  trend: {
    /** @param chart one sign for each week, for the eye alone */
    line: (from: number, since: When, now: number, chart: string) =>
      `Last 90 days: from ${from} % (${since}) to ${now} %, ${change(now - from)}. By week: ${chart}`,
    none: 'A trend is shown from the second day on.',
  },

  reading: (read: number) =>
    read === 0
      ? 'Counting: Slack is being asked.'
      : `Counting: ${people(read)} read so far. Slack allows some thousand a minute.`,
  failed: (when: When, why: string) => `The last try, ${when}, did not come to its end: ${why}`,

  lost: {
    permission_ended: (who: Who) =>
      `*This is not brought up to date any more:* the permission of ${who}, through which it was counted, has ended. They can give it again, or another owner or admin agrees.`,
    no_admin_any_more: (who: Who) =>
      `*This is not brought up to date any more:* ${who} is no owner or admin any more. Another one has to agree.`,
    no_permission_yet: (who: Who) =>
      `*Waiting for a permission:* ${who} agreed, and Slack is asked as soon as they give Lanyard their own permission.`,
  },

  buttons: {
    setUp: 'Set up…',
    countThroughMe: 'Count through me…',
    give: 'Give my permission',
    countNow: 'Count now',
    people: 'People without…',
    exemptions: 'Left out…',
    export: 'Export…',
    settings: 'Settings…',
    exempt: 'Leave out…',
    exemptSomebody: 'Leave somebody out…',
    unexempt: 'Count again',
    stop: 'Stop counting through me',
    previous: 'Previous',
    next: 'Next',
    download: 'Open the download page',
  },
  labels: {
    setUp: 'Set up the count of two-factor sign-in',
    countThroughMe: 'Count through me…: agree that your permission is used',
    give: 'Give my permission, so that counting can begin',
    countNow: 'Count now: ask Slack who signs in with two factors',
    people: 'People without: show who signs in without a second factor',
    exemptions: 'Left out: show whom admins left out of the count',
    export: 'Export the count as a file',
    settings: 'Settings of the two-factor count',
    exempt: (who: string) => `Leave out… ${who}`,
    exemptSomebody: 'Leave somebody out… of the count',
    unexempt: (who: string) => `Count again: ${who}`,
    stop: 'Stop counting through me',
    previous: (range: string) => `Previous page: now ${range}`,
    next: (range: string) => `Next page: now ${range}`,
    download: 'Open the download page in the browser',
  },

  agree: {
    title: 'Count two-factor',
    submit: 'Agree',
    close: 'Not now',
    intro: (place: string) =>
      `Lanyard counts how many people in ${place} sign in with two factors. Slack tells that only through the own permission of an owner or admin.`,
    headings: {
      use: 'What your permission is used for',
      kept: 'What is kept',
      sees: 'Who sees it',
      stop: 'How to stop',
    },
    use: list([
      'Once a day, and when an admin presses *Count now*, Slack’s list of people is read through it: names, roles, and whether two-factor is on and by which kind.',
      'Nothing else: nobody asks about single people with it but you.',
      'Nothing is changed in Slack, and nobody is written to in your name.',
    ]),
    kept: list([
      'Of the last count: each person’s name, role, time zone and status. The next count replaces it.',
      'Of earlier days: numbers alone, for 90 days.',
      'All of it is deleted when Lanyard is removed, and the people as soon as nobody agrees any more.',
    ]),
    sees: 'Owners and admins of this workspace. Members never see anybody’s status but their own.',
    stop: '*Settings…* beside the count ends your agreement at once; revoking your permission in Lanyard or in Slack does, too. Your agreement stands in the audit trail.',
    permissionNeeded:
      'You have not given Lanyard your own permission yet. You can agree now: counting begins once you give it.',
    agreed: 'Agreed',
    counting: (receipt: string | undefined) =>
      `Counting has begun; Home shows how far it is. You can close this.${receipted(receipt)}`,
    giveNow: (receipt: string | undefined) =>
      `One step is left: give Lanyard your own permission, in the browser. Counting begins by itself then.${receipted(receipt)}`,
  },

  counting: {
    begun: 'Counting has begun.',
    done: 'Counted just now.',
    already: 'The count is a minute old at most.',
  },
  notDone: (why: string) => `Not counted: ${why} The figures are the ones from before.`,

  without: {
    title: 'People without',
    close: 'Close',
    intro: (value: number, when: When) =>
      `*${count(value, 'person signs', 'people sign')} in without a second factor.* Owners and admins come first. As of ${when}. Only owners and admins see this. \`/2fa remind\` writes to them privately, after a preview.`,
    none: 'Nobody: everybody who is counted signs in with two factors.',
    range: (from: number, to: number, of: number) => `${number(from)}–${number(to)} of ${number(of)}`,
    admin: 'owner or admin',
  },

  exemptions: {
    title: 'Left out of the count',
    close: 'Close',
    intro:
      'They are not counted, whatever their status, until the day that stands beside them. Then they are counted again by themselves.',
    none: 'Nobody is left out by admins.',
    row: (who: Who, until: When) => `*${who}* until ${until}`,
    why: (reason: string, by: Who, when: When) => `${reason} · by ${by}, ${when}`,
    more: (value: number) => `And ${number(value)} more, which end later.`,
    done: (receipt: string) => `Counted again. Receipt ${receipt}.`,
  },

  exempt: {
    title: 'Leave out',
    submit: 'Leave out',
    close: 'Cancel',
    person: 'Who?',
    personPlaceholder: 'Choose a person',
    reason: 'Why?',
    reasonHint: 'Other admins read it, and it stands in the export and the audit trail.',
    reasonPlaceholder: 'For example: a shared account behind our own gateway',
    until: 'Until when?',
    untilHint: 'The last day on which they are left out. A year at most.',
    badDay: {
      not_future: 'Choose a day that is still to come.',
      too_far: 'A year is the most: then somebody looks at it again.',
    },
    looksLikeSecret: 'This looks like it holds a token. Leave secrets out.',
    done: 'Left out',
    doneText: (who: Who, until: When, receipt: string) =>
      `${who} is left out of the count until ${until}. Receipt ${receipt}.`,
  },

  export: {
    title: 'Export',
    close: 'Close',
    text: (until: When) =>
      `The file holds every person of the last count with their status, the figures, the trend and a receipt, as CSV or JSON. The page works once, until ${until}. Do not pass the link on: Slack is asked again who you are, but not who opens it.`,
    nothing: 'There is nothing to export before the first count.',
  },

  settings: {
    title: 'Two-factor count',
    submit: 'Save',
    close: 'Cancel',
    readers: (who: Who) => `Counted through the permission of ${who}, once a day.`,
    waiting: 'Nobody’s permission works at the moment.',
    guests: 'Guests',
    countGuests: 'Count guests',
    guestsHint: 'Without it they stand beside the figures, not in them.',
    digest: 'Weekly figures',
    sendDigest: 'Send them to me once a week',
    digestHint: 'A private message, in your working hours. For you alone.',
    own: 'Your permission',
    ownYes: 'You agreed that it is used.',
    ownNo: 'It is not used. When you agree, too, the count goes on if another admin’s permission ends.',
    stopTitle: 'Stop?',
    stopText:
      'Your permission is not used for the count any more. If nobody else agreed, the people of the last count are deleted; the numbers of past days stay.',
    stopConfirm: 'Stop',
    stopDeny: 'Go on',
    stopped: (receipt: string | undefined) =>
      `Your permission is not used for the count any more.${receipted(receipt)}`,
    saved: (receipt: string | undefined) => `Saved.${receipted(receipt)}`,
  },
} as const;

function change(points: number): string {
  if (points === 0) return 'no change';
  const size = Math.abs(points);
  return `${size} ${size === 1 ? 'point' : 'points'} ${points > 0 ? 'up' : 'down'}`;
}

function receipted(receipt: string | undefined): string {
  return receipt ? ` Receipt ${receipt}.` : '';
}
