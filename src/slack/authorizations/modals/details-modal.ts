import type { KnownBlock, ModalView } from '@slack/types';
import type { Explanation } from '../../../authorizations/explain.ts';
import type { Authorization } from '../../../authorizations/listing/list.ts';
import type { Asker } from '../../../authorizations/roles/viewer.ts';
import type { Words } from '../../../locales/words.ts';
import { auditSentence, auditWhen } from '../../audit/describe-entry.ts';
import { context, divider, section } from '../../blocks/blocks.ts';
import { modal } from '../../blocks/modal.ts';
import { dateToken, mention, nameText } from '../../blocks/slack-text.ts';
import { type Reading, scopeWords, statusName, statusSentence, titleOf } from '../describe-authorization.ts';

export type Details = Explanation & {
  row: Authorization;
  reading: Reading;
  asker: Pick<Asker, 'userId'>;
};

/** Each takes a block of its own; Slack takes a hundred in all. */
const MOST_SCOPES = 40;

/** All that is known of one authorization, in the order in which people ask: does it work, what may it do, what happened. */
export function detailsModal(words: Words, details: Details): ModalView {
  const { row, history, asker, reading } = details;
  const say = words.home.details;
  const others = row.kind === 'user' && row.grantedByUserId !== asker.userId;
  const title = titleOf(words, row, reading).mrkdwn;
  return modal({
    title: say.title,
    close: say.close,
    blocks: [
      section(`*${title}*   ${statusName(words, row)}\n${statusSentence(words, row, asker.userId)}`),
      context(timesOf(words, row, asker.userId)),
      divider,
      section(`*${others ? say.mayOthers : say.may}*`),
      ...scopeBlocks(words, row),
      divider,
      section(`*${say.history}*`),
      ...(history.length === 0 ? [context(say.noHistory)] : []),
      ...history.map((line) => {
        return context(`${auditSentence(words, line)}\n${auditWhen(words, line)}`);
      }),
      divider,
      section(`*${say.facts}*`),
      context(factLines(words, details).join('\n')),
    ],
  });
}

/** Who granted it and when, when it was last used, and how its time runs. */
function timesOf({ home, status }: Words, row: Authorization, viewerUserId: string): string {
  const { kind, grantedByUserId, grantedAt, lastUsedAt, renewal, cause } = row;
  const when = dateToken(grantedAt);
  const granted =
    kind === 'bot'
      ? home.grantedBy(mention(grantedByUserId), when)
      : grantedByUserId === viewerUserId
        ? home.grantedByYou(when)
        : home.grantedByPerson(when);
  if (cause.kind === 'ended') return granted;
  const used = lastUsedAt ? status.lastUsed(dateToken(lastUsedAt)) : status.neverUsed;
  const { lasts, ends, renews, renewsLast } = status.renewal;
  if (renewal.kind === 'lasts') return [granted, used, lasts].join('  ·  ');
  if (renewal.kind === 'ends') return [granted, used, ends(dateToken(renewal.at))].join('  ·  ');
  const runs = renewal.lastAt ? renewsLast(dateToken(renewal.lastAt)) : renews;
  return [granted, used, runs].join('  ·  ');
}

function scopeBlocks(words: Words, { kind, scopes }: Authorization): KnownBlock[] {
  const say = words.home.details;
  if (scopes.length === 0) return [context(say.noScopes)];
  const shown = scopes.slice(0, MOST_SCOPES).flatMap((scope): KnownBlock[] => {
    const { lets, never } = scopeWords(words, kind, scope);
    return [section(say.scope(lets, never))];
  });
  const more = scopes.length - MOST_SCOPES;
  return more > 0 ? [...shown, context(say.more(more))] : shown;
}

/** For support and admins who compare with Slack's own pages. Of a token never more than its kind and its end. */
function factLines(words: Words, { row, hint, asker }: Details): string[] {
  const { fact, token, tokenNotYours, tokenErased, tokenUnused } = words.home.details;
  const { key, ids, kind, cause, scopes, grantedByUserId } = row;
  const code = (text: string) => `\`${nameText(text, 300)}\``;
  const named: [string, string | null | undefined][] = [
    [fact.installedIn, key.installedIn],
    [fact.person, kind === 'user' ? grantedByUserId : null],
    [fact.app, ids.app],
    [fact.bot, ids.bot],
    [fact.botUser, ids.botUser],
    [fact.scopes, scopes.length > 0 ? scopes.slice(0, MOST_SCOPES).join(' ') : null],
    [fact.slackError, 'slackError' in cause ? cause.slackError : null],
  ];
  const tokenLine =
    cause.kind === 'ended'
      ? tokenErased
      : cause.kind === 'revoking'
        ? tokenUnused
        : hint
          ? token(code(hint.prefix), code(hint.lastFour))
          : asker.userId === grantedByUserId
            ? undefined
            : tokenNotYours;
  return [
    ...named.flatMap(([name, value]) => (value ? [`${name}: ${code(value)}`] : [])),
    ...(tokenLine ? [`${fact.token}: ${tokenLine}`] : []),
  ];
}
