import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import type { Coverage } from '../../src/two-factor/coverage.ts';
import { type CountingUnderTest, startCounting } from '../support/counting.ts';
import { databasesUnderTest } from '../support/databases.ts';

describe.each(databasesUnderTest)('coverage, on $name', ({ open }) => {
  let database: Database;
  let one: CountingUnderTest;
  beforeAll(async () => {
    database = await open();
    one = await startCounting(database, { rateLimits: true });
  });
  afterAll(async () => {
    await one.stop();
    await database.close();
  });

  const figures = (coverage: Coverage) => {
    if (coverage.kind !== 'set_up' || !coverage.figures) throw new Error('There are no figures.');
    return coverage.figures;
  };
  const refreshed = async (key: { installedIn: string; isEnterpriseInstall: boolean }) =>
    figures(await one.twoFactor.refreshCoverage(key));

  test('is not set up until an admin agrees, and nothing is read before', async () => {
    const { key } = await one.workspace('Unasked');
    const before = one.listCalls().length;
    expect(await one.twoFactor.coverage(key)).toEqual({ kind: 'not_set_up' });
    expect(await one.twoFactor.refreshCoverage(key)).toEqual({ kind: 'not_set_up' });
    expect(one.listCalls()).toHaveLength(before);
  });

  test('counts people by kind, and prints nobody who is a bot, deactivated or of another company', async () => {
    const { place, owner, key } = await one.counted('Kinds');
    place.person('Ada', { role: 'admin', twoFactor: 'off' });
    place.person('Sam', { twoFactor: 'sms' });
    place.person('Zoe', { twoFactor: 'off' });
    place.person('Gus', { role: 'guest', twoFactor: 'off' });
    place.person('Gone', { twoFactor: 'off', deleted: true });
    place.person('Else', { role: 'stranger' });
    const found = await refreshed(key);
    expect(found).toMatchObject({ on: 2, counted: 4, sharePercent: 50, readBy: owner.id });
    // Slackbot and Lanyard's own bot.
    expect(found.counts).toMatchObject({
      app: 1,
      sms: 1,
      off: 2,
      adminsOff: 1,
      guest: 1,
      bot: 2,
      deactivated: 1,
    });
    expect((await one.twoFactor.peopleWithout(key)).map(({ name, admin }) => [name, admin])).toEqual([
      ['Ada', true],
      ['Zoe', false],
    ]);
  });

  test('under single sign-on counts only those who have a factor of Slack’s own', async () => {
    const { place, key } = await one.counted('Signed on', { sso: true });
    place.person('Zoe', { twoFactor: 'off' });
    const found = await refreshed(key);
    expect(found).toMatchObject({ on: 1, counted: 1, sharePercent: 100 });
    expect(found.counts).toMatchObject({ single_sign_on: 1, off: 0 });
  });

  test('reads ten thousand people within the rate limit, with refusals on the way and progress to see', async () => {
    const { place, key } = await one.counted('Ten thousand');
    for (let index = 1; index < 10_000; index += 1) {
      place.person(`Person ${index}`, { twoFactor: (['app', 'sms', 'off'] as const)[index % 3] ?? 'off' });
    }
    const before = one.listCalls().length;
    one.slack.fault('users.list', { status: 429, retryAfterSeconds: 17 }, 2);
    const progress: number[] = [];
    const found = figures(
      await one.twoFactor.refreshCoverage(key, { onProgress: (people) => progress.push(people) }),
    );
    expect(found).toMatchObject({ counted: 10_000, on: 6_667, sharePercent: 67 });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(50);
    expect(progress.at(-1)).toBe(10_002);
    const calls = one.listCalls().slice(before);
    // Fifty-one pages, and the two that were planned to be refused: no others were.
    expect(calls.filter(({ status }) => status === 429)).toHaveLength(2);
    expect(calls).toHaveLength(53);
    expect(one.waits.filter((ms) => ms === 17_000)).toHaveLength(2);
  }, 60_000);
});
