import { RENEWAL_DEAD, RENEWAL_FAILING } from '../../authorizations/statuses/status-in-sql.ts';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import type { DetailsOf } from '../message-item.ts';
import { revise } from '../sending/day-messages.ts';
import { type Finding, type Found, note, notNoted } from './found.ts';

const BATCH = 500;
/** Enough of the token's hash to tell one run of failures from the next: a renewal that succeeds brings a new token. */
const HASH_LENGTH = 16;

type Row = Found & { id: string; kind: 'bot' | 'user'; name: string | null; failures: number; dead: boolean };
type Details = DetailsOf<'renewal_failing'>;

/** Whom it concerns: its owner; of the workspace's bot the one who added it. */
const TABLES = [
  { kind: 'user', table: Prisma.raw('user_authorizations'), person: Prisma.raw('t.user_id') },
  { kind: 'bot', table: Prisma.raw('installations'), person: Prisma.raw('t.installer_user_id') },
] as const;

const OCCASION = Prisma.raw(`('renewal:' || t.id || ':' || left(t.token_hash, ${HASH_LENGTH}))`);

/** Whether it keeps failing, or will never be renewed again. */
const FAILING = Prisma.sql`(${RENEWAL_DEAD} OR (rotation_error IS NOT NULL AND ${RENEWAL_FAILING}))`;
const ALIVE = Prisma.raw('t.revoked_at IS NULL AND t.uninstalled_at IS NULL AND t.token_hash IS NOT NULL');

/** Renewals that keep failing. @returns how many are new */
export async function findRenewals({ prisma, clientId, clock }: Finding): Promise<number> {
  let found = 0;
  for (const { kind, table, person } of TABLES) {
    const rows = await prisma.$queryRaw<Row[]>`
      SELECT t.id, t.installed_in AS "installedIn", t.is_enterprise_install AS "isEnterpriseInstall",
        ${person} AS "userId", t.name, ${OCCASION} AS occasion, t.rotation_failures AS failures,
        t.rotation_retry_at IS NULL AS dead
      FROM ${table} t WHERE t.client_id = ${clientId} AND ${ALIVE} AND ${FAILING}
        AND ${notNoted('t', person, OCCASION)}
      ORDER BY t.id LIMIT ${BATCH}`;
    found += await note(
      prisma,
      rows.map((row) => toFound(row, kind)),
      { clientId, now: clock() },
    );
  }
  return found;
}

/**
 * What became of those that people were told of: those that need no one anymore, and those of which Slack has
 * meanwhile said its last word. @returns how many were settled
 */
export async function settleRenewals({ prisma, clientId, clock }: Finding): Promise<number> {
  const now = clock();
  let settled = 0;
  for (const { kind, table } of TABLES) {
    const rows = await prisma.$queryRaw<Known[]>`
      SELECT n.id, n.message_id AS "messageId", n.state::text AS state, n.details, t.id IS NULL
          OR NOT (${ALIVE}) AS ended, ${OCCASION} IS DISTINCT FROM n.occasion OR NOT ${FAILING} AS works,
        t.authorized_at > n.found_at AS "givenAgain", t.rotation_retry_at IS NULL AS dead
      FROM notifications n LEFT JOIN ${table} t ON t.id = (n.details->>'authorizationId')::uuid
      WHERE n.client_id = ${clientId} AND n.topic = 'renewal_failing' AND n.resolved_at IS NULL
        AND n.state <> 'dropped' AND n.details->>'kind' = ${kind}
        AND (t.id IS NULL OR NOT (${ALIVE}) OR ${OCCASION} IS DISTINCT FROM n.occasion OR NOT ${FAILING}
          OR (t.rotation_retry_at IS NULL AND n.details->>'dead' = 'false'))
      ORDER BY n.id LIMIT ${BATCH}`;
    for (const row of rows) if (await settle(prisma, row, now)) settled += 1;
  }
  return settled;
}

/** What was not sent yet need not be; what was is edited in its message. */
async function settle(
  prisma: PrismaClient,
  { id, messageId, state, details, ...row }: Known,
  now: Date,
): Promise<boolean> {
  const over = row.ended ? 'ended' : row.givenAgain ? 'given_again' : row.works ? 'renewed' : undefined;
  const changed: Details = over ? { ...details, over } : { ...details, dead: row.dead };
  const waits = state === 'waiting';
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.notification.updateMany({
      where: { id, resolvedAt: null, state: state as 'waiting' },
      data: {
        details: changed,
        ...(over && { resolvedAt: now }),
        ...(over && waits && { state: 'dropped', reason: 'resolved' }),
      },
    });
    if (count > 0) await revise(tx, messageId);
    return count > 0;
  });
}

type Known = {
  id: string;
  messageId: string | null;
  state: string;
  details: Details;
  ended: boolean;
  works: boolean;
  givenAgain: boolean | null;
  dead: boolean;
};

function toFound(row: Row, kind: Details['kind']): Found<'renewal_failing'> {
  const { installedIn, isEnterpriseInstall, userId, occasion, failures, dead } = row;
  return {
    installedIn,
    isEnterpriseInstall,
    userId,
    occasion,
    topic: 'renewal_failing',
    details: {
      authorizationId: row.id,
      kind,
      ...(row.name !== null && { placeName: row.name }),
      failures,
      dead,
    },
  };
}
