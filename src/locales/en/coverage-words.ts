type When = string;
type Who = string;

const count = (number: number, one: string, many: string) =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
const number = (value: number) => value.toLocaleString('en-US');
const people = (value: number) => count(value, 'person', 'people');
const list = (lines: readonly string[]) => lines.map((line) => `•  ${line}`).join('\n');

/** What owners and admins read about the count of two-factor sign-in. A share always comes with its denominator. */
export const coverage = {
  title: 'Two-factor sign-in',
  notSetUp:
    'Not counted yet. Slack shows who signs in with two factors only through an owner’s or admin’s own permission: yours, if you agree.',
  share: (on: number, counted: number, percent: number) =>
    `*${number(on)} of ${people(counted)} (${percent}%)* ${counted === 1 ? 'signs' : 'sign'} in with two factors.`,
  singleSignOn: (handled: number, all: number) =>
    `*${number(handled)} of ${people(all)}* ${handled === 1 ? 'signs' : 'sign'} in through single sign-on.`,
  shareOfOthers: (on: number, counted: number, percent: number) =>
    `Of the other ${number(counted)}, *${number(on)} (${percent}%)* ${on === 1 ? 'signs' : 'sign'} in with two factors.`,
  nobodyCounted: '*No one is counted:* everyone is left out, for the reasons below.',
  counted: (when: When, who: Who) => `Counted ${when} through ${who}’s permission.`,
  kinds: {
    app: (value: number) => `Authenticator app ${number(value)}`,
    sms: (value: number) => `Text message ${number(value)}`,
    on: (value: number) => `Method unknown ${number(value)}`,
    off: (value: number) => `Off ${number(value)}`,
  },
  admins: (value: number, who: Who, more: number) =>
    `*${count(value, 'owner or admin doesn’t', 'owners and admins don’t')} have it:* ${who}${more > 0 ? ` and ${number(more)} more` : ''}.`,
  notCounted: (lines: readonly string[]) => `Not counted: ${lines.join(', ')}.`,
  everybodyCounted: 'No one is left out.',
  excluded: {
    bot: (value: number) => count(value, 'bot', 'bots'),
    deactivated: (value: number) => `${number(value)} deactivated`,
    invited: (value: number) => `${number(value)} invited who never signed in`,
    guest: (value: number) => count(value, 'guest', 'guests'),
    single_sign_on: (value: number) => `${number(value)} handled by single sign-on`,
    exempt: (value: number) => `${number(value)} left out by admins`,
    not_visible: (value: number) => `${number(value)} whose status Slack doesn’t show`,
  },
  states: {
    app: 'authenticator app',
    sms: 'text message',
    on: 'on, method unknown',
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
      `Last 90 days: from ${from}% (${since}) to ${now}%, ${change(now - from)}. By week: ${chart}`,
    none: 'The trend appears after the third day.',
  },

  reading: (read: number) =>
    read === 0
      ? 'Counting: asking Slack.'
      : `Counting: ${people(read)} read so far. Slack allows a few thousand a minute.`,
  failed: (when: When, why: string) => `The last count, ${when}, didn’t finish: ${why}`,

  lost: {
    permission_ended: (who: Who) =>
      `*This is no longer updated:* it was counted through ${who}’s permission, which has ended. They can grant it again, or another owner or admin can agree.`,
    no_admin_any_more: (who: Who) =>
      `*This is no longer updated:* ${who} is no longer an owner or admin. Another one has to agree.`,
    no_permission_yet: (who: Who) =>
      `*Waiting for a permission:* ${who} agreed, and counting starts as soon as they grant Lanyard their own permission.`,
  },

  buttons: {
    setUp: 'Set up…',
    countThroughMe: 'Count through me…',
    give: 'Grant my permission',
    countNow: 'Count now',
    people: 'People without…',
    remind: 'Remind…',
    exemptions: 'Left out…',
    export: 'Export…',
    settings: 'Settings…',
    exempt: 'Leave out…',
    exemptSomebody: 'Leave someone out…',
    unexempt: 'Count again',
    stop: 'Stop counting through me',
    previous: 'Previous',
    next: 'Next',
    download: 'Open the download page',
  },
  labels: {
    setUp: 'Set up the count of two-factor sign-in',
    countThroughMe: 'Count through me…: agree to the use of your permission',
    give: 'Grant my permission, so that counting can start',
    countNow: 'Count now: ask Slack who signs in with two factors',
    people: 'People without: show who signs in without a second factor',
    remind: 'Remind: preview a private reminder to those who have it off',
    exempt: (who: string) => `Leave out… ${who}`,
    exemptSomebody: 'Leave someone out… of the count',
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
      `Lanyard counts how many people in ${place} sign in with two factors. Slack shows that only through an owner’s or admin’s own permission.`,
    headings: {
      use: 'What your permission is used for',
      kept: 'What is stored',
      sees: 'Who sees it',
      stop: 'How to stop',
    },
    use: list([
      'Once a day, and when an admin presses *Count now*, Lanyard reads Slack’s list of people through it: names, roles, and whether two-factor is on and with which method.',
      'Nothing else: no one but you can use it to ask about a single person.',
      'Nothing is changed in Slack, and no one is sent a message in your name.',
    ]),
    kept: list([
      'From the last count: each person’s name, role, time zone and status. The next count replaces them.',
      'From earlier days: only the numbers, for 90 days.',
      'All of it is deleted when Lanyard is removed; the list of people is deleted as soon as no one agrees anymore.',
    ]),
    sees: (orgWide: boolean) =>
      `Owners and admins of this ${orgWide ? 'organization' : 'workspace'}. Members never see anyone’s status but their own.`,
    stop: '*Settings…* next to the count ends your agreement at once; so does revoking your permission in Lanyard or in Slack. Your agreement is recorded in the audit trail.',
    permissionNeeded:
      'You haven’t granted Lanyard your own permission yet. You can agree now; counting starts once you grant it.',
    agreed: 'Agreed',
    counting: (receipt: string | undefined) =>
      `Counting has started; Home shows the progress. You can close this.${receipted(receipt)}`,
    giveNow: (receipt: string | undefined) =>
      `One step left: grant Lanyard your own permission in the browser. Counting then starts automatically.${receipted(receipt)}`,
  },

  counting: {
    begun: 'Counting has started.',
    done: 'Counted just now.',
    already: 'The count is less than a minute old.',
  },
  notDone: (why: string) => `Not counted: ${why} The figures are from the last count.`,

  without: {
    title: 'People without',
    close: 'Close',
    intro: (value: number, when: When) =>
      `*${count(value, 'person signs', 'people sign')} in without a second factor.* Owners and admins come first. As of ${when}. Only owners and admins see this. *Remind…* in Home reminds them privately, after a preview.`,
    none: 'No one: everyone who is counted signs in with two factors.',
    range: (from: number, to: number, of: number) => `${number(from)}–${number(to)} of ${number(of)}`,
    admin: 'owner or admin',
  },

  exemptions: {
    title: 'Left out of the count',
    close: 'Close',
    intro:
      'They aren’t counted, whatever their status, until the date shown. After that they’re counted again automatically.',
    none: 'Admins haven’t left anyone out.',
    row: (who: Who, until: When) => `*${who}* until ${until}`,
    why: (reason: string, by: Who, when: When) => `${reason} · by ${by}, ${when}`,
    more: (value: number) => `And ${number(value)} more with a later date.`,
    done: (receipt: string) => `Counted again. Receipt ${receipt}.`,
  },

  exempt: {
    title: 'Leave out',
    submit: 'Leave out',
    close: 'Cancel',
    person: 'Who?',
    personPlaceholder: 'Choose a person',
    reason: 'Why?',
    reasonHint: 'Other admins can see this. It’s also in the export and the audit trail.',
    reasonPlaceholder: 'For example: a shared account behind our own gateway',
    until: 'Until when?',
    untilHint: 'The last day they’re left out, at most a year from now.',
    badDay: {
      not_future: 'Choose a date in the future.',
      too_far: 'Choose a date within a year, so that someone reviews it.',
    },
    looksLikeSecret: 'This looks like it contains a token. Leave secrets out.',
    done: 'Left out',
    doneText: (who: Who, until: When, receipt: string) =>
      `${who} is left out of the count until ${until}. Receipt ${receipt}.`,
  },

  export: {
    title: 'Export',
    close: 'Close',
    text: (until: When) =>
      `The file lists everyone in the last count with their status, the figures, the trend and a receipt, as CSV or JSON. The page works once, until ${until}. Don’t share the link: Slack is asked again who you are, but not who opens it.`,
    nothing: 'There’s nothing to export before the first count.',
  },

  settings: {
    title: 'Two-factor count',
    submit: 'Save',
    close: 'Cancel',
    readers: (who: Who) => `Counted once a day through ${who}’s permission.`,
    waiting: 'No one’s permission works right now.',
    guests: 'Guests',
    countGuests: 'Count guests',
    guestsHint: 'Otherwise they’re listed separately from the figures.',
    digest: 'Weekly figures',
    sendDigest: 'Send them to me once a week',
    digestHint: 'A private message during your working hours, only for you.',
    own: 'Your permission',
    ownYes: 'You agreed to its use.',
    ownNo: 'It isn’t used. If you agree too, the count continues when another admin’s permission ends.',
    stopTitle: 'Stop?',
    stopText:
      'Your permission will no longer be used for the count. If no one else has agreed, the people in the last count are deleted; the numbers from past days stay.',
    stopConfirm: 'Stop',
    stopDeny: 'Keep counting',
    stopped: (receipt: string | undefined) =>
      `Your permission is no longer used for the count.${receipted(receipt)}`,
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
