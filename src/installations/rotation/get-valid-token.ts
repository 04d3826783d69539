import { AppError } from '../../errors.ts';
import type { Custody } from '../custody/custody.ts';
import type { TokenRow } from '../rows/token-row.ts';
import type { Rotate } from './rotate.ts';

/** A row and its open token, valid now as far as is known. */
export type ValidToken = { row: TokenRow; token: string };

/**
 * Opens a row's token. It is rotated first only when its time is really over: a job does that hours ahead, and no one
 * should wait for Slack twice.
 * @param budgetMs how long to wait for Slack at most
 * @throws AppError `token_expired`: a new authorization is needed; `rotation_pending`: later it may work;
 *   `not_installed`: it ended meanwhile; `token_unreadable`, `vault_key_missing`
 */
export type GetValidToken = (row: TokenRow, budgetMs: number) => Promise<ValidToken>;

type Dependencies = { custody: Custody; rotate: Rotate; clock: () => Date };

export function createGetValidToken({ custody, rotate, clock }: Dependencies): GetValidToken {
  return async function getValidToken(row, budgetMs) {
    const expired = row.expiresAt !== null && row.expiresAt <= clock();
    if (!expired) return { row, token: custody.openToken(row) };
    const rotation = await rotate(row, budgetMs);
    if (rotation.outcome === 'renewed') return { row: rotation.row, token: custody.openToken(rotation.row) };
    throw new AppError({
      ...WHY[rotation.outcome],
      details: { kind: row.kind, installedIn: row.installedIn, userId: row.userId },
    });
  };
}

const UNUSABLE: ReadonlySet<string> = new Set([
  'not_installed',
  'token_expired',
  'token_unreadable',
  'vault_key_missing',
]);

/** Whether `getValidToken` failed because no one could use what the row holds, so that it's no use asking Slack. */
export const isUnusable = (error: AppError): boolean => UNUSABLE.has(error.code);

const WHY = {
  dead: {
    code: 'token_expired',
    message: 'The token has expired, and Slack won’t renew it.',
    hint: 'A new authorization is needed.',
  },
  later: {
    code: 'rotation_pending',
    message: 'The token has expired, and Slack has not renewed it yet.',
    retryable: true,
  },
  gone: { code: 'not_installed', message: 'The token ended while it was renewed.' },
} as const;
