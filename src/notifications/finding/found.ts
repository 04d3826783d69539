import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import type { DetailsOf } from '../message-item.ts';
import { type Topic, URGENT } from '../topics.ts';

/** Something to tell, as it was found. */
export type Found<T extends Topic = Topic> = InstallationKey & {
  userId: string;
  topic: T;
  /** The same name for the same thing that happened, no matter which process finds it. */
  occasion: string;
  details: DetailsOf<T>;
};

/** What ended longer ago isn't news: after so long an outage people have seen it on Home. */
export const NEWS_MS = 3 * 24 * 60 * 60_000;

/** What the finders look with. */
export type Finding = { prisma: PrismaClient; clientId: string; clock: () => Date };

type Noting = { clientId: string; now: Date };

/** What an occasion says of the moment when it happened. */
export const epochMs = (at: Prisma.Sql): Prisma.Sql => Prisma.sql`(extract(epoch FROM ${at}) * 1000)::bigint`;

/** Whether a person has not been noted for an occasion yet. @param place the table that names the installation */
export function notNoted(place: string, userId: Prisma.Sql, occasion: Prisma.Sql): Prisma.Sql {
  const of = Prisma.raw(place);
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM notifications n WHERE n.client_id = ${of}.client_id
    AND n.installed_in = ${of}.installed_in AND n.is_enterprise_install = ${of}.is_enterprise_install
    AND n.user_id = ${userId} AND n.occasion = ${occasion})`;
}

/** Keeps what was found, once each: of two that find the same, one keeps it. @returns how many were new */
export async function note(
  prisma: PrismaClient | Prisma.TransactionClient,
  found: readonly Found[],
  { clientId, now }: Noting,
): Promise<number> {
  if (found.length === 0) return 0;
  const { count } = await prisma.notification.createMany({
    data: found.map((one) => toRow(one, { clientId, now })),
    skipDuplicates: true,
  });
  return count;
}

const toRow = (found: Found, { clientId, now }: Noting) =>
  ({
    clientId,
    installedIn: found.installedIn,
    isEnterpriseInstall: found.isEnterpriseInstall,
    userId: found.userId,
    topic: found.topic,
    occasion: found.occasion,
    details: JSON.parse(JSON.stringify(found.details)),
    urgent: URGENT.has(found.topic),
    foundAt: now,
    notBefore: now,
  }) satisfies Prisma.NotificationCreateManyInput;
