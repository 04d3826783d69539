import type { Authorization } from '../../authorizations/listing/list.ts';
import type { Ended } from '../../authorizations/statuses/status.ts';
import type { Words } from '../../locales/words.ts';
import { isDocumented } from '../../slack-api/scope-catalogue.ts';
import { judgeToken } from '../../slack-api/token-judgement.ts';
import { dateToken, mention, nameText } from '../blocks/slack-text.ts';

/** `:mark: Working`: the same two words in Home and in the command. */
export function statusName(
  { status: say }: Words,
  { status, cause }: Pick<Authorization, 'status' | 'cause'>,
): string {
  if (cause.kind === 'not_checked_yet') return `${say.notCheckedMark} ${say.notChecked}`;
  return `${say.marks[status]} ${say.names[status]}`;
}

/** Why it has its status, in one sentence. @param viewerUserId who reads it */
export function statusSentence(
  words: Words,
  authorization: Authorization,
  viewerUserId = authorization.grantedByUserId,
): string {
  const { cause, kind, verifiedAt, grantedAt, grantedByUserId } = authorization;
  const { status } = words;
  // An admin reads about someone else's: what is to be done is not theirs to do.
  const others = kind === 'user' && viewerUserId !== grantedByUserId;
  const say = others ? { ...status, ...status.others } : status;
  const checked = dateToken(verifiedAt ?? grantedAt);
  switch (cause.kind) {
    case 'not_checked_yet':
      return say.notCheckedYet;
    case 'works':
      return status.works(checked);
    case 'slack_refuses':
      return status.slackRefuses(...whatSlackSaid(words, cause.slackError, others), checked);
    case 'unreadable':
      return say.unreadable;
    case 'time_ran_out':
      return say.timeRanOut;
    case 'renewal_due':
      return status.renewalDue;
    case 'renewal_dead':
      return say.renewalDead;
    case 'renewal_failing':
      return authorization.status === 'renewing'
        ? status.renewalRetrying(cause.failures)
        : say.renewalFailing(cause.failures);
    case 'revoking': {
      const by = whoRevokes(words, authorization, cause, viewerUserId);
      return cause.goesOn ? status.revoking.goesOn(by) : status.revoking.givenUp(by);
    }
    case 'ended':
      return endingSentence(words, cause, viewerUserId);
  }
}

function whoRevokes(
  { status: { revoking: say, ended } }: Words,
  { grantedByUserId }: Authorization,
  { byUserId, at }: Extract<Authorization['cause'], { kind: 'revoking' }>,
  viewerUserId: string,
): string {
  const when = dateToken(at);
  if (byUserId === viewerUserId) return say.byYou(when);
  const who = byUserId ? mention(byUserId) : ended.somebody;
  return byUserId === grantedByUserId ? say.byPerson(who, when) : say.byAdmin(who, when);
}

/** What Slack's answer means, and what to do about it. The code itself is only in the details. */
export function whatSlackSaid(
  { slackErrors }: Words,
  slackError: string,
  toAdmins = false,
): [says: string, next: string] {
  const { next } = judgeToken(slackError);
  return [slackErrors.says(slackError), toAdmins ? slackErrors.nextForAdmins(next) : slackErrors.next(next)];
}

/** What a scope lets Lanyard do, and what it never does with it. One without words is there by its own name. */
export const scopeWords = (words: Words, kind: Authorization['kind'], scope: string) =>
  words.scopes.of(kind, isDocumented(scope) ? scope : nameText(scope, 60));

/** Who or what ended it, and when; `you` where that is the one who reads it. */
export function endingSentence(
  { status: { ended: say } }: Words,
  { how, by, byUserId, at }: Ended,
  viewerUserId: string,
): string {
  const when = dateToken(at);
  const who = byUserId ? mention(byUserId) : say.somebody;
  if (byUserId !== null && byUserId === viewerUserId) {
    return how === 'uninstalled' ? say.removedByYou(when) : say.revokedByYou(when);
  }
  switch (by) {
    case 'member':
      return say.revokedByPerson(who, when);
    case 'admin':
      return how === 'uninstalled' ? say.removedByAdmin(who, when) : say.revokedByAdmin(who, when);
    case 'slack':
      return how === 'uninstalled' ? say.uninstalled(when) : say.revokedInSlack(when);
    case 'uninstall':
      return say.uninstalled(when);
    case 'app':
      return say.byLanyard(when);
    case 'unknown':
      return say.unknown(when);
  }
}

/** Whose list a row is in decides how it is called. */
export type Reading =
  /** The person's own list, at the place where they are. */
  | { list: 'mine'; here: Authorization['key'] | undefined; orgWide: boolean }
  | { list: 'workspace'; orgWide: boolean };

type Titles = { mrkdwn: string; plain: string };

/** What an authorization is called: in mrkdwn, and as a plain text for labels. */
export function titleOf(words: Words, authorization: Authorization, reading: Reading): Titles {
  const { home } = words;
  const { kind, key, placeName, grantedByUserId } = authorization;
  const same = (text: string): Titles => ({ mrkdwn: text, plain: text });
  const here = home.botTitle[reading.orgWide ? 'organization' : 'workspace'];
  if (reading.list === 'workspace') {
    if (kind === 'bot') return same(here);
    return {
      mrkdwn: home.personTitle(mention(grantedByUserId)),
      plain: home.personTitlePlain,
    };
  }
  const elsewhere =
    reading.here?.installedIn !== key.installedIn ||
    reading.here.isEnterpriseInstall !== key.isEnterpriseInstall;
  if (!elsewhere) return kind === 'bot' ? same(here) : { mrkdwn: home.ownTitle, plain: home.labels.own };
  const name = placeName ?? home.unnamedPlace;
  const title = kind === 'bot' ? home.botTitle.elsewhere : home.ownTitleElsewhere;
  const titles = { mrkdwn: title(nameText(name)), plain: title(name) };
  return kind === 'bot' ? titles : { ...titles, plain: titles.plain.replace(home.ownTitle, home.labels.own) };
}
