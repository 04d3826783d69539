import { Prisma } from '../../database/generated/client.ts';
import { storableJson, storableText } from '../../slack-api/outside-text.ts';
import type { SealedName } from '../rows/installation-key.ts';
import { NOT_BEING_REVOKED } from '../rows/revocation-store.ts';
import { hashToken } from '../rows/token-hash.ts';
import type { SharedColumns } from '../rows/token-row.ts';
import type { Grant, TokenGrant } from './grant.ts';

/** Which tokens a writer had read before it wrote: it renews those, and is too late when they are no longer there. */
export type ReadBefore = {
  bot?: string | undefined;
  user?: string | undefined;
  /** What else was read is of another row: only the tokens are written. */
  tokensOnly?: boolean;
  /** It was tried before: that may have been kept after all, and a newer grant may have come since. */
  late?: boolean;
};

/** Seals a secret for the row that is written. */
type Seal = (boundTo: SealedName, secret: string) => string;

/** Writes over whatever the earlier grant left: how it ended, and what was last known of its token. */
const ALIVE_AGAIN = {
  verifiedAt: null,
  verifyError: null,
  revokedAt: null,
  uninstalledAt: null,
  endedBy: null,
  endedByUserId: null,
} as const satisfies SharedColumns;

/** A new token has no history of renewals, and a rotation of the old one under way must not be kept. */
const NEVER_ROTATED = {
  rotatedAt: null,
  rotationError: null,
  rotationFailures: 0,
  rotationRetryAt: null,
  rotationFailedAt: null,
  rotationLease: null,
  rotationLeaseUntil: null,
} as const satisfies SharedColumns;

/** What a grant writes into the installation's row. */
export function botColumns(grant: Grant, bot: NonNullable<Grant['bot']>, readBefore: ReadBefore, seal: Seal) {
  const installed = {
    installerUserId: grant.grantedByUserId,
    migrationStartedAt: null,
  } satisfies Prisma.InstallationUncheckedUpdateInput;
  return {
    ...(readBefore.tokensOnly ? {} : nameColumns(grant)),
    ...tokenColumns(bot, seal, readBefore.bot, grant.grantedAt),
    ...webhookColumns(grant, seal),
    ...(readBefore.bot === undefined ? installed : {}),
    botId: bot.id ?? null,
    botUserId: bot.userId,
    sealedBotToken: seal('bot_token', bot.token),
  } satisfies Prisma.InstallationUncheckedUpdateInput;
}

/** What a grant writes into the person's row. */
export function userColumns(grant: Grant, user: TokenGrant, readBefore: ReadBefore, seal: Seal) {
  return {
    ...(readBefore.tokensOnly ? {} : nameColumns(grant)),
    ...tokenColumns(user, seal, readBefore.user, grant.grantedAt),
    // The bot's row keeps it where there is one.
    ...(grant.bot ? {} : webhookColumns(grant, seal)),
    // A person who grants it again no longer wants it revoked.
    ...(readBefore.user === undefined ? NOT_BEING_REVOKED : {}),
    sealedUserToken: seal('user_token', user.token),
  } satisfies Prisma.UserAuthorizationUncheckedUpdateInput;
}

/**
 * A name must not cost the installation, whatever is in it. Nothing else is changed: a store gives back what it was
 * given, and names are cleaned where they are read from Slack and where they are shown.
 */
const kept = (text: string | undefined) => (text === undefined ? null : storableText(text));

function nameColumns(grant: Grant) {
  return {
    name: kept(grant.name),
    enterpriseId: grant.enterpriseId ?? null,
    enterpriseName: kept(grant.enterpriseName),
    enterpriseUrl: kept(grant.enterpriseUrl),
    appId: grant.appId ?? null,
    authVersion: grant.authVersion ?? 'v2',
    tokenType: kept(grant.tokenType),
    metadata: (storableJson(grant.metadata) ?? Prisma.DbNull) as Prisma.InputJsonValue | typeof Prisma.DbNull,
  } satisfies SharedColumns;
}

/** A renewal (`readBefore`) isn't a new grant: when it was authorized, and what is known of it, stays. */
function tokenColumns(grant: TokenGrant, seal: Seal, readBefore: string | undefined, now: Date) {
  const fresh = {
    ...ALIVE_AGAIN,
    ...NEVER_ROTATED,
    authorizedAt: now,
    lastUsedAt: null,
  } satisfies SharedColumns;
  return {
    ...(readBefore === undefined ? fresh : ({ ...NEVER_ROTATED, rotatedAt: now } satisfies SharedColumns)),
    grantedScopes: grant.scopes,
    tokenHash: hashToken(grant.token),
    sealedRefreshToken: grant.refreshToken === undefined ? null : seal('refresh_token', grant.refreshToken),
    expiresAt: grant.expiresAt ?? null,
  } satisfies SharedColumns;
}

/** A grant without a webhook leaves an earlier one: Slack keeps it working. */
function webhookColumns({ webhook }: Grant, seal: Seal) {
  if (!webhook) return {};
  return {
    sealedWebhookUrl: seal('webhook_url', webhook.url),
    webhookChannel: kept(webhook.channel),
    webhookChannelId: webhook.channelId ?? null,
    webhookConfigurationUrl: kept(webhook.configurationUrl),
  } satisfies SharedColumns;
}
