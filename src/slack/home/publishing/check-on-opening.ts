import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Asker } from '../../../authorizations/roles/viewer.ts';
import { verifyEach } from '../../../authorizations/verify-all.ts';
import { saysNothing } from '../../authorizations/describe-outcome.ts';
import type { PublishHome } from './publish-home.ts';

/** Of what was not checked for a day, so many are checked when someone opens their Home. */
const MOST = 5;
const STALE_MS = 24 * 60 * 60_000;

type Dependencies = {
  authorizations: Pick<Authorizations, 'consumeRateLimit' | 'listToVerify' | 'lookUp' | 'verify'>;
  publishHome: PublishHome;
  clock: () => Date;
};

export type CheckOnOpening = (asker: Asker) => Promise<void>;

/** Asks Slack, unasked, about what nobody asked about for a day, and shows Home again when that changed something. */
export function createCheckOnOpening({ authorizations, publishHome, clock }: Dependencies): CheckOnOpening {
  return async function checkOnOpening(asker) {
    const viewer = await authorizations.lookUp(asker);
    const oldest = await authorizations.listToVerify(viewer, { most: MOST });
    const now = clock().getTime();
    const stale = oldest.rows.filter(
      ({ verifiedAt, cause }) =>
        cause.kind !== 'revoking' && (verifiedAt === null || now - verifiedAt.getTime() > STALE_MS),
    );
    if (stale.length === 0) return;
    const turn = await authorizations.consumeRateLimit(viewer, 'check_on_opening');
    if (!turn.granted) return;
    const found = await verifyEach(stale, authorizations.verify);
    const checkFailed = [...found.values()].some(saysNothing);
    await publishHome(asker.context, asker.userId, { notice: { checkFailed } });
  };
}
