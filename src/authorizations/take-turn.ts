import type { PrismaClient } from '../database/generated/client.ts';

/** What is limited for each person, in all processes together. Slack's own limits are far above. */
const LIMITS = {
  verify: { most: 12, spanMs: 60_000 },
  verify_all: { most: 1, spanMs: 30_000 },
  count_coverage: { most: 1, spanMs: 60_000 },
} as const;

export type Turn = { granted: true } | { granted: false; startedAt: Date; waitSeconds: number };

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** Counts one turn by one statement, so that of many at the same moment no more than the limit pass. */
export function createTakeTurn({ prisma, clientId, clock }: Dependencies) {
  return async function takeTurn(userId: string, what: keyof typeof LIMITS): Promise<Turn> {
    const { most, spanMs } = LIMITS[what];
    const now = clock();
    const over = new Date(now.getTime() - spanMs);
    const [turn] = await prisma.$queryRaw<{ startedAt: Date; taken: number }[]>`
      INSERT INTO turns (client_id, user_id, what, started_at, taken)
        VALUES (${clientId}, ${userId}, ${what}, ${now}, 1)
      ON CONFLICT (client_id, user_id, what) DO UPDATE SET
        taken = CASE WHEN turns.started_at <= ${over} THEN 1 ELSE turns.taken + 1 END,
        started_at = CASE WHEN turns.started_at <= ${over} THEN ${now} ELSE turns.started_at END
      RETURNING started_at AS "startedAt", taken`;
    if (!turn || turn.taken <= most) return { granted: true };
    const waitMs = turn.startedAt.getTime() + spanMs - now.getTime();
    return {
      granted: false,
      startedAt: turn.startedAt,
      waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    };
  };
}
