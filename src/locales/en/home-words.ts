import { COMMANDS } from '../../slack-api/app-surface.ts';

type When = string;
type Who = string;

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
const permissions = (number: number) => count(number, 'permission', 'permissions');

/** What Home says to a person about their own permissions. What admins read is in `admin-words.ts`. */
export const home = {
  title: 'My authorizations',
  place: (name: string, number: number) => `${name} · ${permissions(number)}`,
  thisWorkspace: 'This workspace',
  thisOrganization: 'This organization',

  twoFactor: {
    title: 'Your two-factor sign-in',
    on: {
      app: 'On, with an authenticator app',
      sms: 'On, by text message: an app is safer',
      unknown: 'On',
    },
    off: 'Off',
    offNext: (url: string) =>
      `Turn it on in <${url}|Slack’s account settings>, under *Two-factor authentication*.`,
    offUnlessSingleSignOn: 'If you sign in through your company, this doesn’t apply to you.',
    singleSignOn: 'Handled by single sign-on',
    singleSignOnNext: 'Your company’s sign-in decides whether a second factor is needed.',
    notVisible: {
      no_own_permission:
        'Slack shows this to you, not to apps. Grant Lanyard your own permission, and it appears here and in `/2fa`. Lanyard works without it.',
      own_permission_ended: 'Slack shows it only through your own permission, which has ended.',
      own_permission_expired: 'Slack shows it only through your own permission, which has expired.',
      own_permission_lacks_scope: 'Your own permission doesn’t cover it yet. Grant it again to add that.',
      slack_does_not_say: (url: string) =>
        `Slack doesn’t say. You can see it in <${url}|Slack’s account settings>.`,
    },
    cannotSee: 'Lanyard can’t see it',
    asking: 'Asking Slack…',
    notAsked: 'Not checked yet',
    failed: 'Slack didn’t answer. Press *Refresh* to ask again.',
    asOf: (when: When) => `As Slack said ${when}.`,
    openSettings: 'Open Slack’s settings',
    openSettingsLabel: 'Open Slack’s settings for two-factor sign-in, in the browser',
    switchToApp: 'Switch to an app',
    switchToAppLabel: 'Switch to an app: open Slack’s settings, in the browser',
    workspace: (line: string, orgWide: boolean) =>
      `In the ${orgWide ? 'organization' : 'workspace'}: ${line}`,
    notCounted: (orgWide: boolean) =>
      `not counted yet. *${orgWide ? 'Organization' : 'Workspace'}* shows how to start.`,
  },

  /** `place` is absent where the row belongs to the workspace that the person is in. */
  botTitle: {
    workspace: 'Lanyard in this workspace',
    organization: 'Lanyard in your organization',
    elsewhere: (place: string) => `Lanyard in ${place}`,
  },
  ownTitle: 'Your own permission',
  ownTitleElsewhere: (place: string) => `Your own permission in ${place}`,
  personTitle: (who: Who) => `${who}, own permission`,
  /** The same in plain text, for labels. */
  personTitlePlain: 'a member’s own permission',
  unnamedPlace: 'another workspace',

  grantedBy: (who: Who, when: When) => `Added by ${who} ${when}`,
  grantedByYou: (when: When) => `Granted by you ${when}`,
  grantedByPerson: (when: When) => `Granted ${when}`,
  shownUntil: (when: When) => `Shown here until ${when}`,

  ownOfferScope: (lets: string, never: string) => `It would let Lanyard ${lets}. It never ${never}.`,

  buttons: {
    verify: 'Verify',
    verifyAll: 'Verify all',
    verifyNow: 'Verify now',
    refresh: 'Refresh',
    details: 'Details',
    reauthorize: 'Reauthorize',
    revoke: 'Revoke',
    revokeNow: 'Revoke now',
    give: 'Grant my permission',
    giveAgain: 'Grant it again',
    addAgain: 'Add to Slack again',
    showMore: (number: number) => `Show ${number} more`,
    previous: 'Previous',
    next: 'Next',
    tryAgain: 'Try again',
  },
  /**
   * Each button says which row it belongs to: `of` is the row's title. A label begins with the words on the button, so
   * that people can press it by voice. @see WCAG 2.5.3
   */
  labels: {
    verify: (of: string) => `Verify ${of}`,
    details: (of: string) => `Details of ${of}`,
    reauthorize: (of: string) => `Reauthorize ${of}`,
    revoke: (of: string) => `Revoke ${of}`,
    revokeNow: (of: string) => `Revoke now: ${of}`,
    give: 'Grant my permission, in the browser',
    giveAgain: (of: string) => `Grant it again: ${of}, in the browser`,
    addAgain: (of: string) => `Add to Slack again: ${of}, in the browser`,
    verifyNow: 'Verify now: ask Slack about each permission',
    verifyAll: 'Verify all: ask Slack about each permission',
    refresh: 'Refresh: show the current list',
    showMore: (number: number) => `Show ${number} more: permissions that work`,
    previous: (range: string) => `Previous page, before ${range}`,
    next: (range: string) => `Next page, after ${range}`,
    own: 'your own permission',
    numbered: (label: string, number: number) => `${label} (${number})`,
  },

  range: (from: number, to: number, total: number) => `${from}–${to} of ${total}`,

  /** Of a row’s menu. */
  menu: { verify: 'Verify', details: 'Details', reauthorize: 'Reauthorize…', revoke: 'Revoke…' },

  confirm: {
    title: 'Revoke permission',
    text: (place: string) =>
      `Lanyard can no longer see your two-factor status in ${place}, and its token is erased. The app stays for everyone else. You can grant the permission again at any time.`,
    confirm: 'Revoke',
    deny: 'Keep it',
    done: 'Revoked',
    unfinished: 'Not finished',
    alreadyEnded: 'It had already ended',
  },

  checking: 'Checking…',
  outcomes: {
    works: (when: When) => `Checked ${when}: it works.`,
    revoked: (when: When) => `Checked ${when}: Slack says it was revoked. Its token is erased here.`,
    app_removed: (when: When) => `Checked ${when}: the app was removed there. Its token is erased here.`,
    refused: (says: string, next: string, when: When) =>
      `Checked ${when}: Slack doesn’t accept it. ${says} ${next}`,
    rate_limited: (when: When, waitSeconds: number | undefined) =>
      `Not checked ${when}: Slack is rate-limiting Lanyard. Try again in ${waitSeconds === undefined || waitSeconds > 90 ? 'a few minutes' : count(waitSeconds, 'second', 'seconds')}.`,
    unreachable: (when: When) => `Not checked ${when}: Slack didn’t answer. Try again in a minute.`,
    unreadable: (when: When) =>
      `Not checked ${when}: Lanyard can’t open the token it stores. Grant the permission again, or tell the person who runs Lanyard.`,
    ours_down: (when: When) =>
      `Not checked ${when}: Lanyard couldn’t reach its own database, so Slack’s answer wasn’t saved. Try again in a minute.`,
    /** @param why a sentence */
    later: (when: When, why: string) => `Not checked ${when}: ${why}`,
    already_ended: (when: When) => `Not checked ${when}: it had already ended.`,
    being_revoked: (when: When) =>
      `Not checked ${when}: it was revoked, and Lanyard no longer uses it. Slack hasn’t confirmed that yet.`,
  },
  tooOften: (when: When, waitSeconds: number) =>
    `You asked ${when}. Ask again in ${count(waitSeconds, 'second', 'seconds')}.`,
  checkedAll: {
    works: (number: number) => `${number === 1 ? '1 works' : `${number} work`}`,
    ended: (number: number) => `${number} ended`,
    refused: (number: number) => `Slack doesn’t accept ${number}`,
    notChecked: (number: number) => `${number} couldn’t be checked`,
    sentence: (when: When, parts: string, left: number) =>
      `Checked ${when}: ${parts}.${left > 0 ? ` ${left} more are left: press *Verify all* again.` : ''}`,
    nothing: 'There’s nothing to check.',
  },
  revokedNow: (when: When, receipt: string) =>
    `You revoked it ${when}. Slack confirmed it, and the token is erased here. Receipt ${receipt}.`,
  revokeUnfinished: (receipt: string | undefined) =>
    `*Not finished:* Slack hasn’t confirmed it. Lanyard no longer uses it, keeps asking Slack, and will tell you the result.${receipt ? ` Receipt ${receipt}.` : ''}`,
  alreadyEnded: 'That permission had already ended. This is the current list.',
  alreadyEndedBecause: (why: string) => `That permission had already ended. ${why} This is the current list.`,
  stale: 'That button was from an older list. This is the current one.',
  revokeStale:
    'That permission is no longer in your list, or you’ve granted it again since. Nothing was changed.',
  notConfirmed: 'Slack is slow to answer. This is what Lanyard knows on its own.',
  roleUnknown:
    'Slack didn’t say whether you’re an admin here, so this is only your own list. Press the tab again to retry.',
  stillAsking: 'Checking with Slack who you are here. The rest of the list will follow.',
  /** Over a list that could not be refreshed. */
  asBefore: (sentence: string) => `${sentence} Below is what Lanyard showed you before.`,

  guest: 'You’re a guest here, so you see only what you granted yourself.',
  unknownPerson:
    'Slack didn’t tell Lanyard who you are here, so you see only what you granted yourself. Press *Refresh* to ask again.',
  stranger:
    'You’re not a member of this workspace, and Lanyard shows a workspace’s permissions only to its members. You can add Lanyard to your own workspace and see yours there.',
  notAdmin: (receipt: string | undefined) =>
    `Only owners and admins of the workspace can do that. Nothing was changed.${receipt ? ` The attempt was recorded (receipt ${receipt}).` : ''}`,

  footer: `Lanyard never reads messages. In any channel: ${COMMANDS.map((command) => `\`${command}\``).join(' · ')}`,
  footerLink: 'What Lanyard asks for and stores',

  details: {
    title: 'Details',
    close: 'Close',
    may: 'It lets Lanyard',
    mayOthers: 'It lets Lanyard, in the words its owner sees',
    noScopes: 'It covers nothing that Slack has a name for.',
    more: (number: number) => `And ${number} more.`,
    history: 'History',
    noHistory: 'Nothing recorded yet.',
    scope: (lets: string, never: string) => `•  ${lets}\n     _Never: ${never}_`,
    facts: 'Technical details',
    fact: {
      installedIn: 'Workspace or organization',
      app: 'App',
      bot: 'Bot',
      botUser: 'Bot user',
      person: 'Person',
      scopes: 'Scopes',
      slackError: 'Slack’s answer',
      token: 'Token',
    },
    token: (kind: string, lastFour: string) =>
      `${kind}, ends in ${lastFour}. Lanyard never shows more of it.`,
    tokenNotYours: 'Sealed. Only its owner can see its last four characters.',
    tokenErased: 'Erased.',
    tokenUnused: 'Sealed, and used only to revoke it. It’s erased as soon as Slack confirms.',
  },

  reauthorize: {
    title: 'Reauthorize',
    close: 'Not now',
    intro: 'Slack will ask for your approval again. This is what would change:',
    nothingChanges: 'Slack will ask for your approval again. What Lanyard can do stays the same.',
    added: 'Added',
    removed: 'No longer asked for',
    same: 'Unchanged',
    keptNote:
      'Slack keeps what was granted until it’s revoked. To drop these, revoke the permission first, then grant it again.',
    line: (lets: string, never: string) => `•  ${lets}\n     _Never: ${never}_`,
    go: 'Continue to Slack',
    goLabel: 'Continue to Slack in the browser',
    bot: 'This permission belongs to the whole workspace. If your workspace requires app approval, an admin has to agree first.',
  },
} as const;
