import type { Actor } from '../audit/record-audit.ts';
import type { Prisma } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import type { Custody } from './custody.ts';
import type { createEnd } from './end.ts';
import { isAlive } from './find.ts';
import type { createFreshToken } from './fresh-token.ts';
import type { InstallationKey } from './installation-key.ts';
import type { TokenRow } from './token-row.ts';

export type Removal = { outcome: 'removed'; receipt: string | undefined } | { outcome: 'only_in_slack' };

type Dependencies = {
  custody: Custody;
  freshToken: ReturnType<typeof createFreshToken>;
  slack: SlackClient;
  clock: () => Date;
  end: ReturnType<typeof createEnd>;
};

const BUDGET_MS = 8_000;
/** Slack does not let some kinds of bots remove their app. */
const NOT_BY_THIS_TOKEN: ReadonlySet<unknown> = new Set(['no_permission', 'not_allowed_token_type']);

/**
 * Removes the app from a workspace or organization: first at Slack, then all that is kept of it here. Asks with the
 * bot's token, and where Slack does not let bots do that with the acting person's own.
 * @throws AppError of the Slack client; then nothing has changed
 * @see https://docs.slack.dev/reference/methods/apps.uninstall
 */
export function createRemoveApp(dependencies: Dependencies) {
  const { custody, freshToken, slack, clock, end } = dependencies;

  return async function removeApp(
    key: InstallationKey,
    actor: Extract<Actor, { userId: string }>,
    details: Prisma.InputJsonObject,
  ): Promise<Removal> {
    const { installedIn, isEnterpriseInstall } = key;
    const place = isEnterpriseInstall
      ? { enterpriseId: installedIn, isEnterpriseInstall }
      : { teamId: installedIn };
    const { bot, user } = await custody.find(place, actor.userId);
    const holders = [bot, user].filter((row) => row !== undefined && isAlive(row));
    if (!(await uninstallWithFirst(holders as TokenRow[]))) return { outcome: 'only_in_slack' };
    const ending = { at: clock(), how: 'uninstalled', actor, details } as const;
    const { receipts } = await end.endPlace(key, undefined, ending);
    return { outcome: 'removed', receipt: receipts[0] };
  };

  async function uninstallWithFirst(holders: readonly TokenRow[]): Promise<boolean> {
    for (const holder of holders) {
      try {
        await slack.uninstall((await freshToken(holder, BUDGET_MS)).token);
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
