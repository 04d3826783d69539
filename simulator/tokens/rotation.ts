import { fakeToken } from '../state/ids.ts';
import type { GrantRecord, SimulatorState, TokenRecord } from '../state/state.ts';

/** How long an access token lives once an app rotates its tokens. */
export const ACCESS_LIFE_SECONDS = 43_200;
const MOST_ACTIVE = 2;

export type MintedTokens = { access: TokenRecord; refresh: TokenRecord | undefined };

/**
 * Gives a grant the tokens of a new consent: with rotation a fresh pair next to what is there, without it the one
 * long-lived token.
 */
export function mintTokens(
  state: SimulatorState,
  grant: GrantRecord,
  { nowMs, rotates }: { nowMs: number; rotates: boolean },
): MintedTokens {
  if (rotates || rotatesAlready(state, grant)) return mintPair(state, grant, nowMs);
  const live = tokensOf(state, grant).find((token) => token.use === 'access' && !token.revoked);
  return { access: live ?? issue(state, grant, { use: 'access', nowMs }), refresh: undefined };
}

/**
 * A new access and refresh token. At most two access tokens work at a time: a third one pushes out the oldest. The
 * refresh tokens before this one work on for the grace period.
 * @see https://docs.slack.dev/authentication/using-token-rotation
 */
export function mintPair(
  state: SimulatorState,
  grant: GrantRecord,
  nowMs: number,
): { access: TokenRecord; refresh: TokenRecord } {
  for (const token of tokensOf(state, grant)) {
    if (token.use === 'refresh') token.supersededAtMs ??= nowMs;
  }
  const expiresAtMs = nowMs + ACCESS_LIFE_SECONDS * 1000;
  const access = issue(state, grant, { use: 'access', nowMs, expiresAtMs });
  const active = tokensOf(state, grant).filter(
    (token) => token.use === 'access' && token.expiresAtMs !== null && works(token, nowMs),
  );
  for (const token of active.slice(0, -MOST_ACTIVE)) token.revoked = true;
  return { access, refresh: issue(state, grant, { use: 'refresh', nowMs }) };
}

/** The first refresh also ends the long-lived token from before the rotation. */
export function refreshPair(state: SimulatorState, grant: GrantRecord, nowMs: number) {
  for (const token of tokensOf(state, grant)) {
    if (token.use === 'access') token.expiresAtMs ??= nowMs;
  }
  grant.refreshes += 1;
  return mintPair(state, grant, nowMs);
}

export const tokensOf = (state: SimulatorState, grant: GrantRecord): TokenRecord[] =>
  state.tokens.filter((token) => token.grantId === grant.id);

/** The newest access token that wasn't revoked, expired or not. */
export const newestAccess = (state: SimulatorState, grant: GrantRecord): TokenRecord | undefined =>
  tokensOf(state, grant).findLast((token) => token.use === 'access' && !token.revoked);

export const grantOf = (state: SimulatorState, token: TokenRecord): GrantRecord | undefined =>
  state.grants.find((grant) => grant.id === token.grantId);

export const rotatesAlready = (state: SimulatorState, grant: GrantRecord): boolean =>
  tokensOf(state, grant).some((token) => token.use === 'refresh');

export const hasExpired = ({ expiresAtMs }: TokenRecord, nowMs: number): boolean =>
  expiresAtMs !== null && nowMs >= expiresAtMs;

const works = (token: TokenRecord, nowMs: number): boolean => !token.revoked && !hasExpired(token, nowMs);

function issue(
  state: SimulatorState,
  grant: GrantRecord,
  { use, nowMs, expiresAtMs = null }: { use: TokenRecord['use']; nowMs: number; expiresAtMs?: number | null },
): TokenRecord {
  const rotating = grant.kind === 'bot' ? 'rotatingBot' : 'rotatingUser';
  const token: TokenRecord = {
    token: fakeToken(use === 'refresh' ? 'refresh' : expiresAtMs === null ? grant.kind : rotating),
    grantId: grant.id,
    use,
    issuedAtMs: nowMs,
    expiresAtMs,
    supersededAtMs: null,
    exchanged: false,
    revoked: false,
  };
  state.tokens.push(token);
  return token;
}
