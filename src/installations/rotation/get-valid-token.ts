import { AppError } from '../../errors.ts';
import type { Custody } from '../custody/custody.ts';
import type { TokenRow } from '../rows/token-row.ts';
import type { Rotate } from './rotate.ts';

/** A row and its open token, valid now as far as is known. */
export type ValidToken = { row: TokenRow; token: string };

type Dependencies = { custody: Custody; rotate: Rotate; clock: () => Date };

/**
 * Opens a row's token, and rotates it first only when its time is really over: a job does that hours ahead, and nobody
 * should wait for Slack twice. A token that Slack calls expired before its time counts as over, too: clocks differ.
 */
export function createGetValidToken({ custody, rotate, clock }: Dependencies) {
  /**
   * @param budgetMs how long to wait for Slack at most
   * @throws AppError `token_expired`: a new authorization is needed; `rotation_pending`: later it may work;
   *   `not_installed`: it ended meanwhile; `token_unreadable`, `vault_key_missing`
   */
  return async function getValidToken(
    row: TokenRow,
    budgetMs: number,
    expired = isOver(row),
  ): Promise<ValidToken> {
    if (!expired) return { row, token: custody.openToken(row) };
    const rotation = await rotate(row, budgetMs);
    if (rotation.outcome === 'renewed') return { row: rotation.row, token: custody.openToken(rotation.row) };
    throw new AppError({
      ...WHY[rotation.outcome],
      details: { kind: row.kind, installedIn: row.installedIn, userId: row.userId },
    });
  };

  function isOver(row: TokenRow): boolean {
    return row.expiresAt !== null && row.expiresAt <= clock();
  }
}

const WHY = {
  dead: {
    code: 'token_expired',
    message: 'The token has expired, and Slack does not renew it.',
    hint: 'A new authorization is needed.',
  },
  later: {
    code: 'rotation_pending',
    message: 'The token has expired, and Slack has not renewed it yet.',
    retryable: true,
  },
  gone: { code: 'not_installed', message: 'The token ended while it was renewed.' },
} as const;
