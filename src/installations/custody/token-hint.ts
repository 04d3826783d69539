import { AppError } from '../../errors.ts';
import { isAlive } from '../rows/find-installation.ts';
import type { SlackContext } from '../rows/installation-key.ts';
import type { TokenRow } from '../rows/token-row.ts';
import type { Custody } from './custody.ts';

/** Enough to recognize a token in Slack's own pages, too little to be one. */
export type TokenHint = { prefix: string; lastFour: string };

/** Shorter ones would give too much of themselves away. Slack's have fifty characters and more. */
const SHORTEST_WITH_HINT = 24;

/** What may be shown of a token to the one whose it is. Undefined: there is none, or its seal does not open. */
export function createTokenHint({ custody }: { custody: Custody }) {
  function hint(row: TokenRow | undefined): TokenHint | undefined {
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

  return {
    botTokenHint: async (place: SlackContext): Promise<TokenHint | undefined> =>
      hint((await custody.find(place)).bot),
    userTokenHint: async (place: SlackContext, userId: string): Promise<TokenHint | undefined> =>
      hint((await custody.find(place, userId)).user),
  };
}
