import { receiptOf } from '../../audit/receipt.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import { epochMs, type Finding, type Found, NEWS_MS, note, notNoted } from './found.ts';

const BATCH = 500;

type Row = {
  id: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  userId: string;
  name: string | null;
  by: 'admin' | 'slack';
  byUserId: string | null;
  at: Date;
  auditId: string | null;
  reason: string | null;
  occasion: string;
};

const OCCASION = Prisma.sql`('ended:' || u.id || ':' || ${epochMs(Prisma.sql`u.revoked_at`)})`;

/**
 * Permissions of people that someone else ended: an admin through Lanyard, or Slack. Read from what is stored, so that
 * a crash between an ending and its message loses nothing. With the whole app gone there is no bot to write with, and
 * a person who found it by pressing *Verify* has read it already.
 * @param of only these people there
 * @returns how many are new
 */
export async function findEndings(
  { prisma, clientId, clock }: Finding,
  of?: { key: InstallationKey; userIds: readonly string[] },
): Promise<number> {
  const now = clock();
  const only = of
    ? Prisma.sql`AND u.installed_in = ${of.key.installedIn}
          AND u.is_enterprise_install = ${of.key.isEnterpriseInstall} AND u.user_id = ANY(${[...of.userIds]})`
    : Prisma.empty;
  const rows = await prisma.$queryRaw<Row[]>`
      SELECT u.id, u.installed_in AS "installedIn", u.is_enterprise_install AS "isEnterpriseInstall",
        u.user_id AS "userId", u.name, u.ended_by::text AS by, u.ended_by_user_id AS "byUserId", u.revoked_at AS at,
        a.id AS "auditId", a.details->>'reason' AS reason, ${OCCASION} AS occasion
      FROM user_authorizations u LEFT JOIN LATERAL (
        SELECT id, details FROM audit_entries WHERE client_id = u.client_id AND installed_in = u.installed_in
          AND is_enterprise_install = u.is_enterprise_install AND subject_user_id = u.user_id
          AND action = 'permission_revoked' AND at = u.revoked_at ORDER BY id DESC LIMIT 1
      ) a ON true
      WHERE u.client_id = ${clientId} AND u.uninstalled_at IS NULL AND u.ended_by IN ('admin', 'slack')
        AND u.revoked_at > ${new Date(now.getTime() - NEWS_MS)} AND u.ended_by_user_id IS DISTINCT FROM u.user_id
        ${only}
        AND coalesce(a.details->>'foundBy', '') NOT IN ('verify', 'auth.test')
        AND ${notNoted('u', Prisma.sql`u.user_id`, OCCASION)}
      ORDER BY u.revoked_at LIMIT ${BATCH}`;
  return note(prisma, rows.map(toFound), { clientId, now });
}

function toFound(row: Row): Found<'access_ended'> {
  const { installedIn, isEnterpriseInstall, userId, by, at } = row;
  return {
    installedIn,
    isEnterpriseInstall,
    userId,
    topic: 'access_ended',
    occasion: row.occasion,
    details: {
      authorizationId: row.id,
      ...(row.name !== null && { placeName: row.name }),
      by,
      at,
      ...(row.byUserId !== null && { byUserId: row.byUserId }),
      ...(row.reason && { reason: row.reason }),
      ...(row.auditId !== null && { receipt: receiptOf(row.auditId) }),
    },
  };
}
