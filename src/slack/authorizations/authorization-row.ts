import type { Button, KnownBlock } from '@slack/types';
import { SHOWN_AFTER_END_MS } from '../../authorizations/listing/find-rows.ts';
import type { Authorization } from '../../authorizations/listing/list.ts';
import { PROBLEMS } from '../../authorizations/statuses/status.ts';
import type { Words } from '../../locales/words.ts';
import { scopeDifference } from '../../slack-api/scope-catalogue.ts';
import { judgeToken } from '../../slack-api/token-judgement.ts';
import { rowAction } from '../blocks/action-ids.ts';
import { actions, button, context, type Labels, section } from '../blocks/blocks.ts';
import { dateToken, dayToken, mention } from '../blocks/slack-text.ts';
import { type Reading, scopeWords, statusName, statusSentence, titleOf } from './describe-authorization.ts';

/** Where the browser goes to give a permission (again), at the place of this row. */
export type GiveUrl = (authorization: Pick<Authorization, 'kind' | 'key' | 'grantedByUserId'>) => string;

export type RowSurroundings = {
  words: Words;
  reading: Reading;
  labels: Labels;
  viewerUserId: string;
  /** Whether this row is being asked about just now: then nobody can press anything in it. */
  checking: boolean;
  /** What just came of it, in place of its usual sentence. */
  notice: string | undefined;
  giveUrl: GiveUrl;
};

/** One authorization: title and status, why, who and when, what can be done. Three blocks. */
export function authorizationRow(authorization: Authorization, surroundings: RowSurroundings): KnownBlock[] {
  const { words, reading, checking, notice, viewerUserId } = surroundings;
  const title = titleOf(words, authorization, reading).mrkdwn;
  const sentence = notice ?? statusSentence(words, authorization, viewerUserId);
  return [
    section(`*${title}*   ${statusName(words, authorization)}\n${sentence}`),
    context(facts(authorization, surroundings).join('\n')),
    ...(checking
      ? [context(words.home.checking)]
      : actions(`row:${authorization.id}`, buttonsOf(authorization, surroundings))),
  ];
}

/** What it is for, then who and when. */
function facts(authorization: Authorization, { words, reading, viewerUserId }: RowSurroundings): string[] {
  const { home, status } = words;
  const { kind, cause, scopes, grantedByUserId, grantedAt, renewal, lastUsedAt } = authorization;
  const when = dateToken(grantedAt);
  const granted =
    kind === 'bot'
      ? home.grantedBy(mention(grantedByUserId), when)
      : reading.list === 'mine' && grantedByUserId === viewerUserId
        ? home.grantedByYou(when)
        : home.grantedByPerson(when);
  if (cause.kind === 'ended') {
    const until = dayToken(new Date(cause.at.getTime() + SHOWN_AFTER_END_MS));
    return [`${granted} · ${home.shownUntil(until)}`];
  }
  const [first, ...more] = scopes;
  // The sentences of scopes speak to the person whose it is.
  const others = kind === 'user' && grantedByUserId !== viewerUserId;
  const lets =
    first === undefined || others ? [] : [home.lets(scopeWords(words, kind, first).lets, more.length)];
  const runs =
    renewal.kind === 'lasts'
      ? status.renewal.lasts
      : renewal.kind === 'ends'
        ? status.renewal.ends(dateToken(renewal.at))
        : renewal.lastAt
          ? status.renewal.renewsLast(dateToken(renewal.lastAt))
          : status.renewal.renews;
  const used = lastUsedAt ? status.lastUsed(dateToken(lastUsedAt)) : status.neverUsed;
  return [...lets, [granted, used, runs, home.scopes(scopes.length)].join(' · ')];
}

function buttonsOf(authorization: Authorization, surroundings: RowSurroundings): Button[] {
  const { words, reading, labels, giveUrl } = surroundings;
  const { buttons, labels: say } = words.home;
  const { id, kind, cause } = authorization;
  const titled = titleOf(words, authorization, reading).plain;
  const make = (
    action: Parameters<typeof rowAction>[0],
    text: string,
    label: string,
    more: Partial<Parameters<typeof button>[0]> = {},
  ) => button({ actionId: rowAction(action, id), text, label: labels(label), value: id, ...more });

  const details = make('details', buttons.details, say.details(titled));
  if (cause.kind === 'ended') {
    const again = kind === 'bot' ? 'addAgain' : 'giveAgain';
    const give = make('give', buttons[again], say[again](titled), { url: giveUrl(authorization) });
    return reading.list === 'mine' ? [give, details] : [details];
  }
  // Of a row with a problem the button that its sentence speaks of stands out.
  const next = nextStep(authorization);
  const primary = (action: typeof next) => (action === next ? ({ style: 'primary' } as const) : {});
  const verify = make('verify', buttons.verify, say.verify(titled), primary('verify'));
  const reauthorize = make(
    'reauthorize',
    buttons.reauthorize,
    say.reauthorize(titled),
    primary('reauthorize'),
  );
  if (kind === 'user' && cause.kind === 'revoking' && reading.list === 'mine') {
    // They have confirmed it already; giving it anew is the way to keep it.
    const now = make('revoke', buttons.revokeNow, say.revokeNow(titled), { style: 'primary' });
    return [now, reauthorize, details];
  }
  if (reading.list === 'workspace') {
    // Another person's token is used by nobody but them, also not to see whether it works.
    if (kind === 'bot') return [verify, details];
    return [details, make('revokeFor', words.admin.buttons.revokeFor, words.admin.labels.revokeFor(titled))];
  }
  if (kind === 'bot')
    return worthReauthorizing(authorization, surroundings)
      ? [verify, reauthorize, details]
      : [verify, details];
  const { title, text, confirm, deny } = words.home.confirm;
  const place = authorization.placeName ?? words.home.thisWorkspace;
  const revoke = make('revoke', buttons.revoke, say.revoke(titled), {
    confirm: { title, text: text(place.slice(0, 60)), confirm, deny },
  });
  return [verify, reauthorize, details, revoke];
}

/** What the sentence of a row with a problem speaks of; undefined: nothing has to be done. */
export function nextStep({ status, cause }: Authorization): 'verify' | 'reauthorize' | undefined {
  if (!PROBLEMS.has(status) || cause.kind === 'revoking') return undefined;
  const asks = cause.kind === 'slack_refuses' && judgeToken(cause.slackError).next !== 'reauthorize';
  return asks ? 'verify' : 'reauthorize';
}

/** A bot that works and covers everything is nobody's to give again in passing. */
const worthReauthorizing = (authorization: Authorization, { viewerUserId }: RowSurroundings): boolean =>
  PROBLEMS.has(authorization.status) ||
  authorization.grantedByUserId === viewerUserId ||
  scopeDifference(authorization.kind, authorization.scopes).added.length > 0;
