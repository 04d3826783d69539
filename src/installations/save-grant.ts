import { recordAudit } from '../audit/record-audit.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Vault } from '../vault/vault.ts';
import type { Grant, TokenGrant } from './grant.ts';
import { vaultPlace } from './installation-key.ts';

export type SavedGrant = {
  /** The installation, or for a personal permission the person's, was there and working before. */
  again: boolean;
};

/** Writes over whatever the earlier grant left: how it ended, and what was last known of its token. */
const ALIVE_AGAIN = {
  verifiedAt: null,
  verifyError: null,
  revokedAt: null,
  uninstalledAt: null,
  endedBy: null,
  endedByUserId: null,
} as const;

/**
 * Keeps a grant: the bot's part and the person's part in their own rows, each untouched when the grant lacks it, so
 * that a personal permission never costs a workspace its bot. One transaction, with the audit entries.
 */
export function createSaveGrant({
  prisma,
  vault,
  clientId,
}: {
  prisma: PrismaClient;
  vault: Vault;
  clientId: string;
}) {
  return async function saveGrant(grant: Grant): Promise<SavedGrant> {
    const { key, bot, user, grantedByUserId: userId } = grant;
    const installation = { clientId, ...key };
    const authorization = { ...installation, userId };

    return prisma.$transaction(async (tx) => {
      const earlier = bot
        ? await tx.installation.findUnique({
            where: { clientId_installedIn_isEnterpriseInstall: installation },
          })
        : await tx.userAuthorization.findUnique({
            where: { clientId_installedIn_isEnterpriseInstall_userId: authorization },
          });
      const common = {
        ...ALIVE_AGAIN,
        name: grant.name ?? null,
        enterpriseId: grant.enterpriseId ?? null,
        appId: grant.appId,
        authorizedAt: grant.grantedAt,
      };

      if (bot) {
        const row = {
          ...common,
          enterpriseName: grant.enterpriseName ?? null,
          botId: bot.id ?? null,
          botUserId: bot.userId,
          installerUserId: userId,
          sealedBotToken: vault.seal(bot.token, vaultPlace(clientId, key, 'bot_token')),
          ...tokenColumns(bot, (secret) => vault.seal(secret, vaultPlace(clientId, key, 'refresh_token'))),
        };
        await tx.installation.upsert({
          where: { clientId_installedIn_isEnterpriseInstall: installation },
          create: { ...installation, ...row },
          update: row,
        });
      }
      if (user) {
        const row = {
          ...common,
          sealedUserToken: vault.seal(user.token, vaultPlace(clientId, key, 'user_token', userId)),
          ...tokenColumns(user, (secret) =>
            vault.seal(secret, vaultPlace(clientId, key, 'refresh_token', userId)),
          ),
        };
        await tx.userAuthorization.upsert({
          where: { clientId_installedIn_isEnterpriseInstall_userId: authorization },
          create: { ...authorization, ...row },
          update: row,
        });
      }

      const entry = { ...installation, at: grant.grantedAt, actor: { kind: 'user', userId } } as const;
      await recordAudit(tx, [
        ...(bot
          ? [{ ...entry, action: 'installation_granted', details: { scopes: bot.scopes } } as const]
          : []),
        ...(user
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
      return { again: earlier !== null && earlier.revokedAt === null && earlier.uninstalledAt === null };
    });
  };
}

function tokenColumns(grant: TokenGrant, seal: (secret: string) => string) {
  return {
    grantedScopes: grant.scopes,
    sealedRefreshToken: grant.refreshToken === undefined ? null : seal(grant.refreshToken),
    expiresAt: grant.expiresAt ?? null,
  };
}
