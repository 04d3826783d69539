import { findInstallation } from '../delivery/events.ts';
import { liveBotGrant, liveGrants, placeOf } from '../state/find.ts';
import { slackId } from '../state/ids.ts';
import type { GrantRecord, InstallationRecord, Place } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { type MintedTokens, mintTokens } from './rotation.ts';

type Granting = { appId: string; place: Place; scopes: readonly string[]; atMs: number; rotates: boolean };
export type Granted = { grant: GrantRecord; tokens: MintedTokens };

/** Installs the bot, or widens it. */
export function grantBot(store: Store, granting: Granting): Granted & { installation: InstallationRecord } {
  const { appId, place } = granting;
  const { state } = store;
  let installation = findInstallation(state, appId, place);
  if (!installation) {
    installation = { ...place, appId, botUserId: slackId('U'), botId: slackId('B'), addedTo: [] };
    state.installations.push(installation);
  }
  const live = liveBotGrant(state, appId, place);
  const granted = widen(store, live, granting, { kind: 'bot', userId: installation.botUserId });
  return { ...granted, installation };
}

/** Gives one person's permission, or widens it. */
export function grantUser(store: Store, userId: string, granting: Granting): Granted {
  const live = liveGrants(store.state, granting.appId, granting.place).find(
    (grant) => grant.kind === 'user' && grant.userId === userId,
  );
  return widen(store, live, granting, { kind: 'user', userId });
}

/** Scopes only ever add up. A long-lived token stays the same token; with rotation every grant brings a fresh pair. */
function widen(
  store: Store,
  live: GrantRecord | undefined,
  { appId, place, scopes, atMs, rotates }: Granting,
  whose: Pick<GrantRecord, 'kind' | 'userId'>,
): Granted {
  const { state } = store;
  const grant: GrantRecord = live ?? {
    ...placeOf(place),
    ...whose,
    id: store.next(),
    appId,
    scopes: [],
    grantedAtMs: atMs,
    refreshes: 0,
    ended: null,
  };
  if (!live) state.grants.push(grant);
  grant.scopes = [...new Set([...grant.scopes, ...scopes])];
  return { grant, tokens: mintTokens(state, grant, { nowMs: atMs, rotates }) };
}
