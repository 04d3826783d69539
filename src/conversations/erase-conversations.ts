import type { Prisma } from '../database/generated/client.ts';

/**
 * Deletes what was noted in the requests of one workspace or organization, in the transaction that deletes the rest of
 * it. What was noted outside of a request names no workspace: it stays until its own end, a month at most without one.
 */
export async function eraseConversationsWithin(
  tx: Prisma.TransactionClient,
  place: { clientId: string; installedIn: string; isEnterpriseInstall: boolean },
): Promise<{ conversationState: number }> {
  const { clientId, installedIn, isEnterpriseInstall } = place;
  const where = { clientId, installedIn, isEnterpriseInstall };
  return { conversationState: (await tx.conversationState.deleteMany({ where })).count };
}
