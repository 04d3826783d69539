import type { PrismaClient } from '../database/generated/client.ts';

/** Longer than any span of time within which something is limited. */
const MEMORY_MS = 24 * 60 * 60_000;

/** Deletes the counts of what people asked for long ago. @returns how many */
export function createSweepTurns({ prisma, clock }: { prisma: PrismaClient; clock: () => Date }) {
  return async function sweepTurns(): Promise<{ turns: number }> {
    const before = new Date(clock().getTime() - MEMORY_MS);
    const { count } = await prisma.turn.deleteMany({ where: { startedAt: { lt: before } } });
    return { turns: count };
  };
}
