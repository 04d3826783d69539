import { AppError } from '../../errors.ts';
import type { AnswerTo, SlackMethod } from '../../slack-api/answers.ts';
import type { SlackCaller } from '../../slack-api/slack-client.ts';
import type { GetValidToken, ValidToken } from '../rotation/get-valid-token.ts';
import { isAlive, notInstalled } from '../rows/find-installation.ts';
import { contextOf, type SlackContext } from '../rows/installation-key.ts';
import type { SharedColumns, TokenRow } from '../rows/token-row.ts';
import { handleRejectedToken, type Rejecting } from './handle-rejected-token.ts';

/** These callers have acknowledged already: a person waits, Slack's three seconds do not. */
const BUDGET_MS = 8_000;
/** How exactly the last use is kept: a write for every call would be many. */
const USED_WITHIN_MS = 15 * 60_000;
/** Slack answers nothing while it moves a workspace; a move whose end was never told is over after a day. */
const MIGRATION_LIMIT_MS = 24 * 60 * 60_000;

/**
 * Lends tokens out: what leaves is a caller with the token inside, bound to one bot or one person; the token itself
 * stays in this room. When Slack rejects a token, that is handled here for every caller.
 */
export type UseToken = {
  /** For this room alone, whose verbs have checked that the row may be used. @throws AppError as `asBot` does */
  callerFor(row: TokenRow): Promise<SlackCaller>;
  /** @throws AppError `not_installed`, and what `Installations` says of both */
  asBot(context: SlackContext): Promise<SlackCaller>;
  /** @throws AppError `not_authorized_yet`, and as `asBot` does */
  asUser(context: SlackContext, userId: string): Promise<SlackCaller>;
};

export function createUseToken(room: Rejecting & { getValidToken: GetValidToken }): UseToken {
  const { prisma, custody, getValidToken, slack, logger, clock } = room;

  function callerOf(start: ValidToken): SlackCaller {
    let current = start;
    async function attempt<Method extends SlackMethod>(
      method: Method,
      args?: Record<string, unknown>,
    ): Promise<AnswerTo<Method>> {
      const { row, token } = current;
      const answer = await slack.withToken(token).call(method, args);
      if (method === 'auth.revoke') await revokeRenewal(row);
      return answer;
    }
    return {
      async call(method, args) {
        noteUse(current.row);
        try {
          return await attempt(method, args);
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          const again = await handleRejectedToken(room, current, error, BUDGET_MS);
          if (!again) throw error;
          current = again;
          return attempt(method, args);
        }
      },
    };
  }

  /**
   * `auth.revoke` ends a rotating token alone: its refresh token would keep issuing new ones. Revoking a permission
   * takes both; when the second is refused there was nothing left to take.
   * @see https://docs.slack.dev/authentication/using-token-rotation
   */
  async function revokeRenewal(row: TokenRow): Promise<void> {
    const refreshToken = custody.openRefreshToken(row);
    if (refreshToken === undefined) return;
    try {
      await slack.withToken(refreshToken).call('auth.revoke');
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable) throw error;
    }
  }

  /** No one waits for it, and losing it loses nothing. */
  function noteUse(row: TokenRow): void {
    const now = clock();
    if (row.lastUsedAt && now.getTime() - row.lastUsedAt.getTime() < USED_WITHIN_MS) return;
    row.lastUsedAt = now;
    const write = { where: { id: row.id }, data: { lastUsedAt: now } satisfies SharedColumns };
    const written =
      row.kind === 'bot' ? prisma.installation.updateMany(write) : prisma.userAuthorization.updateMany(write);
    written.catch((err) => logger.debug({ err }, 'The last use of a token was not kept'));
  }

  function refuseWhileMigrating(row: TokenRow, context: SlackContext): void {
    const since = row.migrationStartedAt?.getTime();
    if (since === undefined || clock().getTime() - since > MIGRATION_LIMIT_MS) return;
    throw new AppError({
      code: 'workspace_migrating',
      message:
        'Slack is moving this workspace into an organization: its API refuses everything until that is done.',
      retryable: true,
      details: { ...context },
    });
  }

  return {
    async callerFor(row) {
      const context = contextOf(row);
      const { bot } = await custody.find(context);
      if (bot) refuseWhileMigrating(bot, context);
      return callerOf(await getValidToken(row, BUDGET_MS));
    },

    async asBot(context) {
      const { bot } = await custody.find(context);
      if (!bot || !isAlive(bot) || bot.sealedToken === null) {
        throw notInstalled(context);
      }
      refuseWhileMigrating(bot, context);
      return callerOf(await getValidToken(bot, BUDGET_MS));
    },

    // No one else's request can reach the person's token: the row is looked up by this user id.
    async asUser(context, userId) {
      const { bot, user } = await custody.find(context, userId);
      if (!user || !isAlive(user) || user.sealedToken === null) {
        throw new AppError({
          code: 'not_authorized_yet',
          message: 'This person hasn’t granted a permission of their own, or it has ended.',
          details: { ...context, userId },
        });
      }
      if (bot) refuseWhileMigrating(bot, context);
      return callerOf(await getValidToken(user, BUDGET_MS));
    },
  };
}
