import type { Prisma, PrismaClient } from '../../database/generated/client.ts';

/**
 * Claims an event id, once: true for the first delivery, false for every other.
 * @param tx the transaction of the change that the event causes, so that an event whose handling failed may come again
 */
export async function claimEvent(
  tx: Prisma.TransactionClient | PrismaClient,
  eventId: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.processedEvent.createMany({
    data: [{ eventId, processedAt: now } satisfies Prisma.ProcessedEventUncheckedCreateInput],
    skipDuplicates: true,
  });
  return count > 0;
}
