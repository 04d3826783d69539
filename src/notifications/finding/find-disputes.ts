import { CONTESTED } from '../../audit/contested-revocations.ts';
import { receiptOf } from '../../audit/receipt.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Finding, type Found, NEWS_MS, note, notNoted } from './found.ts';

const BATCH = 500;

type Row = {
  installedIn: string;
  isEnterpriseInstall: boolean;
  userId: string;
  placeName: string | null;
  whoseUserId: string;
  byUserId: string | null;
  revokedAt: Date;
  reason: string | null;
  entryId: string;
  occasion: string;
};

const OCCASION = Prisma.sql`('contested:' || c.id)`;

/**
 * Revocations by an admin that their person didn't expect, for everyone who may be an owner or admin there: who revoked
 * it, who added the app, whose Home was shown as an admin's, who agreed to the count, and whom the count found to be one. Slack
 * is asked about each before anything is sent. The person themselves knows.
 * @returns how many are new
 */
export async function findDisputes({ prisma, clientId, clock }: Finding): Promise<number> {
  const now = clock();
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT c.installed_in AS "installedIn", c.is_enterprise_install AS "isEnterpriseInstall", who.user_id AS "userId",
      i.name AS "placeName", c.whose AS "whoseUserId", c.revoked_by AS "byUserId", c.revoked_at AS "revokedAt",
      c.reason, c.entry_id AS "entryId", ${OCCASION} AS occasion
    FROM installations i JOIN ${CONTESTED} AS c ON c.client_id = i.client_id AND c.installed_in = i.installed_in
        AND c.is_enterprise_install = i.is_enterprise_install
      JOIN LATERAL (
        SELECT i.installer_user_id AS user_id UNION SELECT c.revoked_by
        UNION SELECT user_id FROM shown_homes WHERE ${at('shown_homes')} AND shown_as = 'admin'
        UNION SELECT user_id FROM coverage_readers WHERE ${at('coverage_readers')}
        UNION SELECT user_id FROM coverage_people WHERE ${at('coverage_people')} AND admin
      ) who ON who.user_id <> c.whose
    WHERE i.client_id = ${clientId} AND i.revoked_at IS NULL AND i.uninstalled_at IS NULL
      AND c.at > ${new Date(now.getTime() - NEWS_MS)}
      AND NOT EXISTS (SELECT 1 FROM alert_marks WHERE ${at('alert_marks')} AND cause = 'revocation_contested'
        AND resolved_at >= c.at)
      AND ${notNoted('c', Prisma.sql`who.user_id`, OCCASION)}
    ORDER BY c.at, who.user_id LIMIT ${BATCH}`;
  return note(prisma, rows.map(toFound), { clientId, now });
}

/** Of the installation that was found. */
function at(table: string): Prisma.Sql {
  const of = Prisma.raw(table);
  return Prisma.sql`${of}.client_id = i.client_id AND ${of}.installed_in = i.installed_in
    AND ${of}.is_enterprise_install = i.is_enterprise_install`;
}

function toFound({ placeName, byUserId, reason, entryId, ...row }: Row): Found<'revocation_contested'> {
  const { installedIn, isEnterpriseInstall, userId, occasion, whoseUserId, revokedAt } = row;
  return {
    installedIn,
    isEnterpriseInstall,
    userId,
    occasion,
    topic: 'revocation_contested',
    details: {
      whoseUserId,
      revokedAt,
      receipt: receiptOf(entryId),
      ...(placeName !== null && { placeName }),
      ...(byUserId !== null && { byUserId }),
      ...(reason && { reason }),
    },
  };
}
