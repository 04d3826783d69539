import { AppError } from '../../errors.ts';
import type { Custody } from '../custody/custody.ts';
import { type GetValidToken, isUnusable } from '../rotation/get-valid-token.ts';
import { isAlive } from '../rows/find-installation.ts';
import { organizationTeams } from '../rows/organization-teams.ts';
import type { Room } from '../rows/room.ts';

export type Asking = Pick<Room, 'slack'> & { custody: Custody; getValidToken: GetValidToken };

/** Slack waits three seconds for the acknowledgement, and repeats what it did not get. */
const BUDGET_MS = 2_000;

/**
 * In which workspaces an organization's installation may act, asked of Slack; undefined: there is none that could ask.
 */
export async function accessNow(
  { custody, getValidToken, slack }: Asking,
  enterpriseId: string,
): Promise<ReadonlySet<string> | undefined> {
  const { bot } = await custody.find({ enterpriseId, isEnterpriseInstall: true });
  if (!bot || !isAlive(bot) || bot.sealedToken === null) return undefined;
  try {
    const caller = slack.withToken((await getValidToken(bot, BUDGET_MS)).token);
    return new Set((await organizationTeams(caller)).map(({ id }) => id));
  } catch (error) {
    // There is no token that could ask.
    if (error instanceof AppError && (isUnusable(error) || error.code === 'slack_token_dead'))
      return undefined;
    throw error;
  }
}
