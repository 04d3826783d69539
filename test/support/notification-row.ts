import { randomUUID } from 'node:crypto';
import type { Notification, Prisma, PrismaClient } from '../../src/database/generated/client.ts';
import type { PersonAt } from '../../src/notifications/sending/recipient.ts';

type Row = Partial<Prisma.NotificationUncheckedCreateInput>;

/** Something to tell someone, as a finder would have noted it: it waits, is not urgent, and is due. */
export const noteItem = (
  prisma: PrismaClient,
  { key, userId }: PersonAt,
  { foundAt, ...over }: Row & { clientId: string; topic: string; foundAt: Date },
): Promise<Notification> =>
  prisma.notification.create({
    data: {
      installedIn: key.installedIn,
      isEnterpriseInstall: key.isEnterpriseInstall,
      userId,
      occasion: randomUUID(),
      details: {},
      urgent: false,
      foundAt,
      notBefore: foundAt,
      ...over,
    },
  });
