import { findInstallation } from './events.ts';
import { fakeToken, slackId } from './ids.ts';
import type { InstallationRecord, Place, SimulatorState, TokenRecord } from './state.ts';
import { liveBotToken, liveTokens, placeOf } from './world.ts';

type Grant = { appId: string; place: Place; scopes: readonly string[]; atMs: number };

/** Installs the bot, or widens it: scopes only ever add up, and a live token stays the same token. */
export function grantBot(
  state: SimulatorState,
  grant: Grant,
): { installation: InstallationRecord; token: TokenRecord } {
  const { appId, place, atMs } = grant;
  let installation = findInstallation(state, appId, place);
  if (!installation) {
    installation = { ...place, appId, botUserId: slackId('U'), botId: slackId('B'), addedTo: [] };
    state.installations.push(installation);
  }
  const token = widen(state, liveBotToken(state, appId, place), grant, {
    ...placeOf(place),
    token: fakeToken('bot'),
    kind: 'bot',
    appId,
    userId: installation.botUserId,
    scopes: [],
    issuedAtMs: atMs,
    ended: null,
  });
  return { installation, token };
}

/** Gives one person's permission, or widens it. */
export function grantUser(state: SimulatorState, userId: string, grant: Grant): TokenRecord {
  const live = liveTokens(state, grant.appId, grant.place).find(
    (token) => token.kind === 'user' && token.userId === userId,
  );
  return widen(state, live, grant, {
    ...placeOf(grant.place),
    token: fakeToken('user'),
    kind: 'user',
    appId: grant.appId,
    userId,
    scopes: [],
    issuedAtMs: grant.atMs,
    ended: null,
  });
}

function widen(
  state: SimulatorState,
  live: TokenRecord | undefined,
  grant: Grant,
  fresh: TokenRecord,
): TokenRecord {
  const token = live ?? fresh;
  if (!live) state.tokens.push(fresh);
  token.scopes = [...new Set([...token.scopes, ...grant.scopes])];
  return token;
}
