import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { createOAuthStates } from '../../../src/installations/grants/oauth-state.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const LIFETIME_MS = 10 * 60_000;

describe.each(databasesUnderTest)('the state of an attempt to install, on $name', ({ open }) => {
  let database: Database;
  // It stands still unless a test moves it: a second more or less decides.
  let now = new Date('2026-11-27T08:00:00Z');
  const forward = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });

  async function begun() {
    const states = createOAuthStates({ prisma: database.prisma, clientId: '1.1', clock: () => now });
    const intent = { purpose: 'me', teamId: 'T1', userId: 'U1', channelId: 'C1' } as const;
    const { state, cookie } = await states.begin(intent);
    const browser = (name: string) => (name === cookie.name ? cookie.value : undefined);
    return { states, intent, cookie, consume: (from = browser) => states.consume(state, from) };
  }

  test('lives for ten minutes, as its cookie does, and brings back what the attempt was for', async () => {
    const { intent, cookie, consume } = await begun();
    expect(cookie.maxAgeSeconds).toBe(LIFETIME_MS / 1000);
    forward(LIFETIME_MS - 1_000);
    expect(await consume()).toEqual({ kind: 'accepted', intent: { ...intent, asked: undefined } });
  });

  test('is refused after ten minutes', async () => {
    const { consume } = await begun();
    forward(LIFETIME_MS + 1_000);
    expect(await consume()).toEqual({ kind: 'expired' });
  });

  test('is accepted once, and not in another browser', async () => {
    const { states, consume } = await begun();
    expect(await consume(() => undefined)).toEqual({ kind: 'other_browser' });
    expect(await consume(() => 'planted')).toEqual({ kind: 'other_browser' });
    expect(await consume()).toMatchObject({ kind: 'accepted' });
    expect(await consume()).toEqual({ kind: 'used' });
    forward(LIFETIME_MS + 1_000);
    expect(await consume()).toEqual({ kind: 'used' });
    expect(await states.consume('never begun', () => 'planted')).toEqual({
      kind: 'unknown',
    });
  });

  test('is unknown to another app of the same database', async () => {
    const { states, cookie } = await begun();
    const { state } = await states.begin({ purpose: 'me' });
    const others = createOAuthStates({ prisma: database.prisma, clientId: '2.2', clock: () => now });
    expect(await others.consume(state, () => cookie.value)).toEqual({ kind: 'unknown' });
  });

  test.each([
    [undefined, '__Host-', '/'],
    ['https://app.example/slack/oauth_redirect', '__Host-', '/'],
    ['http://127.0.0.1:3000/slack/oauth_redirect', '', '/slack/oauth_redirect'],
  ])('a way back to %s has a cookie that begins with “%s”, for %s', async (redirectUri, prefix, path) => {
    const { states } = await begun();
    const { state, cookie } = await states.begin({ purpose: 'me' }, redirectUri);
    expect([cookie.name.replace(/lanyard_install_\w+$/, ''), cookie.path]).toEqual([prefix, path]);
    const unprefixed = (name: string) => (name === cookie.name ? cookie.value : undefined);
    expect(await states.consume(state, unprefixed)).toMatchObject({ kind: 'accepted' });
  });

  test('of two callbacks at the same moment one is accepted', async () => {
    const { consume } = await begun();
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => consume()));
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(['accepted', ...Array(9).fill('used')]);
  });
});
