import { recordAudit } from '../../audit/record-audit.ts';
import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { storableJson, storableText } from '../../slack-api/outside-text.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Announcer } from '../rows/change-announcer.ts';
import type { SealedName } from '../rows/installation-key.ts';
import { sealContext } from '../rows/installation-key.ts';
import { lockInstallation } from '../rows/lock-installation.ts';
import { retireTokens } from '../rows/retired-tokens.ts';
import { NOT_BEING_REVOKED } from '../rows/revocation-store.ts';
import { hashToken } from '../rows/token-hash.ts';
import { TABLE, type TokenKind } from '../rows/token-row.ts';
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

export type SavedGrant = {
  /** The installation, or for a personal permission the person's, was there and working before. */
  again: boolean;
  /** What was not written, because the token was replaced or ended meanwhile. */
  stale: TokenKind[];
  before: WorkedBefore;
};

/** Of what this grant gives: what worked at the same place until then. */
export type WorkedBefore = {
  installation?: { grantedScopes: readonly string[]; installerUserId: string } | undefined;
  authorization?: { grantedScopes: readonly string[] } | undefined;
};

/**
 * @param readBefore for a renewal, and for a second try
 * @throws AppError of the vault; what the database failed with
 */
export type SaveGrant = (grant: Grant, readBefore?: ReadBefore) => Promise<SavedGrant>;

/** Writes over whatever the earlier grant left: how it ended, and what was last known of its token. */
const ALIVE_AGAIN = {
  verifiedAt: null,
  verifyError: null,
  revokedAt: null,
  uninstalledAt: null,
  endedBy: null,
  endedByUserId: null,
} as const;

/** A new token has no history of renewals, and a rotation of the old one under way must not be kept. */
const NEVER_ROTATED = {
  rotatedAt: null,
  rotationError: null,
  rotationFailures: 0,
  rotationRetryAt: null,
  rotationFailedAt: null,
  rotationLease: null,
  rotationLeaseUntil: null,
} as const;

type Dependencies = { prisma: PrismaClient; vault: Vault; announcer: Announcer; clientId: string };
type Current = {
  tokenHash: string | null;
  revokedAt: Date | null;
  uninstalledAt: Date | null;
  authorizedAt: Date;
  grantedScopes: string[];
  /** Of the person who installed; null in a person's own row. */
  installerUserId: string | null;
};

/**
 * Keeps a grant: the bot's part and the person's part in their own rows, each untouched when the grant lacks it, so
 * that a personal permission never costs a workspace its bot. One transaction, with the audit entries. A token that
 * was already replaced or ended is not written again, whoever comes late with it.
 */
