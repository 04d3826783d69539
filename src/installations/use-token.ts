import type { PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { SlackCaller, SlackClient } from '../slack-api/slack-client.ts';
import type { Vault } from '../vault/vault.ts';
import { isAlive, serving } from './find.ts';
import { keysFor, type SlackPlace, vaultPlace } from './installation-key.ts';

type Dependencies = { prisma: PrismaClient; vault: Vault; slack: SlackClient; clientId: string };

/**
 * The only place where tokens are opened. What leaves is a caller with the token inside, bound to one bot or one
 * person; the token itself stays here.
 */
export function createUseToken({ prisma, vault, slack, clientId }: Dependencies) {
  return {
    /** @throws AppError `not_installed`; `token_unreadable` or `vault_key_missing` when the seal does not open */
    async asBot(place: SlackPlace): Promise<SlackCaller> {
      const keys = keysFor(place);
      const rows = await prisma.installation.findMany({
        where: { OR: keys.map((key) => ({ clientId, ...key })) },
      });
      const row = serving(rows, keys);
      if (!row || !isAlive(row) || row.sealedBotToken === null) {
        throw new AppError({
          code: 'not_installed',
          message: 'There is no working installation for this workspace.',
          details: { ...place },
        });
      }
      return slack.withToken(vault.open(row.sealedBotToken, vaultPlace(clientId, row, 'bot_token')));
    },

    /**
     * Acts with the person's own token, which nobody else's request can reach: the row is looked up by this user id.
     * @throws AppError `not_authorized_yet`; `token_unreadable` or `vault_key_missing` when the seal does not open
     */
    async asUser(place: SlackPlace, userId: string): Promise<SlackCaller> {
      const keys = keysFor(place);
      const rows = await prisma.userAuthorization.findMany({
        where: { OR: keys.map((key) => ({ clientId, ...key })), userId },
      });
      const row = serving(rows, keys);
      if (!row || !isAlive(row) || row.sealedUserToken === null) {
        throw new AppError({
          code: 'not_authorized_yet',
          message: 'This person has given no permission of their own, or it has ended.',
          details: { ...place, userId },
        });
      }
      return slack.withToken(
        vault.open(row.sealedUserToken, vaultPlace(clientId, row, 'user_token', userId)),
      );
    },
  };
}
