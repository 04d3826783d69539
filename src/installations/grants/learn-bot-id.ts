import type { Prisma } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import type { UseToken } from '../lending/use-token.ts';
import { ALIVE } from '../rows/find-installation.ts';
import { contextOf, type InstallationKey } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';

type Learning = Pick<Room, 'prisma' | 'announcer' | 'clientId'> & Pick<UseToken, 'asBot'>;

const BATCH = 100;

const unknown = (clientId: string) => ({ clientId, botId: null, ...ALIVE });

/**
 * Asks for the bot id of one installation, unless it is known. The id is only in `auth.test`, and nothing of ours
 * needs it: an installation does not wait for it.
 * @returns of how many it became known: 1 or 0
 */
export async function learnBotId(
  { prisma, announcer, asBot, clientId }: Learning,
  { installedIn, isEnterpriseInstall }: InstallationKey,
): Promise<number> {
  const where = { ...unknown(clientId), installedIn, isEnterpriseInstall };
  const row = await prisma.installation.findFirst({ where, select: { botUserId: true } });
  if (!row) return 0;
  const bot = await asBot(contextOf({ installedIn, isEnterpriseInstall }));
  const { bot_id: botId } = await bot.call('auth.test');
  if (!botId) return 0;
  // Another bot may have been installed meanwhile.
  const { count } = await prisma.installation.updateMany({
    where: { ...where, botUserId: row.botUserId },
    data: { botId } satisfies Prisma.InstallationUncheckedUpdateManyInput,
  });
  if (count > 0) {
    await announcer.announce(prisma, installedIn);
    announcer.changedHere(installedIn);
  }
  return count;
}

/** The same for those that a stop or an outage kept from it, a hundred at a time and the oldest first. */
export async function learnBotIds(room: Learning, signal: AbortSignal): Promise<{ botIds: number }> {
  const keys = await room.prisma.installation.findMany({
    where: unknown(room.clientId),
    select: { installedIn: true, isEnterpriseInstall: true },
    orderBy: { authorizedAt: 'asc' },
    take: BATCH,
  });
  let botIds = 0;
  for (const key of keys) {
    if (signal.aborted) break;
    try {
      botIds += await learnBotId(room, key);
    } catch (error) {
      // The next run asks again. One whose token is dead has been ended by now.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return { botIds };
}
