import type { PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { Vault } from '../vault/vault.ts';
import { sealedPlace } from './sealed-place.ts';

const BATCH = 200;

type Resealing = { prisma: PrismaClient; vault: Vault; logger: Logger; clientId: string };

/** Each value is replaced only if it is still the one that was read. It can be stopped and begun again at any moment. */
export async function resealConversations(
  { prisma, vault, logger, clientId }: Resealing,
  signal?: AbortSignal,
): Promise<{ resealed: number; unreadable: number }> {
  const did = { resealed: 0, unreadable: 0 };
  for (let after: string | undefined = ''; after !== undefined && !signal?.aborted; ) {
    const rows: { conversationId: string; sealedValue: string | null }[] =
      await prisma.conversationState.findMany({
        where: {
          clientId,
          conversationId: { gt: after },
          sealedValue: { not: null },
          NOT: { sealedValue: { startsWith: vault.sealsWith } },
        },
        orderBy: { conversationId: 'asc' },
        take: BATCH,
        select: { conversationId: true, sealedValue: true },
      });
    for (const { conversationId, sealedValue } of rows) {
      const place = sealedPlace(clientId, conversationId);
      try {
        const resealed = vault.seal(vault.open(sealedValue ?? '', place), place);
        const where = { clientId, conversationId, sealedValue };
        did.resealed += (
          await prisma.conversationState.updateMany({ where, data: { sealedValue: resealed } })
        ).count;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        did.unreadable += 1;
        logger.warn({ err: error }, 'The state of a conversation could not be resealed');
      }
    }
    after = rows.at(-1)?.conversationId;
  }
  return did;
}
