import type { PrismaClient } from '../database/generated/client.ts';

/** Longer than any span of time within which something is limited. */
const MEMORY_MS = 24 * 60 * 60_000;

/** @see Authorizations.sweepTurns */
export async function sweepTurns(prisma: PrismaClient, now: Date): Promise<{ turns: number }> {
  const before = new Date(now.getTime() - MEMORY_MS);
  const { count } = await prisma.turn.deleteMany({ where: { startedAt: { lt: before } } });
  return { turns: count };
}
