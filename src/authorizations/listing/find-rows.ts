import type { EndedBy, PrismaClient } from '../../database/generated/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import { type AuthorizationStatus, type KnownFacts, PROBLEMS } from '../statuses/status.ts';
import type { StatusCounts } from '../statuses/status-counts.ts';
import { problemCauseInSql, problemSinceInSql, RANK_IN_SQL, statusInSql } from '../statuses/status-in-sql.ts';

/** What is read of a bot's or a person's authorization. Never a sealed column: only whether there is one. */
export type Row = InstallationKey &
  KnownFacts & {
    id: string;
    kind: 'bot' | 'user';
    name: string | null;
    enterpriseId: string | null;
    appId: string | null;
    botId: string | null;
    botUserId: string | null;
    /** Its owner; of a bot, the one who installed it. */
    userId: string;
    grantedScopes: string[];
    rotatedAt: Date | null;
    lastUsedAt: Date | null;
    authorizedAt: Date;
    endedBy: EndedBy | null;
    status: AuthorizationStatus;
  };

/** Which rows are meant: a condition on each of the two tables. */
export type Scope = { bots: Prisma.Sql; users: Prisma.Sql };
export type RowFilter = { status?: AuthorizationStatus | undefined; userId?: string | undefined };

/** What the database takes as the id of a row. */
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How long an ended authorization is still shown, with why it ended. */
export const SHOWN_AFTER_END_MS = 90 * 24 * 60 * 60 * 1000;

/** Under the names of `Row`. */
const COLUMNS = Prisma.sql`id, kind, status, installed_in AS "installedIn",
  is_enterprise_install AS "isEnterpriseInstall", name, enterprise_id AS "enterpriseId", app_id AS "appId",
  bot_id AS "botId", bot_user_id AS "botUserId", user_id AS "userId", granted_scopes AS "grantedScopes", renews,
  expires_at AS "expiresAt", rotated_at AS "rotatedAt", rotation_error AS "rotationError",
  rotation_failures AS "rotationFailures", rotation_retry_at AS "rotationRetryAt", last_used_at AS "lastUsedAt",
  authorized_at AS "authorizedAt", verified_at AS "verifiedAt", verify_error AS "verifyError",
  revoke_asked_at AS "revokeAskedAt", revoke_asked_by_user_id AS "revokeAskedByUserId",
  revoke_tries AS "revokeTries", revoke_retry_at AS "revokeRetryAt",
  revoked_at AS "revokedAt", uninstalled_at AS "uninstalledAt", ended_by AS "endedBy",
  ended_by_user_id AS "endedByUserId"`;

const COMMON = Prisma.sql`id, installed_in, is_enterprise_install, name, enterprise_id, app_id, granted_scopes,
  sealed_refresh_token IS NOT NULL AS renews, expires_at, rotated_at, rotation_error, rotation_failures,
  rotation_retry_at, last_used_at, authorized_at, verified_at, verify_error, revoked_at, uninstalled_at,
  ended_by::text AS ended_by, ended_by_user_id, rotation_failed_at`;

/** Both tables as one list, each row with its status; what ended long ago is left out. */
function judgedRows(scope: Scope, now: Date): Prisma.Sql {
  const longAgo = new Date(now.getTime() - SHOWN_AFTER_END_MS);
  return Prisma.sql`(SELECT *, ${statusInSql(now)} AS status FROM (
      SELECT 'bot' AS kind, bot_id, bot_user_id, installer_user_id AS user_id,
          NULL::timestamptz AS revoke_asked_at, NULL AS revoke_asked_by_user_id, 0 AS revoke_tries,
          NULL::timestamptz AS revoke_tried_at, NULL::timestamptz AS revoke_retry_at, ${COMMON}
        FROM installations WHERE ${scope.bots}
      UNION ALL
      SELECT 'user' AS kind, NULL AS bot_id, NULL AS bot_user_id, user_id,
          revoke_asked_at, revoke_asked_by_user_id, revoke_tries, revoke_tried_at, revoke_retry_at, ${COMMON}
        FROM user_authorizations WHERE ${scope.users}
    ) AS every_row
    WHERE coalesce(uninstalled_at, revoked_at) IS NULL OR coalesce(uninstalled_at, revoked_at) > ${longAgo})`;
}

/**
 * Those whose status asks someone to act, as a table of `id`, `cause` (what an alert calls it) and `seen_at`, the
 * moment that the problem dates from.
 */
export function problemRows(scope: Scope, now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT id, ${problemCauseInSql(now)} AS cause, ${problemSinceInSql(now)} AS seen_at
    FROM ${judgedRows(scope, now)} AS judged WHERE status IN (${Prisma.join([...PROBLEMS])}))`;
}

const matching = ({ status, userId }: RowFilter, also = Prisma.sql`true`) => {
  const conditions = [
    also,
    ...(status ? [Prisma.sql`status = ${status}`] : []),
    ...(userId ? [Prisma.sql`user_id = ${userId}`] : []),
  ];
  return Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`;
};

/** Of those that work: how many Slack was never asked about, and when it was asked about the longest unchecked. */
export type Checks = { unchecked: number; oldestAt: Date | undefined };

export type Tally = { counts: StatusCounts; checks: Checks };

/** How many there are of each status, and how well that is known; one query, whatever their number. */
export async function tallyRows(
  prisma: PrismaClient,
  scope: Scope,
  now: Date,
  filter: Omit<RowFilter, 'status'> = {},
): Promise<Tally> {
  const tallied = await prisma.$queryRaw<
    { status: AuthorizationStatus; count: number; unchecked: number; oldestAt: Date | null }[]
  >`
    SELECT status, count(*)::int AS count, (count(*) - count(verified_at))::int AS unchecked,
      min(verified_at) AS "oldestAt"
    FROM ${judgedRows(scope, now)} AS judged ${matching(filter)} GROUP BY status`;
  const working = tallied.find(({ status }) => status === 'working');
  return {
    counts: Object.fromEntries(tallied.map(({ status, count }) => [status, count])),
    checks: { unchecked: working?.unchecked ?? 0, oldestAt: working?.oldestAt ?? undefined },
  };
}

const IN_ORDER = {
  /** Problems first; of one status the app's own permission first, then the newest grant. */
  attention: { only: Prisma.sql`true`, by: Prisma.sql`${RANK_IN_SQL}, kind, authorized_at DESC` },
  /** What has not ended, the longest unchecked first. */
  unchecked: { only: Prisma.sql`status <> 'revoked'`, by: Prisma.sql`verified_at ASC NULLS FIRST` },
};

type Wanted = RowFilter & { limit: number; offset?: number; order?: keyof typeof IN_ORDER };

/** Those of one page. */
export async function findRows(
  prisma: PrismaClient,
  scope: Scope,
  now: Date,
  { limit, offset = 0, order = 'attention', ...filter }: Wanted,
): Promise<Row[]> {
  return prisma.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM ${judgedRows(scope, now)} AS judged ${matching(filter, IN_ORDER[order].only)}
    ORDER BY ${IN_ORDER[order].by}, id LIMIT ${limit} OFFSET ${offset}`;
}

/** One by its id, if it lies within the scope: an id from a button opens nothing on its own. */
export async function findRow(
  prisma: PrismaClient,
  scope: Scope,
  now: Date,
  id: string,
): Promise<Row | undefined> {
  if (!UUID.test(id)) return undefined;
  const [row] = await prisma.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM ${judgedRows(scope, now)} AS judged WHERE id = ${id}::uuid`;
  return row;
}
