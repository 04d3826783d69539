import { CONTESTED } from '../audit/contested-revocations.ts';
import { receiptOf } from '../audit/receipt.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';

/** A revocation by an admin that its person didn't expect: for admins alone. */
export type Dispute = {
  whoseUserId: string;
  /** The admin who revoked it; undefined: no entry says so. */
  byUserId: string | undefined;
  revokedAt: Date;
  /** What the admin gave as the reason; undefined: none. */
  reason: string | undefined;
  /** Of the revocation's entry in the audit trail. */
  receipt: string;
};

/** How many are told one by one. */
export const MOST_DISPUTES = 3;

/** The newest that were raised after `since`, at most `MOST_DISPUTES`. */
export async function findDisputes(
  { prisma, clientId }: { prisma: PrismaClient; clientId: string },
  { installedIn, isEnterpriseInstall }: InstallationKey,
  since: Date | undefined,
): Promise<Dispute[]> {
  const rows = await prisma.$queryRaw<
    (Omit<Dispute, 'byUserId' | 'reason' | 'receipt'> & {
      byUserId: string | null;
      reason: string | null;
      entryId: string;
    })[]
  >`
    SELECT whose AS "whoseUserId", revoked_by AS "byUserId", revoked_at AS "revokedAt", reason, entry_id AS "entryId"
    FROM ${CONTESTED} AS contested
    WHERE client_id = ${clientId} AND installed_in = ${installedIn} AND is_enterprise_install = ${isEnterpriseInstall}
      AND at > coalesce(${since ?? null}::timestamptz, '-infinity')
    ORDER BY at DESC, id DESC LIMIT ${MOST_DISPUTES}`;
  return rows.map(({ byUserId, reason, entryId, ...row }) => ({
    ...row,
    byUserId: byUserId ?? undefined,
    reason: reason || undefined,
    receipt: receiptOf(entryId),
  }));
}
