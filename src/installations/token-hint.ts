import type { PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { Vault } from '../vault/vault.ts';
import { type InstallationKey, vaultPlace } from './installation-key.ts';

/** Enough to recognize a token in Slack's own pages, too little to be one. */
export type TokenHint = { prefix: string; lastFour: string };

/** Shorter ones would give too much of themselves away. Slack's have fifty characters and more. */
const SHORTEST_WITH_HINT = 24;

/** What may be shown of a token to the one whose it is. Undefined: there is none, or its seal does not open. */
export function createTokenHint({
  prisma,
  vault,
  clientId,
}: {
  prisma: PrismaClient;
  vault: Vault;
  clientId: string;
}) {
  function hint(sealed: string | null | undefined, place: string): TokenHint | undefined {
    if (!sealed) return undefined;
    try {
      const token = vault.open(sealed, place);
      const [prefix = ''] = /^[a-z.]{1,12}(?=-)/.exec(token) ?? [];
      return token.length < SHORTEST_WITH_HINT ? undefined : { prefix, lastFour: token.slice(-4) };
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }

  return {
    async botTokenHint(key: InstallationKey): Promise<TokenHint | undefined> {
      const row = await prisma.installation.findUnique({
        where: { clientId_installedIn_isEnterpriseInstall: { clientId, ...key } },
        select: { sealedBotToken: true },
      });
      return hint(row?.sealedBotToken, vaultPlace(clientId, key, 'bot_token'));
    },
    async userTokenHint(key: InstallationKey, userId: string): Promise<TokenHint | undefined> {
      const row = await prisma.userAuthorization.findUnique({
        where: { clientId_installedIn_isEnterpriseInstall_userId: { clientId, ...key, userId } },
        select: { sealedUserToken: true },
      });
      return hint(row?.sealedUserToken, vaultPlace(clientId, key, 'user_token', userId));
    },
  };
}
