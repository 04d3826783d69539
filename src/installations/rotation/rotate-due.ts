import { Prisma } from '../../database/generated/client.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Room } from '../rows/room.ts';
import { TABLE, type TokenKind } from '../rows/token-row.ts';
import type { Rotate, RotationOutcome, SeenToken } from './rotate.ts';

/**
 * Slack's tokens live for twelve hours, and Bolt would refresh two before the end. Rotated between four and three
 * hours ahead, each at its own moment: a night's outage of Slack or of ours costs no one a token.
 */
const AHEAD_MS = 3 * 60 * 60_000;
const JITTER_SECONDS = 60 * 60;
const BATCH = 100;
/** Slack limits `oauth.v2.access` in a way it does not publish. */
const AT_ONCE = 4;
const BUDGET_MS = 30_000;

/** Rotates what is due, the next to expire first. Dead ones and those that wait for their next try are left alone. */
export async function rotateDue(
  { rotate, ...room }: Due & { rotate: Rotate },
  signal: AbortSignal,
): Promise<Record<RotationOutcome, number>> {
  const counts: Record<RotationOutcome, number> = { renewed: 0, dead: 0, later: 0, gone: 0 };
  for (const kind of ['bot', 'user'] as const) {
    for (let batch = await due(room, kind); batch.length > 0 && !signal.aborted; ) {
      const before = counts.renewed;
      await inParallel(batch, { atOnce: AT_ONCE, signal }, async (token) => {
        counts[(await rotate(token, BUDGET_MS)).outcome] += 1;
      });
      // None of a whole batch: Slack is away. The next run comes in minutes.
      if (counts.renewed === before) break;
      batch = await due(room, kind);
    }
  }
  return counts;
}

type Due = Pick<Room, 'prisma' | 'clientId' | 'clock'>;

async function due({ prisma, clientId, clock }: Due, kind: TokenKind): Promise<SeenToken[]> {
  const now = clock();
  const rows = await prisma.$queryRaw<Omit<SeenToken, 'kind'>[]>`
    SELECT id, token_hash AS "tokenHash" FROM ${TABLE[kind].name}
    WHERE client_id = ${clientId} AND expires_at <= ${new Date(now.getTime() + AHEAD_MS + JITTER_SECONDS * 1000)}
      AND expires_at - ${spread} <= ${new Date(now.getTime() + AHEAD_MS)}
      AND sealed_refresh_token IS NOT NULL AND revoked_at IS NULL AND uninstalled_at IS NULL
      AND ${kind === 'user' ? Prisma.sql`revoke_asked_at IS NULL` : Prisma.sql`true`}
      AND (rotation_error IS NULL OR rotation_retry_at <= ${now})
      AND (rotation_lease_until IS NULL OR rotation_lease_until <= now())
    ORDER BY expires_at LIMIT ${BATCH}`;
  return rows.map((row) => ({ kind, ...row }));
}

/** Up to an hour, the same for a token at every look, spread evenly over all. */
const spread = Prisma.raw(
  `(('x' || substr(md5(id::text), 1, 6))::bit(24)::int % ${JITTER_SECONDS}) * interval '1 second'`,
);
