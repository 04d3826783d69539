import type { Prisma, PrismaClient } from '../../database/generated/client.ts';

/**
 * Claims an event id, once: true for the first delivery, false for every other. Inside the transaction of the change
 * that the event causes, so that an event whose handling failed may come again.
 */
export async function claimEventWithin(
  tx: Prisma.TransactionClient,
  eventId: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.processedEvent.createMany({
    data: [{ eventId, processedAt: now }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** For events that change nothing here. */
export function createClaimEvent({ prisma, clock }: { prisma: PrismaClient; clock: () => Date }) {
  return (eventId: string): Promise<boolean> => claimEventWithin(prisma, eventId, clock());
}
