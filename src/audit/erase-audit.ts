import type { Prisma } from '../database/generated/client.ts';

/** Deletes the audit entries of one workspace or organization, in the transaction that deletes the rest of it. */
export async function eraseAuditWithin(
  tx: Prisma.TransactionClient,
  place: { clientId: string; installedIn: string; isEnterpriseInstall: boolean },
): Promise<{ auditEntry: number }> {
  const { clientId, installedIn, isEnterpriseInstall } = place;
  const { count } = await tx.auditEntry.deleteMany({ where: { clientId, installedIn, isEnterpriseInstall } });
  return { auditEntry: count };
}
