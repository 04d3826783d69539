import { type EndedBy, Prisma, type PrismaClient } from '../../database/generated/client.ts';
import type { InstallationKey, SlackContext } from './installation-key.ts';

/** The two kinds of token that Lanyard keeps: of an installation's bot, and of one person. */
export type TokenKind = 'bot' | 'user';

/** Below every id: where reading a table page by page begins. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** One row of either table, as custody reads it: in one shape, with what is sealed still sealed. */
export type TokenRow = InstallationKey & {
  kind: TokenKind;
  id: string;
  /** The person; null: the row is an installation's. */
  userId: string | null;
  name: string | null;
  enterpriseId: string | null;
  enterpriseName: string | null;
  enterpriseUrl: string | null;
  appId: string | null;
  botId: string | null;
  botUserId: string | null;
  installerUserId: string | null;
  migrationStartedAt: Date | null;
  grantedScopes: string[];
  sealedToken: string | null;
  sealedRefreshToken: string | null;
  tokenHash: string | null;
  expiresAt: Date | null;
  rotatedAt: Date | null;
  rotationError: string | null;
  rotationFailures: number;
  rotationRetryAt: Date | null;
  lastUsedAt: Date | null;
  authVersion: string;
  tokenType: string | null;
  metadata: Prisma.JsonValue;
  sealedWebhookUrl: string | null;
  webhookChannel: string | null;
  webhookChannelId: string | null;
  webhookConfigurationUrl: string | null;
  authorizedAt: Date;
  /** Set while it is being revoked: then it is used for nothing else. */
  revokeAskedAt: Date | null;
  revokedAt: Date | null;
  uninstalledAt: Date | null;
  endedBy: EndedBy | null;
  /** Org-wide only: false when Slack said that this installation may not act in the workspace that was asked for. */
  granted: boolean;
};

/** What can be written into either table, under the same name. */
export type SharedColumns = Pick<
  Prisma.InstallationUncheckedUpdateInput & Prisma.UserAuthorizationUncheckedUpdateInput,
  keyof Prisma.InstallationUncheckedUpdateInput & keyof Prisma.UserAuthorizationUncheckedUpdateInput
>;

const SHARED = [
  'id',
  'installed_in',
  'is_enterprise_install',
  'name',
  'enterprise_id',
  'enterprise_name',
  'enterprise_url',
  'app_id',
  'granted_scopes',
  'sealed_refresh_token',
  'token_hash',
  'expires_at',
  'rotated_at',
  'rotation_error',
  'rotation_failures',
  'rotation_retry_at',
  'last_used_at',
  'auth_version',
  'token_type',
  'metadata',
  'sealed_webhook_url',
  'webhook_channel',
  'webhook_channel_id',
  'webhook_configuration_url',
  'authorized_at',
  'revoked_at',
  'uninstalled_at',
  'ended_by',
] as const;

const camelCase = (column: string) =>
  column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const shared = SHARED.map((column) => `t.${column} AS "${camelCase(column)}"`).join(', ');

const BOT_COLUMNS = Prisma.raw(
  `'bot' AS kind, NULL::text AS "userId", t.sealed_bot_token AS "sealedToken", t.bot_id AS "botId",
   t.bot_user_id AS "botUserId", t.installer_user_id AS "installerUserId",
   t.migration_started_at AS "migrationStartedAt", NULL::timestamptz AS "revokeAskedAt", ${shared}`,
);
const USER_COLUMNS = Prisma.raw(
  `'user' AS kind, t.user_id AS "userId", t.sealed_user_token AS "sealedToken", NULL::text AS "botId",
   NULL::text AS "botUserId", NULL::text AS "installerUserId",
   NULL::timestamptz AS "migrationStartedAt", t.revoke_asked_at AS "revokeAskedAt", ${shared}`,
);
const GRANTED = Prisma.raw('COALESCE(a.granted, TRUE) AS granted');

/** Each table by its kind, for the few statements that are the same on both. */
export const TABLE = {
  bot: { name: Prisma.raw('installations'), token: Prisma.raw('sealed_bot_token') },
  user: { name: Prisma.raw('user_authorizations'), token: Prisma.raw('sealed_user_token') },
} as const;

/**
 * The rows that may serve a request: of the installation, and of the person when one is named. One statement, each
 * part of it by a unique index.
 */
export async function readServing(
  prisma: PrismaClient,
  clientId: string,
  keys: readonly InstallationKey[],
  context: SlackContext,
  userId: string | undefined,
): Promise<TokenRow[]> {
  const pairs = Prisma.join(keys.map((key) => Prisma.sql`(${key.installedIn}, ${key.isEnterpriseInstall})`));
  const access = Prisma.sql`LEFT JOIN workspace_access a ON t.is_enterprise_install
    AND a.client_id = t.client_id AND a.enterprise_id = t.installed_in AND a.team_id = ${context.teamId ?? ''}`;
  const where = Prisma.sql`t.client_id = ${clientId} AND (t.installed_in, t.is_enterprise_install) IN (${pairs})`;
  const bot = Prisma.sql`SELECT ${BOT_COLUMNS}, ${GRANTED} FROM installations t ${access} WHERE ${where}`;
  if (userId === undefined) return prisma.$queryRaw<TokenRow[]>(bot);
  return prisma.$queryRaw<TokenRow[]>(Prisma.sql`${bot} UNION ALL
    SELECT ${USER_COLUMNS}, ${GRANTED} FROM user_authorizations t ${access} WHERE ${where} AND t.user_id = ${userId}`);
}

/** One row as it is now; undefined: it was erased. */
export async function readRow(
  prisma: PrismaClient,
  { kind, id }: Pick<TokenRow, 'kind' | 'id'>,
): Promise<TokenRow | undefined> {
  const columns = kind === 'bot' ? BOT_COLUMNS : USER_COLUMNS;
  const [row] = await prisma.$queryRaw<TokenRow[]>(
    Prisma.sql`SELECT ${columns}, TRUE AS granted FROM ${TABLE[kind].name} t WHERE t.id = ${id}::uuid`,
  );
  return row;
}

/** Rows of one kind, by their ids, page by page. @param after the last id of the page before, or `FIRST_ID` */
export async function readRowsAfter(
  prisma: PrismaClient,
  clientId: string,
  kind: TokenKind,
  after: string,
  most: number,
): Promise<TokenRow[]> {
  const columns = kind === 'bot' ? BOT_COLUMNS : USER_COLUMNS;
  return prisma.$queryRaw<TokenRow[]>(
    Prisma.sql`SELECT ${columns}, TRUE AS granted FROM ${TABLE[kind].name} t
      WHERE t.client_id = ${clientId} AND t.id > ${after}::uuid ORDER BY t.id LIMIT ${most}`,
  );
}
