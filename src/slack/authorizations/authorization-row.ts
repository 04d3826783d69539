import type { Button, KnownBlock, Overflow } from '@slack/types';
import { SHOWN_AFTER_END_MS } from '../../authorizations/listing/find-rows.ts';
import type { Authorization } from '../../authorizations/listing/list.ts';
import { PROBLEMS } from '../../authorizations/statuses/status.ts';
import type { Words } from '../../locales/words.ts';
import { scopeDifference } from '../../slack-api/scope-catalogue.ts';
import { judgeToken } from '../../slack-api/token-judgement.ts';
import { type MenuChoice, menuValue, rowAction } from '../blocks/action-ids.ts';
import { actions, button, context, type Labels, menu, section } from '../blocks/blocks.ts';
import { dateToken, dayToken, mention } from '../blocks/slack-text.ts';
import { type Reading, statusName, statusSentence, titleOf } from './describe-authorization.ts';

/** Where the browser goes to grant a permission (again), for the installation of this row. */
export type GiveUrl = (authorization: Pick<Authorization, 'kind' | 'key' | 'grantedByUserId'>) => string;

export type RowSurroundings = {
  words: Words;
  reading: Reading;
  labels: Labels;
  viewerUserId: string;
  /** Whether this row is being asked about just now: then no one can press anything in it. */
  checking: boolean;
  /** What just came of it, in place of its usual sentence. */
  notice: string | undefined;
  giveUrl: GiveUrl;
};

/** One authorization: title, status and why; what can be done is in its menu. With a problem, its next step is a button. */
export function authorizationRow(authorization: Authorization, surroundings: RowSurroundings): KnownBlock[] {
  const { words, reading, checking, notice, viewerUserId } = surroundings;
  const title = titleOf(words, authorization, reading).mrkdwn;
  const sentence = notice ?? statusSentence(words, authorization, viewerUserId);
  const healthy = !isProblem(authorization);
  const facts = healthy
    ? [...brief(authorization, sentence, surroundings), factsOf(words, authorization, surroundings)].join(
        '  ·  ',
      )
    : sentence;
  const text = `*${title}*   ${statusName(words, authorization)}\n${facts}`;
  if (checking) return [section(text), context(words.home.checking)];
  const step = stepOf(authorization, surroundings);
  return [
    section(text, menuOf(authorization, surroundings)),
    ...(step ? actions(`row:${authorization.id}`, [step]) : []),
  ];
}

/** A row that works needs no whole sentence, and one that was not checked has said so. */
function brief(
  { cause, verifiedAt }: Authorization,
  sentence: string,
  { words, notice }: RowSurroundings,
): string[] {
  if (notice !== undefined) return [sentence];
  if (cause.kind === 'not_checked_yet') return [];
  return [cause.kind === 'works' && verifiedAt ? words.status.confirmed(dateToken(verifiedAt)) : sentence];
}

const isProblem = ({ status }: Authorization): boolean => PROBLEMS.has(status);

/** Who granted it and when, and how its time runs. */
function factsOf(
  { home, status }: Words,
  { kind, cause, grantedByUserId, grantedAt, renewal }: Authorization,
  { reading, viewerUserId }: Pick<RowSurroundings, 'reading' | 'viewerUserId'>,
): string {
  const when = dayToken(grantedAt);
  const granted =
    kind === 'bot'
      ? home.grantedBy(mention(grantedByUserId), when)
      : reading.list === 'mine' && grantedByUserId === viewerUserId
        ? home.grantedByYou(when)
        : home.grantedByPerson(when);
  if (cause.kind === 'ended') {
    return home.shownUntil(dayToken(new Date(cause.at.getTime() + SHOWN_AFTER_END_MS)));
  }
  const runs =
    renewal.kind === 'lasts'
      ? status.renewal.lasts
      : renewal.kind === 'ends'
        ? status.renewal.ends(dateToken(renewal.at))
        : status.renewal.renews;
  return `${granted}  ·  ${runs}`;
}

/** Always in the same order; one entry alone is a button. */
function menuOf(authorization: Authorization, surroundings: RowSurroundings): Button | Overflow {
  const { words, reading, labels } = surroundings;
  const { id } = authorization;
  const choices = choicesOf(authorization, surroundings);
  if (choices.length === 1) {
    const titled = titleOf(words, authorization, reading).plain;
    return button({
      actionId: rowAction('details', id),
      text: words.home.buttons.details,
      label: labels(words.home.labels.details(titled)),
      value: id,
    });
  }
  const texts: Record<MenuChoice, string> = { ...words.home.menu, revokeFor: words.admin.buttons.revokeFor };
  return menu(
    rowAction('menu', id),
    choices.map((choice) => ({ text: texts[choice], value: menuValue(choice, id) })),
  );
}

function choicesOf(authorization: Authorization, { reading, viewerUserId }: RowSurroundings): MenuChoice[] {
  const { kind, cause, status, scopes, grantedByUserId } = authorization;
  if (cause.kind === 'ended') return ['details'];
  if (reading.list === 'workspace') {
    // Another person's token is used by no one but them, also not to see whether it works.
    return kind === 'bot' ? ['details', 'verify'] : ['details', 'revokeFor'];
  }
  if (cause.kind === 'revoking') return ['details', 'reauthorize'];
  if (kind === 'user') return ['details', 'verify', 'reauthorize', 'revoke'];
  // A bot that works and covers everything is not anyone's to grant again on the side.
  const worthIt =
    PROBLEMS.has(status) ||
    grantedByUserId === viewerUserId ||
    scopeDifference(kind, scopes).added.length > 0;
  return worthIt ? ['details', 'verify', 'reauthorize'] : ['details', 'verify'];
}

/** What the reader can do about it; undefined: nothing is wrong, or it is not theirs to mend. */
export function stepOf(
  authorization: Authorization,
  { words, reading, labels, giveUrl, viewerUserId }: RowSurroundings,
  style?: 'primary',
): Button | undefined {
  const { buttons, labels: say } = words.home;
  const { id, kind, cause, grantedByUserId } = authorization;
  const titled = titleOf(words, authorization, reading).plain;
  const make = (
    action: 'give' | 'verify' | 'reauthorize' | 'revoke',
    text: string,
    label: string,
    url?: string,
  ) =>
    button({
      actionId: style ? `${rowAction(action, id)}:first` : rowAction(action, id),
      text,
      label: labels(label),
      value: id,
      ...(url !== undefined && { url }),
      ...(style && { style }),
    });
  const theirs = kind === 'bot' || grantedByUserId === viewerUserId;
  if (!theirs) return undefined;
  if (cause.kind === 'ended') {
    if (reading.list !== 'mine') return undefined;
    const again = kind === 'bot' ? 'addAgain' : 'giveAgain';
    return make('give', buttons[again], say[again](titled), giveUrl(authorization));
  }
  if (cause.kind === 'revoking') {
    // They have confirmed it already; granting it again is the way to keep it.
    return kind === 'user' && reading.list === 'mine'
      ? make('revoke', buttons.revokeNow, say.revokeNow(titled))
      : undefined;
  }
  const step = nextStep(authorization);
  return step && make(step, buttons[step], say[step](titled));
}

/** What the sentence of a row with a problem speaks of; undefined: nothing has to be done. */
export function nextStep({ status, cause }: Authorization): 'verify' | 'reauthorize' | undefined {
  if (!PROBLEMS.has(status) || cause.kind === 'revoking') return undefined;
  const asks = cause.kind === 'slack_refuses' && judgeToken(cause.slackError).next !== 'reauthorize';
  return asks ? 'verify' : 'reauthorize';
}
