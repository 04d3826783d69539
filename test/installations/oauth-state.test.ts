import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { type CustodyUnderTest, startCustody } from '../support/custody.ts';
import { databasesUnderTest } from '../support/databases.ts';

const MINUTE_MS = 60_000;
const LIFETIME_MS = 10 * MINUTE_MS;

describe.each(databasesUnderTest)('the state of an attempt to install, on $name', ({ open }) => {
  let database: Database;
  let one: CustodyUnderTest;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  afterEach(async () => {
    await one.stop();
  });

  async function begun() {
    one = await startCustody(database);
    const intent = { purpose: 'me', teamId: 'T1', userId: 'U1', channelId: 'C1' } as const;
    const { state, cookie } = await one.installations.oauthState.begin(intent);
    const browser = (name: string) => (name === cookie.name ? cookie.value : undefined);
    return { intent, cookie, consume: (from = browser) => one.installations.oauthState.consume(state, from) };
  }

  test('lives for ten minutes, as its cookie does, and brings back what the attempt was for', async () => {
    const { intent, cookie, consume } = await begun();
    expect(cookie.maxAgeSeconds).toBe(LIFETIME_MS / 1000);
    one.forward(LIFETIME_MS - 1_000);
    expect(await consume()).toEqual({ kind: 'accepted', ...intent });
  });

  test('is refused after ten minutes', async () => {
    const { consume } = await begun();
    one.forward(LIFETIME_MS + 1_000);
    expect(await consume()).toEqual({ kind: 'expired' });
  });

  test('is accepted once, and not in another browser', async () => {
    const { consume } = await begun();
    expect(await consume(() => undefined)).toEqual({ kind: 'other_browser' });
    expect(await consume(() => 'planted')).toEqual({ kind: 'other_browser' });
    expect(await consume()).toMatchObject({ kind: 'accepted' });
    expect(await consume()).toEqual({ kind: 'used' });
    one.forward(LIFETIME_MS + 1_000);
    expect(await consume()).toEqual({ kind: 'used' });
    expect(await one.installations.oauthState.consume('never begun', () => 'planted')).toEqual({
      kind: 'unknown',
    });
  });

  test('of two callbacks at the same moment one is accepted', async () => {
    const { consume } = await begun();
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => consume()));
    expect(verdicts.map(({ kind }) => kind).sort()).toEqual(['accepted', ...Array(9).fill('used')]);
  });
});
