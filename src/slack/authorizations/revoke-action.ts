import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import { dateToken } from '../blocks/slack-text.ts';
import type { PublishHome } from '../home/publish-home.ts';
import { createOwnRow, type PressArgs, readPress } from '../requests/acting.ts';
import type { Once } from '../requests/once.ts';
import { endingSentence } from './describe-authorization.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'find' | 'resolveViewer' | 'revoke'>;
  publishHome: PublishHome;
  once: Once;
  words: Words;
};

/**
 * The button *Revoke*, after its confirm: ends a permission of the person who pressed it. Whose it is comes from
 * Slack's signed `user.id`: the value finds a row only among that person's own, so a forged one revokes nobody else's.
 */
export function createRevokeAction(dependencies: Dependencies) {
  const { authorizations, publishHome, once, words } = dependencies;
  const ownRow = createOwnRow(dependencies);

  return async function revoke(args: PressArgs): Promise<void> {
    await args.ack();
    if (!(await once(args.body))) return;
    const { asker, value, view, stamp } = readPress(args);
    const { context, userId } = asker;
    const row = (await ownRow(asker, value))?.row;
    // One that was given after this Home was made is another one.
    if (row?.kind !== 'user' || (stamp.madeAt && row.grantedAt > stamp.madeAt)) {
      return publishHome(context, userId, { view, notice: { over: words.home.stale } });
    }
    const result = await authorizations.revoke(row, { kind: 'user', userId });
    const { revokedNow, revokeUnfinished, alreadyEnded, alreadyEndedBecause } = words.home;
    if (result.outcome === 'revoked') {
      const sentence = revokedNow(dateToken(result.at), result.receipt);
      return publishHome(context, userId, { view, notice: { rows: { [row.id]: sentence } } });
    }
    if (result.outcome === 'unfinished') {
      const sentence = revokeUnfinished(result.receipt);
      return publishHome(context, userId, { view, notice: { rows: { [row.id]: sentence } } });
    }
    const over = result.ended
      ? alreadyEndedBecause(endingSentence(words, result.ended, userId))
      : alreadyEnded;
    return publishHome(context, userId, { view, notice: { over } });
  };
}
