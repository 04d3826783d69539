type When = string;

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const permissions = (number: number) => count(number, 'permission', 'permissions');
/** What an installation is of. */
const place = (orgWide: boolean) => (orgWide ? 'organization' : 'workspace');
const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The first line of Home: the worst of what is known, and the next step. `title` is a row’s name inside a sentence. */
export const headline = {
  twoFactorOff:
    '*Your two-factor sign-in is off.* Anyone who learns your password could sign in as you. Turn it on in Slack’s settings.',
  twoFactorOffUnless:
    '*Slack’s own two-factor sign-in is off for you.* If you sign in through your company, that doesn’t matter; otherwise turn it on in Slack’s settings.',
  problem: {
    refused: (title: string, next: string) => `*Slack doesn’t accept ${title}.* ${next}`,
    expired: (title: string) => `*${sentence(title)} has expired.* Grant it again to keep using it.`,
    renewal_dead: (title: string) => `*Slack won’t renew ${title}.* Grant it again to keep using it.`,
    renewal_failing: (title: string) =>
      `*Renewing ${title} keeps failing.* Lanyard keeps trying; granting it again fixes it at once.`,
    unreadable: (title: string) =>
      `*Lanyard can’t open the token of ${title}.* Grant it again, or tell the person who runs Lanyard.`,
    revoking: (title: string) =>
      `*Slack hasn’t confirmed that ${title} was revoked.* Lanyard no longer uses it and keeps asking.`,
    revoking_given_up: (title: string) =>
      `*Slack never confirmed that ${title} was revoked.* Lanyard no longer uses it. Revoke it now to ask again.`,
  },
  /** After one of them was named. */
  moreProblems: (number: number) =>
    `${count(number, 'other permission needs', 'other permissions need')} attention, too.`,
  /** None of them is on the page that is shown. */
  problems: (number: number, all: number) =>
    `*${number} of ${permissions(all)} ${number === 1 ? 'needs' : 'need'} your attention.*`,
  /** @param why a sentence that says who ended it, and when */
  ended: (title: string, why: string) => `*${sentence(title)} has ended.* ${why}`,
  workspaceProblems: (alerts: number, orgWide: boolean) =>
    `*${count(alerts, 'alert is', 'alerts are')} open in the ${place(orgWide)}.* ${alerts === 1 ? 'It says' : 'They say'} what to do.`,
  adminsWithout: (number: number, orgWide: boolean) =>
    `*${count(number, 'owner or admin signs', 'owners or admins sign')} in without two factors.* ${number === 1 ? 'That account' : 'Their accounts'} can change the whole ${place(orgWide)}.`,
  coverageLost: '*Two-factor sign-in isn’t being counted.* No permission works through which Slack shows it.',
  countFailed: '*The last count of two-factor sign-in didn’t finish.* The figures are older.',
  renewing: (number: number, all: number) =>
    `*${number} of ${permissions(all)} ${number === 1 ? 'is' : 'are'} being renewed.* There’s nothing for you to do.`,
  notChecked: (number: number, all: number) =>
    number === all
      ? `*Not checked yet.* Nothing is known to be wrong with ${all === 1 ? 'this permission' : `these ${permissions(all)}`}.`
      : `*${number} of ${permissions(all)} ${number === 1 ? 'isn’t' : 'aren’t'} checked yet.* Nothing is known to be wrong.`,
  checkFailed: '*Not everything could be checked just now.* Below is what was last known.',
  none: '*No permission is active here.*',
  works: (all: number, when: When) =>
    `*${all === 1 ? 'Your permission works' : 'Your permissions work'}.* ${all === 1 ? 'Slack confirmed it' : 'Slack confirmed each of them since'} ${when}.`,
  /** To someone without a permission of their own. */
  workspaceWorks: (all: number, when: When, orgWide: boolean) =>
    `*${all === 1 ? `The ${place(orgWide)}’s permission works` : 'These permissions work'}.* ${all === 1 ? 'Slack confirmed it' : 'Slack confirmed each of them since'} ${when}.`,
  everythingWorks: (all: number, when: When) =>
    `*Everything works.* Slack confirmed ${all === 1 ? 'your permission' : `${all === 2 ? 'both' : `all ${all}`} permissions since`} ${when}, and your two-factor sign-in is on.`,
  workspace: {
    alerts: (number: number) => `*${count(number, 'alert is', 'alerts are')} open.*`,
    problems: (number: number, all: number) =>
      `*${number} of ${permissions(all)} ${number === 1 ? 'needs' : 'need'} attention.*`,
    off: (number: number) => `*${count(number, 'person signs', 'people sign')} in without two factors.*`,
    renewing: (number: number, all: number) =>
      `*${number} of ${permissions(all)} ${number === 1 ? 'is' : 'are'} being renewed.*`,
    notCounted: (all: number) =>
      `*Nothing is known to be wrong with ${permissions(all)}.* Two-factor sign-in isn’t counted yet.`,
    works: (all: number, when: When) =>
      `*Nothing is wrong.* ${permissions(all)}, all confirmed since ${when}.`,
  },
} as const;
