import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

describe.each(databasesUnderTest)('erasing a place now, on $name', ({ open }) => {
  let database: Database;
  let one: CustodyUnderTest;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  afterEach(() => one?.stop());

  async function installed(name: string, { rotation = true } = {}) {
    one = await startCustody(database, { rotation });
    const workspace = one.slack.workspace(name);
    const owner = workspace.person('Olga', { role: 'owner' });
    await one.grant(owner);
    const key = { installedIn: workspace.id, isEnterpriseInstall: false };
    return { workspace, owner, key };
  }
  const rowsOf = async (id: string) =>
    (await one.prisma.installation.count({ where: { installedIn: id } })) +
    (await one.prisma.userAuthorization.count({ where: { installedIn: id } })) +
    (await one.prisma.auditEntry.count({ where: { installedIn: id } }));

  test('counting what would be deleted deletes nothing, and says what is alive', async () => {
    const { key } = await installed('Counted');
    const before = await rowsOf(key.installedIn);
    const plan = await one.installations.planErasure(key);
    expect(plan).toMatchObject({ name: 'Counted', living: { bots: 1, people: 1 } });
    expect(plan.rows).toMatchObject({ installation: 1, userAuthorization: 1 });
    expect(await rowsOf(key.installedIn)).toBe(before);
  });

  test('counting names the place as its installation does, also where a person’s permission has an older name', async () => {
    const { key } = await installed('New name');
    await one.prisma.userAuthorization.updateMany({
      where: { clientId: one.clientId, installedIn: key.installedIn },
      data: { name: 'Old name' },
    });
    expect(await one.installations.planErasure(key)).toMatchObject({ name: 'New name' });
  });

  test('counting names the place after a person’s permission where there is no installation', async () => {
    one = await startCustody(database);
    const workspace = one.slack.workspace('Personal');
    await one.grant(workspace.person('Olga', { role: 'owner' }), { forMe: true });
    const key = { installedIn: workspace.id, isEnterpriseInstall: false };
    expect(await one.installations.planErasure(key)).toEqual({
      key,
      name: 'Personal',
      living: { bots: 0, people: 1 },
      rows: { userAuthorization: 1, auditEntry: 1 },
    });
  });

  test('deletes nothing where a token still works, unless it is to be left alone', async () => {
    const { key } = await installed('Alive');
    const before = await rowsOf(key.installedIn);
    expect(await one.installations.eraseNow(key)).toBeUndefined();
    expect(await rowsOf(key.installedIn)).toBe(before);
    expect(await one.installations.eraseNow(key, { livingToo: true })).toMatchObject({ installation: 1 });
    expect(await rowsOf(key.installedIn)).toBe(0);
  });

  test('ends every token by removing the app at Slack, or one by one where Slack does not let the bot', async () => {
    const removed = await installed('Removed');
    expect(await one.installations.endAtSlack(removed.key)).toBe('app_removed');
    expect(() => removed.owner.tokens()).toThrow();
    expect(await one.installations.endAtSlack(removed.key)).toBe('nothing_alive');
    await one.stop();

    const single = await installed('One by one', { rotation: false });
    one.slack.fault('apps.uninstall', { error: 'not_allowed_token_type' });
    expect(await one.installations.endAtSlack(single.key)).toBe('tokens_revoked');
    expect(() => single.owner.tokens()).toThrow();
    expect(() => single.workspace.botTokens()).toThrow();
    expect(await one.installations.eraseNow(single.key)).toMatchObject({ userAuthorization: 1 });
  });

  test('another process that remembered the installation hears of it', async () => {
    const { workspace, owner, key } = await installed('Remembered');
    const other = await one.startProcess();
    const source = { teamId: workspace.id, userId: owner.id };
    expect(await other.authorize(source)).toMatchObject({ userToken: owner.tokens().access });
    await one.installations.eraseNow(key, { livingToo: true });
    await until(
      () =>
        other.authorize(source).then(
          () => 'served',
          () => 'refused',
        ),
      (outcome) => outcome === 'refused',
      'the other process to forget it',
    );
  });
});
