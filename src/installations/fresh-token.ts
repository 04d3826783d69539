import type { PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { Custody } from './custody.ts';
import { isAlive } from './find.ts';
import type { Rotate } from './rotate.ts';
import { readRow, type TokenRow } from './token-row.ts';

/** A row and its open token, valid now as far as is known. */
export type FreshToken = { row: TokenRow; token: string };

type Dependencies = { prisma: PrismaClient; custody: Custody; rotate: Rotate; clock: () => Date };

/**
 * Opens a row's token, and rotates it first only when its time is really over: a job does that hours ahead, and nobody
 * should wait for Slack twice. A token that Slack calls expired before its time counts as over, too: clocks differ.
 */
export function createFreshToken({ prisma, custody, rotate, clock }: Dependencies) {
  /**
   * @param budgetMs how long to wait for Slack at most
   * @throws AppError `token_expired`: a new authorization is needed; `rotation_pending`: later it may work;
   *   `not_installed`: it ended meanwhile; `token_unreadable`, `vault_key_missing`
   */
  return async function freshToken(
    row: TokenRow,
    budgetMs: number,
    expired = isOver(row),
  ): Promise<FreshToken> {
    if (!expired) return { row, token: custody.openToken(row) };
    const outcome = await rotate(row, budgetMs);
    const details = { kind: row.kind, installedIn: row.installedIn, userId: row.userId };
    if (outcome === 'dead') {
      throw new AppError({
        code: 'token_expired',
        message: 'The token has expired, and Slack does not renew it.',
        hint: 'A new authorization is needed.',
        details,
      });
    }
    if (outcome === 'later') {
      throw new AppError({
        code: 'rotation_pending',
        message: 'The token has expired, and Slack has not renewed it yet.',
        retryable: true,
        details,
      });
    }
    const current = await readRow(prisma, row);
    if (outcome === 'gone' || !current || !isAlive(current)) {
      throw new AppError({
        code: 'not_installed',
        message: 'The token ended while it was renewed.',
        details,
      });
    }
    return { row: current, token: custody.openToken(current) };
  };

  function isOver(row: TokenRow): boolean {
    return row.expiresAt !== null && row.expiresAt <= clock();
  }
}
