import type { PrismaClient } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import type { SlackCaller } from '../../slack-api/slack-client.ts';
import type { Announcer } from '../rows/change-announcer.ts';
import type { InstallationKey, SlackContext } from '../rows/installation-key.ts';

type Dependencies = {
  prisma: PrismaClient;
  announcer: Announcer;
  asBot: (place: SlackContext) => Promise<SlackCaller>;
  clientId: string;
};

export type LearnBotIds = {
  /** Asks for the bot id of one installation, unless it is known. Does nothing where there is no installation. */
  learnBotId(key: InstallationKey): Promise<void>;
  /** The same for those that a stop or an outage kept from it. @returns of how many it is known now */
  learnBotIds(signal: AbortSignal): Promise<{ botIds: number }>;
};

const BATCH = 100;

/** The bot id stands only in `auth.test`, and nothing of ours needs it: an installation does not wait for it. */
export function createLearnBotIds({ prisma, announcer, asBot, clientId }: Dependencies): LearnBotIds {
  const unknown = { clientId, botId: null, revokedAt: null, uninstalledAt: null };

  async function learn({ installedIn, isEnterpriseInstall }: InstallationKey): Promise<number> {
    const where = { ...unknown, installedIn, isEnterpriseInstall };
    const row = await prisma.installation.findFirst({ where, select: { botUserId: true } });
    if (!row) return 0;
    const place = isEnterpriseInstall
      ? { enterpriseId: installedIn, isEnterpriseInstall }
      : { teamId: installedIn };
    const { bot_id: botId } = await (await asBot(place)).call('auth.test');
    if (!botId) return 0;
    // Another bot may have been installed meanwhile.
    const { count } = await prisma.installation.updateMany({
      where: { ...where, botUserId: row.botUserId },
      data: { botId },
    });
    if (count > 0) {
      await announcer.announce(prisma, installedIn);
      announcer.changedHere(installedIn);
    }
    return count;
  }

  return {
    async learnBotId(key) {
      await learn(key);
    },
    async learnBotIds(signal) {
      const keys = await prisma.installation.findMany({
        where: unknown,
        select: { installedIn: true, isEnterpriseInstall: true },
        orderBy: { authorizedAt: 'asc' },
        take: BATCH,
      });
      let botIds = 0;
      for (const key of keys) {
        if (signal.aborted) break;
        try {
          botIds += await learn(key);
        } catch (error) {
          // The next run asks again. One whose token is dead has been ended by now.
          if (!(error instanceof AppError)) throw error;
        }
      }
      return { botIds };
    },
  };
}
