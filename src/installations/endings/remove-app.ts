import type { Prisma } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import type { GetValidToken } from '../rotation/get-valid-token.ts';
import type { End } from '../rows/end.ts';
import { isAlive } from '../rows/find-installation.ts';
import type { InstallationRef } from '../rows/hold-installation.ts';
import type { ByPerson } from '../rows/revocation-store.ts';
import type { Room } from '../rows/room.ts';
import { readRow, type TokenRow } from '../rows/token-row.ts';

export type Removal =
  | { outcome: 'removed'; receipt: string }
  /** Someone else was faster, or it was added again meanwhile: nothing was changed. */
  | { outcome: 'already_removed' }
  | { outcome: 'only_in_slack' };

type Removing = Pick<Room, 'prisma' | 'slack' | 'clientId' | 'clock'> & {
  getValidToken: GetValidToken;
  end: End;
};

const BUDGET_MS = 8_000;

/**
 * Removes the app from the workspace or organization of exactly this installation: first at Slack, then all that is
 * kept of it here. Asks with its bot's token and, where Slack does not let bots do that, with the acting person's own
 * of the same installation. Another installation that serves the same people is never touched.
 * @throws AppError of the Slack client; then nothing has changed
 * @see https://docs.slack.dev/reference/methods/apps.uninstall
 */
export async function removeApp(
  room: Removing,
  installation: InstallationRef,
  actor: ByPerson,
  details: Prisma.InputJsonObject,
): Promise<Removal> {
  const { end, clock } = room;
  const asked = clock();
  const holders = await holdersOf(room, installation, actor.userId);
  if (!holders) return { outcome: 'already_removed' };
  if (!(await uninstallWithFirst(room, holders))) return { outcome: 'only_in_slack' };
  const ending = { at: clock(), how: 'uninstalled', actor, details } as const;
  const { bots, receipts } = await end.endInstallation(installation, asked, ending);
  const [receipt] = receipts;
  if (bots.length === 0 || receipt === undefined) return { outcome: 'already_removed' };
  return { outcome: 'removed', receipt };
}

/** The tokens with which Slack can be asked; undefined: the installation is not the one that was meant anymore. */
async function holdersOf(
  { prisma, clientId }: Removing,
  seen: InstallationRef,
  userId: string,
): Promise<TokenRow[] | undefined> {
  if ((await prisma.installation.count({ where: { id: seen.id, clientId } })) === 0) return undefined;
  const bot = await readRow(prisma, { kind: 'bot', id: seen.id });
  if (!bot || !isAlive(bot) || bot.authorizedAt.getTime() !== seen.authorizedAt.getTime()) return undefined;
  const { installedIn, isEnterpriseInstall } = bot;
  const own = await prisma.userAuthorization.findUnique({
    where: {
      clientId_installedIn_isEnterpriseInstall_userId: {
        clientId,
        installedIn,
        isEnterpriseInstall,
        userId,
      },
    },
    select: { id: true },
  });
  const user = own && (await readRow(prisma, { kind: 'user', id: own.id }));
  return [bot, user].filter(
    (row): row is TokenRow => !!row && isAlive(row) && row.sealedToken !== null && row.revokeAskedAt === null,
  );
}

async function uninstallWithFirst(
  { slack, getValidToken }: Removing,
  holders: readonly TokenRow[],
): Promise<boolean> {
  for (const holder of holders) {
    try {
      await slack.uninstall((await getValidToken(holder, BUDGET_MS)).token);
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Two clicks at once, or Slack was faster: it is gone. A dead permission of one person says nothing of the app.
      if (error.code === 'slack_token_dead' && holder.kind === 'bot') return true;
      if (error.code === 'slack_token_dead') continue;
      // Slack does not let some kinds of bots remove their app.
      if (!isSlackError(error, 'not_permitted', 'wrong_token_type')) throw error;
    }
  }
  return false;
}
