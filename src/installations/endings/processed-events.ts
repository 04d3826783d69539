import type { Prisma, PrismaClient } from '../../database/generated/client.ts';
import type { Room } from '../rows/room.ts';

const keyOf = (clientId: string, eventId: string) => `${clientId} ${eventId}`;

/**
 * Claims an event id, once: true for the first delivery, false for every other.
 * @param tx the transaction of the change that the event causes, so that an event whose handling failed may come again
 */
export async function claimEvent(
  tx: Prisma.TransactionClient | PrismaClient,
  clientId: string,
  eventId: string,
  now: Date,
): Promise<boolean> {
  const row = { eventId: keyOf(clientId, eventId), processedAt: now };
  const { count } = await tx.processedEvent.createMany({
    data: [row satisfies Prisma.ProcessedEventUncheckedCreateInput],
    skipDuplicates: true,
  });
  return count > 0;
}

/** Whether this app has handled the event already. */
export async function isProcessed(
  { prisma, clientId }: Pick<Room, 'prisma' | 'clientId'>,
  eventId: string,
): Promise<boolean> {
  const where = { eventId: keyOf(clientId, eventId) };
  return (await prisma.processedEvent.findUnique({ where })) !== null;
}
