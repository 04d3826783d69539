import type { AuthorizeResult, InstallationQuery } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import type { Custody } from '../custody/custody.ts';
import type { GetValidToken } from '../rotation/get-valid-token.ts';
import { isAlive } from '../rows/find-installation.ts';
import type { TokenRow } from '../rows/token-row.ts';
import { nothingInstalled, readQuery } from './installation-shape.ts';

/** Bolt acknowledges an event only after this, and Slack waits three seconds. */
export const AUTHORIZE_BUDGET_MS = 2_500;

/** Where an event comes from, as Bolt hands it to `authorize`. */
export type AuthorizeSource = {
  teamId?: string | undefined;
  enterpriseId?: string | undefined;
  userId?: string | undefined;
  isEnterpriseInstall?: boolean | undefined;
};

/**
 * Bolt's `authorize`: one query or none, the asker's own user token or none, and no call to Slack unless a token's
 * time is really over; then one for all who wait, in all processes. Refresh tokens never leave the room.
 * @throws AppError `not_installed`, `token_expired`, `rotation_pending`, `bad_request`
 */
export async function authorize(
  { custody, getValidToken }: { custody: Custody; getValidToken: GetValidToken },
  source: AuthorizeSource,
): Promise<AuthorizeResult> {
  const { context, userId } = readQuery(source as InstallationQuery<boolean>);
  const { bot, user } = await custody.find(context, userId);
  const [botToken, userToken] = await Promise.allSettled([
    tokenOf(getValidToken, bot),
    tokenOf(getValidToken, user),
  ]);
  // A person's own token that cannot be renewed takes nothing from the bot; the other way round no one is served.
  if (botToken.status === 'rejected') throw botToken.reason;
  if (userToken.status === 'rejected' && !(botToken.value && userToken.reason instanceof AppError)) {
    throw userToken.reason;
  }
  const own = userToken.status === 'fulfilled' ? userToken.value : undefined;
  if (botToken.value === undefined && own === undefined) {
    throw nothingInstalled(context, userId);
  }
  return {
    ...(context.teamId && { teamId: context.teamId }),
    ...(context.enterpriseId && { enterpriseId: context.enterpriseId }),
    ...(userId && { userId }),
    ...(botToken.value !== undefined && {
      botToken: botToken.value,
      ...(bot?.botId && { botId: bot.botId }),
      ...(bot?.botUserId && { botUserId: bot.botUserId }),
    }),
    ...(own !== undefined && { userToken: own }),
  };
}

async function tokenOf(getValidToken: GetValidToken, row: TokenRow | undefined): Promise<string | undefined> {
  if (!row || !isAlive(row) || row.sealedToken === null) return undefined;
  return (await getValidToken(row, AUTHORIZE_BUDGET_MS)).token;
}
