import assert from 'node:assert/strict';
import type { Installation, InstallationQuery } from '@slack/oauth';
import type { Store } from './contract.ts';
import type { Pair } from './grants.ts';

// The assertions of the contract. By node:assert, so that the cases run under any test runner, and under none.

type Fetched = Installation<'v1' | 'v2', boolean>;

/**
 * Undefined properties and absent ones are the same to a reader of an installation. So are objects of two realms,
 * which a test runner may have.
 */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, present);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([name, part]) => [name, present(part)]));
}

export function same(actual: unknown, expected: unknown, message?: string): void {
  assert.deepEqual(present(actual), present(expected), message);
}

/** What is fetched, which must be there. */
export async function found(store: Store, query: InstallationQuery<boolean>): Promise<Fetched> {
  const installation = await store.fetchInstallation(query);
  assert.ok(installation, `nothing was found for ${JSON.stringify(query)}`);
  return installation;
}

/** Nothing is found, whether by an error, as it should be, or by an empty answer: the error has cases of its own. */
export async function absent(store: Store, query: InstallationQuery<boolean>): Promise<void> {
  const answer = await store.fetchInstallation(query).catch(() => undefined);
  assert.equal(answer ?? undefined, undefined, `something was found for ${JSON.stringify(query)}`);
}

export async function botTokenOf(store: Store, query: InstallationQuery<boolean>): Promise<unknown> {
  return (await found(store, query)).bot?.token;
}

export async function userTokenOf(store: Store, query: InstallationQuery<boolean>): Promise<unknown> {
  return (await found(store, query)).user?.token ?? undefined;
}

/** No user token, whether something else is found or nothing at all. */
export async function noUserToken(store: Store, query: InstallationQuery<boolean>): Promise<void> {
  const answer = await store.fetchInstallation(query).catch(() => undefined);
  assert.equal(answer?.user?.token ?? undefined, undefined, `a user token for ${JSON.stringify(query)}`);
  assert.equal(answer?.user?.refreshToken ?? undefined, undefined, 'a refresh token of a user');
}

/** The bot and nothing of any person but the asker's id. */
export function strangersAnswer(fetched: Fetched, asker: string, botToken: string): void {
  assert.equal(fetched.bot?.token, botToken);
  same(fetched.user, { id: asker });
}

/** Rejects by an error with a code, so that a caller can tell it from a failure. */
export async function refused(action: () => Promise<unknown>): Promise<Error & { code: string }> {
  const error = await action().then(
    (answer) => assert.fail(`not refused, but answered ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error, 'rejected with something that is not an Error');
  const { code } = error as Error & { code?: unknown };
  assert.ok(typeof code === 'string' && code.length > 0, `an error without a code: ${error.message}`);
  return error as Error & { code: string };
}

/** Refused with a code, and every one of these queries is answered as before. */
export async function refusedWithoutTrace(
  store: Store,
  queries: InstallationQuery<boolean>[],
  action: () => Promise<unknown>,
): Promise<void> {
  const answers = () => Promise.all(queries.map((query) => store.fetchInstallation(query).catch(() => null)));
  const before = structuredClone(await answers());
  await refused(action);
  same(await answers(), before, 'what was refused has changed something');
}

/** The pair is one of those that were written, and whole: no token beside another's refresh token or expiry. */
export function wholePair(part: Partial<Pair> | undefined, written: readonly Pair[]): Pair {
  const pair = written.find(({ token }) => token === part?.token);
  assert.ok(pair, 'a token that nobody wrote');
  same(
    { token: part?.token, refreshToken: part?.refreshToken, expiresAt: part?.expiresAt },
    { token: pair.token, refreshToken: pair.refreshToken, expiresAt: pair.expiresAt },
    'a token with the refresh token or the expiry of another one',
  );
  return pair;
}

/** What InstallProvider.authorize does with what it fetched: a shallow copy, its nested objects written into. */
export function refreshed<Given extends Fetched>(fetched: Given, part: 'bot' | 'user', pair: Pair): Given {
  const copy = { ...fetched };
  assert.ok(copy[part], `no ${part} to refresh was fetched`);
  Object.assign(copy[part], pair);
  return copy;
}

/** A writer that comes too late may be told so or be ignored. What counts is what is stored afterwards. */
export async function putLate(store: Store, installation: Fetched): Promise<void> {
  await store.storeInstallation(installation).catch(() => {});
}
