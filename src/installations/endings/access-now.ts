import { AppError } from '../../errors.ts';
import type { AnswerTo } from '../../slack-api/answers.ts';
import type { SlackClient } from '../../slack-api/slack-client.ts';
import type { Custody } from '../custody/custody.ts';
import type { createGetValidToken } from '../rotation/get-valid-token.ts';
import { isAlive } from '../rows/find-installation.ts';

export type AccessNow = (enterpriseId: string) => Promise<ReadonlySet<string> | undefined>;

type Dependencies = {
  custody: Custody;
  getValidToken: ReturnType<typeof createGetValidToken>;
  slack: SlackClient;
};

/** Slack waits three seconds for the acknowledgement, and repeats what it did not get. */
const BUDGET_MS = 2_000;
const PAGE_SIZE = 1_000;
/** A token of no use can be asked nothing with. */
const USELESS: ReadonlySet<string> = new Set([
  'not_installed',
  'slack_token_dead',
  'token_expired',
  'token_unreadable',
  'vault_key_missing',
]);

/**
 * In which workspaces an organization's installation may act, asked of Slack; undefined: there is none that could ask.
 * @see https://docs.slack.dev/reference/methods/auth.teams.list
 */
export function createAccessNow({ custody, getValidToken, slack }: Dependencies): AccessNow {
  return async function accessNow(enterpriseId) {
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
      if (error instanceof AppError && USELESS.has(error.code)) return undefined;
      throw error;
    }
  };
}
