import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';
import type { DetailsOf } from './message-item.ts';
import { type Topic, URGENT } from './topics.ts';

/** Something to tell, as it was found. */
export type Found<T extends Topic = Topic> = InstallationKey & {
  userId: string;
  topic: T;
  /** The same name for the same thing that happened, whoever finds it. */
  occasion: string;
  details: DetailsOf<T>;
};

type Noting = { clientId: string; now: Date };

/** Keeps what was found, once each: of two that find the same, one keeps it. @returns how many were new */
export async function note(
  prisma: PrismaClient | Prisma.TransactionClient,
  found: readonly Found[],
  { clientId, now }: Noting,
): Promise<number> {
  if (found.length === 0) return 0;
  const { count } = await prisma.notification.createMany({
    data: found.map(({ details, ...one }) => ({
      ...one,
      clientId,
      details: JSON.parse(JSON.stringify(details)),
      urgent: URGENT.has(one.topic),
      foundAt: now,
      notBefore: now,
    })),
    skipDuplicates: true,
  });
  return count;
}
