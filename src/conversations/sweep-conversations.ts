import type { PrismaClient } from '../database/generated/client.ts';

/** How long what has no end of its own is kept after it was last written. */
export const CONVERSATION_LIFETIME_MS = 30 * 24 * 60 * 60_000;
/** Of one app. The oldest go first. */
const MOST = 100_000;

/** Deletes what is over, of every app: an app that stopped sweeps nothing. @returns how many */
export async function sweepConversations(
  { prisma, clock }: { prisma: PrismaClient; clock: () => Date },
  most: number = MOST,
): Promise<{ conversations: number }> {
  const now = clock();
  const longAgo = new Date(now.getTime() - CONVERSATION_LIFETIME_MS);
  const over = await prisma.conversationState.deleteMany({
    where: { OR: [{ expiresAt: { lt: now } }, { expiresAt: null, writtenAt: { lt: longAgo } }] },
  });
  const tooMany = await prisma.$executeRaw`
    DELETE FROM conversation_states WHERE (client_id, conversation_id) IN (
      SELECT client_id, conversation_id FROM (
        SELECT client_id, conversation_id,
          row_number() OVER (PARTITION BY client_id ORDER BY written_at DESC, conversation_id) AS place
        FROM conversation_states) AS placed WHERE place > ${most})`;
  return { conversations: over.count + tooMany };
}
