import { AppError } from '../../errors.ts';
import { isAlive } from '../rows/find-installation.ts';
import type { TokenRow } from '../rows/token-row.ts';
import type { Custody } from './custody.ts';

/** Enough to recognize a token in Slack's own pages, too little to be one. */
export type TokenHint = { prefix: string; lastFour: string };

/** Shorter ones would give too much of themselves away. Slack's have fifty characters and more. */
const SHORTEST_WITH_HINT = 24;

/** What may be shown of a token to its owner. Undefined: there is none, or its seal does not open. */
export function tokenHint(custody: Custody, row: TokenRow | undefined): TokenHint | undefined {
  if (!row || !isAlive(row) || row.sealedToken === null) return undefined;
  try {
    const token = custody.openToken(row);
    const [prefix = ''] = /^[a-z.]{1,12}(?=-)/.exec(token) ?? [];
    return token.length < SHORTEST_WITH_HINT ? undefined : { prefix, lastFour: token.slice(-4) };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