export function createSaveGrant({ prisma, vault, announcer, clientId }: Dependencies): SaveGrant {
  /** Locks the row: a rotation writes on it without the lock of the place. */
  async function lock(
    tx: Prisma.TransactionClient,
    kind: TokenKind,
    grant: Grant,
  ): Promise<Current | undefined> {
    const { installedIn, isEnterpriseInstall } = grant.key;
    const whose = kind === 'user' ? Prisma.sql`AND user_id = ${grant.grantedByUserId}` : Prisma.empty;
    const [row] = await tx.$queryRaw<Current[]>`
      SELECT token_hash AS "tokenHash", revoked_at AS "revokedAt", uninstalled_at AS "uninstalledAt",
        authorized_at AS "authorizedAt", granted_scopes AS "grantedScopes",
        ${kind === 'bot' ? Prisma.sql`installer_user_id` : Prisma.sql`NULL::text`} AS "installerUserId"
      FROM ${TABLE[kind].name} WHERE client_id = ${clientId} AND installed_in = ${installedIn}
        AND is_enterprise_install = ${isEnterpriseInstall} ${whose} FOR UPDATE`;
    return row;
  }

  async function isStale(
    tx: Prisma.TransactionClient,
    current: Current | undefined,
    { token, refreshToken }: TokenGrant,
    readBefore: string | undefined,
    keptSince: Date | undefined,
  ): Promise<boolean> {
    if (keptSince && current && isLiving(current) && current.authorizedAt >= keptSince) return true;
    if (readBefore !== undefined && (current?.tokenHash !== readBefore || !isLiving(current))) return true;
    // A token that does not rotate comes back the same from a new installation: it is no late one.
    if (refreshToken === undefined) return false;
    const where = { clientId_tokenHash: { clientId, tokenHash: hashToken(token) } };
    return (await tx.retiredToken.findUnique({ where })) !== null;
  }

  return async function saveGrant(grant: Grant, readBefore: ReadBefore = {}): Promise<SavedGrant> {
    const { key, bot, user, grantedByUserId: userId } = grant;
    const installation = { clientId, ...key };
    const authorization = { ...installation, userId };
    const sealFor = (boundTo: SealedName, whose?: string) => (secret: string) =>
      vault.seal(secret, sealContext(clientId, key, boundTo, whose));

    const saved = await prisma.$transaction(async (tx): Promise<SavedGrant> => {
      await lockInstallation(tx, clientId, key.installedIn);
      const before = {
        bot: bot && (await lock(tx, 'bot', grant)),
        user: user && (await lock(tx, 'user', grant)),
      };
      const stale: TokenKind[] = [];
      const keptSince = readBefore.late ? grant.grantedAt : undefined;
      if (bot && (await isStale(tx, before.bot, bot, readBefore.bot, keptSince))) stale.push('bot');
      if (user && (await isStale(tx, before.user, user, readBefore.user, keptSince))) stale.push('user');
      const writes = { bot: bot && !stale.includes('bot'), user: user && !stale.includes('user') };

      if (bot && writes.bot) {
        const row = {
          ...(readBefore.tokensOnly ? {} : placeColumns(grant)),
          ...tokenColumns(bot, sealFor('refresh_token'), readBefore.bot, grant.grantedAt),
          ...webhookColumns(grant, sealFor('webhook_url')),
          botId: bot.id ?? null,
          botUserId: bot.userId,
          sealedBotToken: sealFor('bot_token')(bot.token),
          ...(grant.domain !== undefined && { domain: kept(grant.domain) }),
          ...(readBefore.bot === undefined && { installerUserId: userId, migrationStartedAt: null }),
        };
        await tx.installation.upsert({
          where: { clientId_installedIn_isEnterpriseInstall: installation },
          create: { ...installation, authorizedAt: grant.grantedAt, installerUserId: userId, ...row },
          update: row,
        });
      }
      if (user && writes.user) {
        const row = {
          ...(readBefore.tokensOnly ? {} : placeColumns(grant)),
          ...tokenColumns(user, sealFor('refresh_token', userId), readBefore.user, grant.grantedAt),
          // The bot's row keeps it where there is one.
          ...(bot ? {} : webhookColumns(grant, sealFor('webhook_url', userId))),
          sealedUserToken: sealFor('user_token', userId)(user.token),
          // Whoever gives it anew does not want it revoked any more.
          ...(readBefore.user === undefined && NOT_BEING_REVOKED),
        };
        await tx.userAuthorization.upsert({
          where: { clientId_installedIn_isEnterpriseInstall_userId: authorization },
          create: { ...authorization, authorizedAt: grant.grantedAt, ...row },
          update: row,
        });
      }

      const replaced = [
        writes.bot && bot && replacedBy(before.bot, bot.token),
        writes.user && user && replacedBy(before.user, user.token),
      ].filter((hash) => typeof hash === 'string');
      await retireTokens(tx, clientId, replaced, grant.grantedAt);
      const entry = { ...installation, at: grant.grantedAt, actor: { kind: 'user', userId } } as const;
      await recordAudit(tx, [
        ...(bot && writes.bot && readBefore.bot === undefined
          ? [{ ...entry, action: 'installation_granted', details: { scopes: bot.scopes } } as const]
          : []),
        ...(user && writes.user && readBefore.user === undefined
          ? [
              {
                ...entry,
                action: 'permission_granted',
                subjectUserId: userId,
                details: { scopes: user.scopes },
              } as const,
            ]
          : []),
      ]);
      await announcer.announce(tx, key.installedIn);
      // An earlier try that was kept after all is not what was there before.
      const earlier = (row: Current | undefined) =>
        isLiving(row) && !(keptSince && row.authorizedAt >= keptSince) ? row : undefined;
      const [botBefore, userBefore] = [earlier(before.bot), earlier(before.user)];
      return {
        again: (bot ? botBefore : userBefore) !== undefined,
        stale,
        before: {
          installation: botBefore && {
            grantedScopes: botBefore.grantedScopes,
            installerUserId: botBefore.installerUserId ?? '',
          },
          authorization: userBefore && { grantedScopes: userBefore.grantedScopes },
        },
      };
    });
    announcer.changedHere(key.installedIn);
    return saved;
  };
}

const isLiving = (row: Current | undefined): row is Current =>
  row !== undefined && row.revokedAt === null && row.uninstalledAt === null;

const replacedBy = (before: Current | undefined, token: string): string | null =>
  before?.tokenHash && before.tokenHash !== hashToken(token) ? before.tokenHash : null;

/**
 * A name must not cost the installation, whatever is in it. Nothing else is changed: a store gives back what it was
 * given, and names are cleaned where they are read from Slack and where they are shown.
 */
const kept = (text: string | undefined) => (text === undefined ? null : storableText(text));

function placeColumns(grant: Grant) {
  return {
    name: kept(grant.name),
    enterpriseId: grant.enterpriseId ?? null,
    enterpriseName: kept(grant.enterpriseName),
    enterpriseUrl: kept(grant.enterpriseUrl),
    appId: grant.appId ?? null,
    authVersion: grant.authVersion ?? 'v2',
    tokenType: kept(grant.tokenType),
    metadata: (storableJson(grant.metadata) ?? Prisma.DbNull) as Prisma.InputJsonValue | typeof Prisma.DbNull,
  };
}

/** A renewal (`readBefore`) is no new grant: when it was authorized, and what is known of it, stays. */
function tokenColumns(
  grant: TokenGrant,
  seal: (secret: string) => string,
  readBefore: string | undefined,
  now: Date,
) {
  const fresh = { ...ALIVE_AGAIN, ...NEVER_ROTATED, authorizedAt: now, lastUsedAt: null };
  return {
    ...(readBefore === undefined ? fresh : { ...NEVER_ROTATED, rotatedAt: now }),
    grantedScopes: grant.scopes,
    tokenHash: hashToken(grant.token),
    sealedRefreshToken: grant.refreshToken === undefined ? null : seal(grant.refreshToken),
    expiresAt: grant.expiresAt ?? null,
  };
}

/** A grant without a webhook leaves an earlier one: Slack keeps it working. */
function webhookColumns({ webhook }: Grant, seal: (secret: string) => string) {
  if (!webhook) return {};
  return {
    sealedWebhookUrl: seal(webhook.url),
    webhookChannel: kept(webhook.channel),
    webhookChannelId: webhook.channelId ?? null,
    webhookConfigurationUrl: kept(webhook.configurationUrl),
  };
}
