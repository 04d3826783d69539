import { receiptOf } from '../../audit/receipt.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { PersonAt } from '../sending/recipient.ts';
import { epochMs, type Finding, type Found, NEWS_MS, note, notNoted } from './found.ts';

const BATCH = 500;

type Row = {
  id: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  name: string | null;
  whoseUserId: string;
  askedByUserId: string;
  askedAt: Date;
  outcome: 'revoked' | 'given_up';
  settledAt: Date;
  auditId: string | null;
  occasion: string;
};

const OCCASION = Prisma.sql`(u.outcome || ':' || u.id || ':' || ${epochMs(Prisma.sql`u.settled_at`)})`;

/**
 * What came of a revocation that Slack did not confirm at once, for the person who revoked it. Read from what is stored,
 * so that a crash between the end and its message loses nothing; no one needs a message who was told at once
 * (`revoke_tries` 0).
 * @param of only what this person revoked
 * @returns how many are new
 */
export async function findRevocations({ prisma, clientId, clock }: Finding, of?: PersonAt): Promise<number> {
  const now = clock();
  const since = new Date(now.getTime() - NEWS_MS);
  const only = of
    ? Prisma.sql`AND installed_in = ${of.key.installedIn}
          AND is_enterprise_install = ${of.key.isEnterpriseInstall} AND revoke_asked_by_user_id = ${of.userId}`
    : Prisma.empty;
  const settled = (outcome: Row['outcome'], at: Prisma.Sql, where: Prisma.Sql) => Prisma.sql`
      SELECT *, ${outcome} AS outcome, ${at} AS settled_at FROM user_authorizations
      WHERE client_id = ${clientId} AND uninstalled_at IS NULL AND revoke_tries > 0
        AND revoke_asked_by_user_id IS NOT NULL AND ${where} ${only}`;
  const revoked = settled('revoked', Prisma.sql`revoked_at`, Prisma.sql`revoked_at > ${since}`);
  const givenUp = settled(
    'given_up',
    Prisma.sql`revoke_tried_at`,
    Prisma.sql`revoked_at IS NULL AND revoke_retry_at IS NULL AND revoke_tried_at > ${since}`,
  );
  const rows = await prisma.$queryRaw<Row[]>`
      SELECT u.id, u.installed_in AS "installedIn", u.is_enterprise_install AS "isEnterpriseInstall", u.name,
        u.user_id AS "whoseUserId", u.revoke_asked_by_user_id AS "askedByUserId", u.revoke_asked_at AS "askedAt",
        u.outcome, u.settled_at AS "settledAt", a.id AS "auditId", ${OCCASION} AS occasion
      FROM (${revoked} UNION ALL ${givenUp}) AS u LEFT JOIN LATERAL (
        SELECT id FROM audit_entries WHERE client_id = u.client_id AND installed_in = u.installed_in
          AND is_enterprise_install = u.is_enterprise_install AND subject_user_id = u.user_id
          AND action = CASE u.outcome WHEN 'revoked' THEN 'permission_revoked' ELSE 'revocation_given_up' END
          AND at >= u.settled_at ORDER BY at, id LIMIT 1
      ) a ON true
      WHERE ${notNoted('u', Prisma.sql`u.revoke_asked_by_user_id`, OCCASION)}
      ORDER BY u.settled_at LIMIT ${BATCH}`;
  return note(prisma, rows.map(toFound), { clientId, now });
}

function toFound(row: Row): Found<'revocation_settled'> {
  const { installedIn, isEnterpriseInstall, askedByUserId, whoseUserId, outcome, askedAt } = row;
  return {
    installedIn,
    isEnterpriseInstall,
    userId: askedByUserId,
    topic: 'revocation_settled',
    occasion: row.occasion,
    details: {
      authorizationId: row.id,
      whoseUserId,
      outcome,
      askedAt,
      ...(row.name !== null && { placeName: row.name }),
      ...(row.auditId !== null && { receipt: receiptOf(row.auditId) }),
    },
  };
}
