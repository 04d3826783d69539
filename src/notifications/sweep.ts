import type { PrismaClient } from '../database/generated/client.ts';

/** As long as Home shows why a permission ended. */
const MEMORY_MS = 90 * 24 * 60 * 60_000;

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** Forgets what people were told long ago. @returns how many matters and messages */
export function createSweep({ prisma, clientId, clock }: Dependencies) {
  return async function sweep(): Promise<{ notifications: number; messages: number }> {
    const before = { lt: new Date(clock().getTime() - MEMORY_MS) };
    const matters = await prisma.notification.deleteMany({ where: { clientId, foundAt: before } });
    const messages = await prisma.dayMessage.deleteMany({ where: { clientId, postedAt: before } });
    return { notifications: matters.count, messages: messages.count };
  };
}
