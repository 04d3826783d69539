import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Words } from '../../locales/words.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import { createOwnRow, type PressArgs, readPress } from '../requests/acting.ts';
import type { Once } from '../requests/once.ts';
import { describeRevocation } from './describe-revocation.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'find' | 'resolveViewer' | 'revoke'>;
  publishHome: PublishHome;
  once: Once;
  words: Words;
};

/**
 * *Revoke now*, under a revocation that Slack has not confirmed: asks again. Whose permission it is comes from
 * Slack's signed `user.id`: the value finds a row only among that person's own, so a forged one revokes no one else's.
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
    const { sentence, over } = describeRevocation(words, result, userId);
    const notice = over === 'row' ? { rows: { [row.id]: sentence } } : { over: sentence };
    return publishHome(context, userId, { view, notice });
  };
}
