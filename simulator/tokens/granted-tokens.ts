import type { GrantRecord, TokenRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { newestAccess, rotatesAlready, tokensOf } from './rotation.ts';

/** The tokens of one grant, seen and changed from Slack's side. */
export type GrantedTokens = {
  /** The newest that wasn't revoked. */
  readonly access: string | undefined;
  readonly refresh: string | undefined;
  /** How often they were refreshed. */
  readonly refreshes: number;
  /** When the newest access token expires; undefined: never by time. */
  readonly expiresAt: Date | undefined;
  /** Lets every access token expire now. */
  expire(): void;
  /** From now on no refresh token of this grant is taken: `invalid_refresh_token`. */
  killRefreshTokens(): void;
  /** Ends the permission without a word: as if the app had been away for all the hours in which Slack told it. */
  endUntold(): void;
};

/** @throws from the verbs of rotation, when this grant does not rotate */
export function createGrantedTokens({ store, clock }: World, grant: GrantRecord): GrantedTokens {
  const { state } = store;
  const change = (use: TokenRecord['use'], fields: Partial<TokenRecord>) => {
    if (!rotatesAlready(state, grant)) throw new Error('These tokens don’t rotate.');
    store.change(() => {
      for (const token of tokensOf(state, grant)) {
        if (token.use === use) Object.assign(token, fields);
      }
    });
  };
  return {
    get access() {
      return newestAccess(state, grant)?.token;
    },
    get refresh() {
      return tokensOf(state, grant).findLast((token) => token.use === 'refresh' && !token.revoked)?.token;
    },
    get refreshes() {
      return grant.refreshes;
    },
    get expiresAt() {
      const atMs = newestAccess(state, grant)?.expiresAtMs;
      return atMs === null || atMs === undefined ? undefined : new Date(atMs);
    },
    expire: () => change('access', { expiresAtMs: clock().getTime() }),
    endUntold: () =>
      store.change(() => {
        grant.ended = 'revoked';
      }),
    killRefreshTokens: () => change('refresh', { revoked: true }),
  };
}
