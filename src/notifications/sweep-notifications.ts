import type { PrismaClient } from '../database/generated/client.ts';

/** As long as Home shows why a permission ended. */
const MEMORY_MS = 90 * 24 * 60 * 60_000;

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** Forgets what people were told long ago. @returns how many items and messages */
export function createSweep({ prisma, clientId, clock }: Dependencies) {
  return async function sweep(): Promise<{ notifications: number; messages: number }> {
    const before = { lt: new Date(clock().getTime() - MEMORY_MS) };
    const items = await prisma.notification.deleteMany({
      // Of reminders three are the most there ever are: they are counted as long as the app is there.
      where: { clientId, foundAt: before, topic: { not: 'two_factor_reminder' } },
    });
    const messages = await prisma.dayMessage.deleteMany({ where: { clientId, postedAt: before } });
    return { notifications: items.count, messages: messages.count };
  };
}
