import type { Authorization, MyAuthorizations } from '../../../authorizations/listing/list.ts';
import { sameKey } from '../../../authorizations/listing/listed-authorization.ts';
import type { Words } from '../../../locales/words.ts';

/** What serves where the command was typed, and the asker’s own permission there. */
export type Here = Pick<MyAuthorizations, 'own' | 'serving'>;

/** Whether it belongs to what serves the place. */
export const isHere = ({ key }: Pick<Authorization, 'key'>, serving: Here['serving']): boolean =>
  serving !== undefined && sameKey(key, serving);

/** Whose permission it is, at the beginning of a sentence. */
export function subjectOf(words: Words, authorization: Authorization, here: Here): string {
  const { subjects } = words.commands.tokenStatus;
  if (authorization.kind === 'user') {
    return authorization.id === here.own?.id || isHere(authorization, here.serving)
      ? subjects.own
      : subjects.ownElsewhere;
  }
  if (!isHere(authorization, here.serving)) return subjects.botElsewhere;
  return authorization.key.isEnterpriseInstall ? subjects.botOrgWide : subjects.bot;
}

/** Whose the living ones are: one’s own and the workspace’s by name, the rest by number. */
export function ownersOf(
  words: Words,
  { own, bot }: Pick<MyAuthorizations, 'own' | 'bot'>,
  all: number,
): string {
  const { owners } = words.commands.tokenStatus;
  const named = [
    ...(own && own.status !== 'revoked' ? [owners.own] : []),
    ...(bot && bot.status !== 'revoked'
      ? [bot.key.isEnterpriseInstall ? owners.botOrgWide : owners.bot]
      : []),
  ];
  const others = all - named.length;
  return owners.list([...named, ...(others > 0 ? [owners.others(others)] : [])]);
}
