import { AppError } from '../../errors.ts';
import type { AnswerTo } from '../../slack-api/answers.ts';
import type { Custody } from '../custody/custody.ts';
import { type GetValidToken, isUnusable } from '../rotation/get-valid-token.ts';
import { isAlive } from '../rows/find-installation.ts';
import type { Room } from '../rows/room.ts';

export type Asking = Pick<Room, 'slack'> & { custody: Custody; getValidToken: GetValidToken };

/** Slack waits three seconds for the acknowledgement, and repeats what it did not get. */
const BUDGET_MS = 2_000;
const PAGE_SIZE = 1_000;

/**
 * In which workspaces an organization's installation may act, asked of Slack; undefined: there is none that could ask.
 * @see https://docs.slack.dev/reference/methods/auth.teams.list
 */
export async function accessNow(
  { custody, getValidToken, slack }: Asking,
  enterpriseId: string,
): Promise<ReadonlySet<string> | undefined> {
  const { bot } = await custody.find({ enterpriseId, isEnterpriseInstall: true });
  if (!bot || !isAlive(bot) || bot.sealedToken === null) return undefined;
  try {
    const caller = slack.withToken((await getValidToken(bot, BUDGET_MS)).token);
    const found = new Set<string>();
    let cursor: string | undefined;
    do {
      const args = { limit: PAGE_SIZE, ...(cursor && { cursor }) };
      const page: AnswerTo<'auth.teams.list'> = await caller.call('auth.teams.list', args);
      for (const { id } of page.teams) found.add(id);
      cursor = page.response_metadata?.next_cursor;
    } while (cursor !== undefined);
    return found;
  } catch (error) {
    // There is no token that could ask.
    if (error instanceof AppError && (isUnusable(error) || error.code === 'slack_token_dead'))
      return undefined;
    throw error;
  }
}
