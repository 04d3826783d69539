import type { Prisma } from '../../database/generated/client.ts';

/** Remembers tokens that were replaced or ended, so that no slow writer brings one back. */
export async function retireTokens(
  tx: Prisma.TransactionClient,
  clientId: string,
  hashes: readonly string[],
  retiredAt: Date,
): Promise<void> {
  if (hashes.length === 0) return;
  await tx.$executeRaw`INSERT INTO retired_tokens (client_id, token_hash, retired_at)
    SELECT ${clientId}, hash, ${retiredAt} FROM unnest(${hashes}::text[]) AS hash ON CONFLICT DO NOTHING`;
}
