import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { createPreferences } from '../../src/notifications/preferences.ts';
import { ON_REQUEST, TOPICS } from '../../src/notifications/topics.ts';
import { databasesUnderTest } from '../support/databases.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const IN_WORKSPACE = { installedIn: 'T1', isEnterpriseInstall: false };
const IN_ORGANIZATION = { installedIn: 'E1', isEnterpriseInstall: true };
const WITHIN = { teamId: 'T1', enterpriseId: 'E1' };

describe.each(databasesUnderTest)('what a person wants to hear of, on $name', ({ open }) => {
  let database: Database;
  let clientId: string;
  let clients = 0;
  let now: Date;
  let preferences: ReturnType<typeof createPreferences>;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    clients += 1;
    clientId = `${clients}.1`;
    now = NOW;
    preferences = createPreferences({ prisma: database.prisma, clientId, clock: () => now });
  });

  const rows = () => database.prisma.notificationPreference.findMany({ where: { clientId } });

  test('is everything but what is told on request, until they say otherwise', async () => {
    const wanted = await preferences.preferencesAt(WITHIN, 'U1');
    expect(wanted).toEqual(Object.fromEntries(TOPICS.map((topic) => [topic, !ON_REQUEST.has(topic)])));
  });

  test('is kept only of the topics they spoke of, for the workspace and its organization', async () => {
    await preferences.setPreferencesAt(WITHIN, 'U1', { access_ended: false, coverage_digest: true });
    for (const key of [IN_WORKSPACE, IN_ORGANIZATION]) {
      const wanted = await preferences.preferences({ key, userId: 'U1' });
      expect(wanted).toMatchObject({ access_ended: false, coverage_digest: true, renewal_failing: true });
    }
    expect(await rows()).toHaveLength(4);
    expect(await preferences.preferences({ key: IN_WORKSPACE, userId: 'U2' })).toMatchObject({
      access_ended: true,
    });
  });

  test('is changed only by a form that is at least as new as the last change', async () => {
    await preferences.setPreferencesAt(WITHIN, 'U1', { access_ended: false });
    const older = preferences.setPreferencesAt(WITHIN, 'U1', { access_ended: true }, at(-1));
    await expect(older).rejects.toMatchObject({ code: 'outdated' });
    // About another topic nothing was said since.
    now = at(5);
    await preferences.setPreferencesAt(WITHIN, 'U1', { renewal_failing: false }, at(-1));
    await preferences.setPreferencesAt(WITHIN, 'U1', { access_ended: true }, NOW);
    const wanted = await preferences.preferencesAt(WITHIN, 'U1');
    expect(wanted).toMatchObject({ access_ended: true, renewal_failing: false });
    const changed = (await rows()).filter(({ topic }) => topic === 'access_ended');
    expect(changed.map(({ changedAt }) => changedAt)).toEqual([at(5), at(5)]);
  });

  test('is said by two people and forms at once without either waiting for the other for ever', async () => {
    const between = { teamId: 'E1', enterpriseId: 'T1' };
    const said = Array.from({ length: 20 }, (_, index) =>
      preferences.setPreferencesAt(index % 2 ? WITHIN : between, `U${index}`, { access_ended: false }),
    );
    await Promise.all(said);
    expect(await rows()).toHaveLength(40);
  });
});
