import type { Room } from './room.ts';
import type { SharedColumns, TokenKind } from './token-row.ts';

/** A row, and since when: what was granted after it was read is another. */
export type SeenRow = { id: string; authorizedAt: Date };

/** Records what Slack said about a token. @param slackError Slack's code; null: the token works */
export async function recordVerification(
  { prisma, clientId }: Pick<Room, 'prisma' | 'clientId'>,
  kind: TokenKind,
  { id, authorizedAt }: SeenRow,
  at: Date,
  slackError: string | null,
): Promise<void> {
  const data = { verifiedAt: at, verifyError: slackError } satisfies SharedColumns;
  const write = { where: { id, clientId, authorizedAt }, data };
  await (kind === 'bot' ? prisma.installation.updateMany(write) : prisma.userAuthorization.updateMany(write));
}
