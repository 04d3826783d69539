import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { READER_STATES } from '../../two-factor/state-in-sql.ts';
import { revise } from '../sending/day-messages.ts';
import { epochMs, type Finding, type Found, note, notNoted } from './found.ts';

type Lost = {
  installedIn: string;
  isEnterpriseInstall: boolean;
  userId: string;
  placeName: string | null;
  because: 'permission_ended' | 'no_admin_any_more';
  since: Date;
  occasion: string;
};

const BATCH = 200;

const OCCASION = Prisma.sql`('coverage_lost:' || ${epochMs(Prisma.sql`lost.since`)})`;

/**
 * Places whose two-factor coverage no one can count anymore, though someone could: each through whom it went can
 * restore it. Where another still can, nothing is lost, and no one is told.
 * @returns how many are new
 */
export async function findCoverageLost({ prisma, clientId, clock }: Finding): Promise<number> {
  const rows = await prisma.$queryRaw<Lost[]>`
    WITH readers AS (SELECT * FROM ${READER_STATES} AS every_reader WHERE client_id = ${clientId}),
      lost AS (SELECT installed_in, is_enterprise_install, max(lost_at) AS since FROM readers
        GROUP BY installed_in, is_enterprise_install
        HAVING NOT bool_or(state = 'works') AND bool_or(state <> 'no_permission_yet'))
    SELECT r.installed_in AS "installedIn", r.is_enterprise_install AS "isEnterpriseInstall",
      r.user_id AS "userId", r.state AS because, lost.since, i.name AS "placeName", ${OCCASION} AS occasion
    FROM lost JOIN readers r USING (installed_in, is_enterprise_install)
      JOIN installations i ON i.client_id = ${clientId} AND i.installed_in = lost.installed_in
        AND i.is_enterprise_install = lost.is_enterprise_install
        AND i.revoked_at IS NULL AND i.uninstalled_at IS NULL
    WHERE r.state <> 'no_permission_yet' AND lost.since IS NOT NULL
      AND ${notNoted('r', Prisma.sql`r.user_id`, OCCASION)}
    ORDER BY lost.since, r.user_id LIMIT ${BATCH}`;
  return note(prisma, rows.map(toFound), { clientId, now: clock() });
}

/**
 * Where it can be counted again, or no one wants it to be anymore, the message says so.
 * @returns how many were settled
 */
export async function settleCoverageLost({ prisma, clientId, clock }: Finding): Promise<number> {
  const now = clock();
  const rows = await prisma.$queryRaw<Settled[]>`
    SELECT n.id, n.message_id AS "messageId", reader.works IS TRUE AS restored
    FROM notifications n LEFT JOIN LATERAL (
      SELECT bool_or(state = 'works') AS works FROM ${READER_STATES} AS r WHERE r.client_id = n.client_id
        AND r.installed_in = n.installed_in AND r.is_enterprise_install = n.is_enterprise_install
    ) reader ON true
    WHERE n.client_id = ${clientId} AND n.topic = 'coverage_lost' AND n.resolved_at IS NULL
      AND n.state <> 'dropped' AND reader.works IS DISTINCT FROM false
    ORDER BY n.id LIMIT ${BATCH}`;
  for (const row of rows) await settle(prisma, row, now);
  return rows.length;
}

function settle(prisma: PrismaClient, { id, messageId, restored }: Settled, now: Date): Promise<void> {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE notifications SET resolved_at = ${now},
        details = details || jsonb_build_object('over', ${restored ? 'restored' : 'stopped'}::text),
        reason = CASE WHEN state = 'waiting' THEN 'resolved' ELSE reason END,
        state = CASE WHEN state = 'waiting' THEN 'dropped'::notification_state ELSE state END
      WHERE id = ${id}::uuid AND resolved_at IS NULL`;
    await revise(tx, messageId);
  });
}

type Settled = { id: string; messageId: string | null; restored: boolean };

function toFound({ placeName, because, since, ...person }: Lost): Found<'coverage_lost'> {
  return {
    ...person,
    topic: 'coverage_lost',
    details: { because, since, ...(placeName !== null && { placeName }) },
  };
}
