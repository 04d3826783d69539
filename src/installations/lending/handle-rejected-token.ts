import { AppError } from '../../errors.ts';
import { isSlackError, slackCodeOf } from '../../slack-api/slack-error.ts';
import type { Custody } from '../custody/custody.ts';
import type { ValidToken } from '../rotation/get-valid-token.ts';
import type { Rotate } from '../rotation/rotate.ts';
import type { End } from '../rows/end.ts';
import { ALIVE, isAlive } from '../rows/find-installation.ts';
import { contextOf } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { readRow, type TokenRow } from '../rows/token-row.ts';

export type Rejecting = Pick<Room, 'prisma' | 'slack' | 'logger' | 'clientId' | 'clock'> & {
  custody: Custody;
  rotate: Rotate;
  end: End;
};

/**
 * What to do when Slack does not take a token: an event about its end can be lost, late, or never sent, so the answer
 * itself counts. Only what is certain ends anything:
 * - the token was replaced while the call was under way: the new one is used, once;
 * - it expired, or was revoked while a refresh token is there (revoking a rotating token ends that one token only):
 *   a rotation tells; only when Slack refuses that too is it over;
 * - `token_revoked`, `account_inactive`: it is over;
 * - `invalid_auth`: over only when another token of the same workspace or organization works from here at this moment,
 *   because a blocked address gets that answer for every token.
 * @returns a token to try once more with; undefined: it stays refused
 * @see https://docs.slack.dev/reference/methods/auth.test
 */
export async function handleRejectedToken(
  room: Rejecting,
  used: ValidToken,
  error: AppError,
  budgetMs: number,
): Promise<ValidToken | undefined> {
  const { prisma, custody, rotate, end, logger, clock } = room;
  const slackError = slackCodeOf(error);
  const expired = isSlackError(error, 'expired_token');
  const dead = error.code === 'slack_token_dead';
  if (!expired && !dead && !isSlackError(error, 'doubted_token')) return undefined;

  const row = await readRow(prisma, used.row);
  if (!row || !isAlive(row)) return undefined;
  if (row.tokenHash !== used.row.tokenHash) return { row, token: custody.openToken(row) };
  if (row.sealedRefreshToken !== null && (expired || dead)) {
    const rotation = await rotate(row, budgetMs);
    if (rotation.outcome === 'renewed') {
      return { row: rotation.row, token: custody.openToken(rotation.row) };
    }
    // Not answered, or answered before: no news about this token. Expired is not revoked.
    if (rotation.outcome !== 'dead' || expired) return undefined;
  }
  if (expired) return undefined;
  // That was the point: the revocation under way ends it, in the name of the person who asked.
  if (dead && row.revokeAskedAt !== null) return undefined;
  if (!dead && !(await otherTokenWorks(room, row))) return undefined;
  const ending = {
    at: clock(),
    how: 'revoked',
    actor: { kind: 'slack' },
    details: { foundBy: String(error.details.method ?? 'call'), slackError: String(slackError) },
  } as const;
  const { installedIn, userId, kind } = row;
  logger.warn({ installedIn, userId, kind, slackError }, 'Slack refuses a token for good: it is erased');
  await end.endToken(row, ending);
  return undefined;
}

async function otherTokenWorks(
  { prisma, custody, slack, clientId }: Rejecting,
  row: TokenRow,
): Promise<boolean> {
  const others: (TokenRow | undefined)[] = [];
  if (row.kind === 'user') others.push((await custody.find(contextOf(row))).bot);
  else {
    const some = await prisma.userAuthorization.findMany({
      where: {
        clientId,
        installedIn: row.installedIn,
        isEnterpriseInstall: row.isEnterpriseInstall,
        ...ALIVE,
        sealedUserToken: { not: null },
      },
      select: { id: true },
      orderBy: { verifiedAt: { sort: 'desc', nulls: 'last' } },
      take: 2,
    });
    for (const { id } of some) others.push(await readRow(prisma, { kind: 'user', id }));
  }
  for (const other of others) {
    if (!other || !isAlive(other)) continue;
    try {
      await slack.withToken(custody.openToken(other)).call('auth.test');
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return false;
}
