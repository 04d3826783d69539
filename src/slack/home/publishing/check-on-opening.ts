import { LRUCache } from 'lru-cache';
import type { Authorizations } from '../../../authorizations/authorizations.ts';
import type { Asker } from '../../../authorizations/roles/viewer.ts';
import { verifyEach } from '../../../authorizations/verify-all.ts';
import { saysNothing } from '../../authorizations/describe-outcome.ts';
import type { PublishHome } from './publish-home.ts';

/** Of what was not checked for a day, so many are checked when someone opens their Home. */
const MOST = 5;
const STALE_MS = 24 * 60 * 60_000;
/** So long no one else's Home asks again about what had no answer: many may see the same permission. */
const UNANSWERED_MS = 10 * 60_000;
const MOST_UNANSWERED = 10_000;

type Dependencies = {
  authorizations: Pick<Authorizations, 'consumeRateLimit' | 'listToVerify' | 'lookUp' | 'verify'>;
  publishHome: PublishHome;
  clock: () => Date;
};

export type CheckOnOpening = (asker: Asker) => Promise<void>;

/** Asks Slack, unasked, about what no one asked about for a day, and shows Home again when that changed something. */
export function createCheckOnOpening({ authorizations, publishHome, clock }: Dependencies): CheckOnOpening {
  const unanswered = new LRUCache<string, true>({
    max: MOST_UNANSWERED,
    ttl: UNANSWERED_MS - 1,
    ttlResolution: 0,
    perf: { now: () => clock().getTime() },
  });

  return async function checkOnOpening(asker) {
    const viewer = await authorizations.lookUp(asker);
    const oldest = await authorizations.listToVerify(viewer, { most: MOST });
    const now = clock().getTime();
    const stale = oldest.rows.filter(
      ({ id, verifiedAt, cause }) =>
        cause.kind !== 'revoking' &&
        !unanswered.has(id) &&
        (verifiedAt === null || now - verifiedAt.getTime() > STALE_MS),
    );
    if (stale.length === 0) return;
    const turn = await authorizations.consumeRateLimit(viewer, 'check_on_opening');
    if (!turn.granted) return;
    const found = await verifyEach(stale, authorizations.verify);
    const without = [...found].filter(([, verification]) => saysNothing(verification));
    for (const [id] of without) unanswered.set(id, true);
    const checkFailed = without.length > 0;
    await publishHome(asker.context, asker.userId, { notice: { checkFailed } });
  };
}
