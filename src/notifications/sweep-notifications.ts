import type { Finding } from './finding/found.ts';

/** As long as Home shows why a permission ended. */
const MEMORY_MS = 90 * 24 * 60 * 60_000;

/** @see Notifications.sweep */
export async function sweepNotifications({
  prisma,
  clientId,
  clock,
}: Finding): Promise<{ notifications: number; messages: number }> {
  const before = { lt: new Date(clock().getTime() - MEMORY_MS) };
  const items = await prisma.notification.deleteMany({
    // Of reminders three are the most there ever are: they are counted as long as the app is there.
    where: { clientId, foundAt: before, topic: { not: 'two_factor_reminder' } },
  });
  const messages = await prisma.dayMessage.deleteMany({ where: { clientId, postedAt: before } });
  return { notifications: items.count, messages: messages.count };
}
