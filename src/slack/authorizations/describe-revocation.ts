import type { Revocation } from '../../authorizations/revoke.ts';
import type { Words } from '../../locales/words.ts';
import { dateToken } from '../blocks/slack-text.ts';
import { endingSentence } from './describe-authorization.ts';

/** What came of a person's own revocation. `row`: it belongs to the row; otherwise over the list. */
export function describeRevocation(
  words: Words,
  result: Revocation,
  userId: string,
): { title: string; sentence: string; over: 'row' | 'list' } {
  const { home } = words;
  const { confirm } = home;
  if (result.outcome === 'revoked') {
    const sentence = home.revokedNow(dateToken(result.at), result.receipt);
    return { title: confirm.done, sentence, over: 'row' };
  }
  if (result.outcome === 'unfinished') {
    return { title: confirm.unfinished, sentence: home.revokeUnfinished(result.receipt), over: 'row' };
  }
  const sentence = result.ended
    ? home.alreadyEndedBecause(endingSentence(words, result.ended, userId))
    : home.alreadyEnded;
  return { title: confirm.alreadyEnded, sentence, over: 'list' };
}
