import type { Actor } from '../audit/record-audit.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import type { Vault } from '../vault/vault.ts';
import type { createEnd } from './end.ts';
import { type InstallationKey, vaultPlace } from './installation-key.ts';

export type Removal = { outcome: 'removed'; receipt: string | undefined } | { outcome: 'only_in_slack' };

type Dependencies = {
  prisma: PrismaClient;
  vault: Vault;
  slack: SlackClient;
  clientId: string;
  clock: () => Date;
  end: ReturnType<typeof createEnd>;
};

/** Slack lets some kinds of bots not remove themselves. */
const NOT_BY_THIS_TOKEN: ReadonlySet<unknown> = new Set(['no_permission', 'not_allowed_token_type']);

/**
 * Removes the app from a workspace or organization: first at Slack, then all that is kept of it here. Asks with the
 * bot's token, and where Slack does not let bots do that with the acting person's own.
 * @throws AppError of the Slack client; then nothing has changed
 * @see https://docs.slack.dev/reference/methods/apps.uninstall
 */
export function createRemoveApp({ prisma, vault, slack, clientId, clock, end }: Dependencies) {
  return async function removeApp(
    key: InstallationKey,
    actor: Extract<Actor, { userId: string }>,
    details: Prisma.InputJsonObject,
  ): Promise<Removal> {
    const where = { clientId, installedIn: key.installedIn, isEnterpriseInstall: key.isEnterpriseInstall };
    const [bots, users] = await Promise.all([
      prisma.installation.findMany({ where }),
      prisma.userAuthorization.findMany({ where }),
    ]);
    const own = users.find(({ userId }) => userId === actor.userId)?.sealedUserToken;
    const tokens = [
      ...bots.flatMap(({ sealedBotToken }) =>
        sealedBotToken ? [() => vault.open(sealedBotToken, vaultPlace(clientId, key, 'bot_token'))] : [],
      ),
      ...(own ? [() => vault.open(own, vaultPlace(clientId, key, 'user_token', actor.userId))] : []),
    ];
    if (!(await uninstallWithFirst(tokens))) return { outcome: 'only_in_slack' };
    const ending = { at: clock(), how: 'uninstalled', actor, details } as const;
    const { receipts } = await prisma.$transaction((tx) => end.endRows(tx, { bots, users }, ending));
    return { outcome: 'removed', receipt: receipts[0] };
  };

  async function uninstallWithFirst(tokens: readonly (() => string)[]): Promise<boolean> {
    for (const open of tokens) {
      try {
        await slack.uninstall(open());
        return true;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // Two clicks at once, or Slack was faster: it is gone.
        if (error.code === 'slack_token_dead') return true;
        if (!NOT_BY_THIS_TOKEN.has(error.details.slackError)) throw error;
      }
    }
    return false;
  }
}
