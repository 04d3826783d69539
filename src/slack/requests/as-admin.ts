import type { Attempt } from '../../audit/record-refusal.ts';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import type { Words } from '../../locales/words.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import type { Press } from './acting.ts';

type Dependencies = {
  authorizations: Pick<Authorizations, 'requireAdmin'>;
  publishHome: PublishHome;
  words: Words;
};

/**
 * For what only owners and admins may: asks Slack who presses, now, whatever the view says. Everyone else gets a
 * refusal on a fresh Home, and the attempt is noted.
 * @throws AppError `installation_changed`: the surface was made on an installation that has ended or was granted again
 */
export function createAsAdmin({ authorizations, publishHome, words }: Dependencies) {
  return async function asAdmin(
    { asker, view, stamp }: Pick<Press, 'asker' | 'view' | 'stamp'>,
    attempted: Attempt,
  ): Promise<Admin | undefined> {
    const admission = await authorizations.requireAdmin(asker, { attempted, madeOn: stamp.on });
    if ('admin' in admission) return admission.admin;
    const over = words.home.notAdmin(admission.receipt);
    await publishHome(asker.context, asker.userId, {
      view,
      present: true,
      look: (state) => ({ ...state, tab: 'mine' }),
      notice: { over },
    });
    return undefined;
  };
}
