import { afterEach, describe, expect, test } from '@jest/globals';
import { runOn } from '../support/databases.ts';
import { install } from '../support/install.ts';
import { type OtherApp, prepareOtherApp, type RunOptions } from '../support/other-app.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

describe('the upkeep of a Bolt app on this store', () => {
  let other: OtherApp;
  afterEach(() => other.stop());

  async function start(options: RunOptions = {}) {
    other = await prepareOtherApp();
    const { store } = await other.run({ ...options, store: { jobs: 'none', ...options.store } });
    const acme = other.slack.workspace('Acme');
    const olga = acme.person('Olga', { role: 'owner' });
    await install(other.url, olga);
    return { ...other, store, acme, olga };
  }

  test('asks Slack again about a revocation that it did not confirm', async () => {
    const { slack, store, acme, olga, database, forward } = await start({ userScopes: ['users:read'] });
    slack.fault('auth.revoke', { status: 503 });
    const row = await store.installations.findUserAuthorization({ teamId: acme.id }, olga.id);
    if (!row) throw new Error('Olga gave a permission.');
    await store.installations.revokePermission(row, { kind: 'user', userId: olga.id });
    const revoked = async () =>
      (await runOn(database, 'SELECT revoked_at, sealed_user_token FROM user_authorizations'))[0];
    expect(await revoked()).toMatchObject({ revoked_at: null });
    forward(HOUR_MS);
    await store.runUpkeep();
    expect(await revoked()).toEqual({ revoked_at: expect.any(Date), sealed_user_token: null });
  });

  test('erases thirteen days after the removal, with what the app keeps besides', async () => {
    const erased: string[] = [];
    const { slack, store, acme, database, forward } = await start({
      store: {
        alsoErase: [
          async (_tx, { installedIn }) => {
            erased.push(installedIn);
            return {};
          },
        ],
      },
    });
    await acme.uninstall();
    await slack.settled();
    const rows = () => runOn(database, 'SELECT uninstalled_at FROM installations');
    await until(rows, ([row]) => row?.uninstalled_at != null, 'the removal to be known');
    forward(13 * DAY_MS - HOUR_MS);
    await store.runUpkeep();
    expect([await rows(), erased]).toEqual([[expect.anything()], []]);
    forward(2 * HOUR_MS);
    await store.runUpkeep();
    expect([await rows(), erased]).toEqual([[], [acme.id]]);
  });

  test('on pg-boss, has a queue of its own beside those of other apps', async () => {
    const { database } = await start({ store: { jobs: 'pg-boss' } });
    const schemas = async () =>
      (await runOn(database, `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgboss%'`)).map(
        ({ nspname }) => String(nspname),
      );
    const [schema = ''] = await until(schemas, ({ length }) => length > 0, 'a queue');
    expect(schema).toMatch(/^pgboss_[0-9a-f]{10}$/);
    const scheduled = async () =>
      (await runOn(database, `SELECT name FROM "${schema}".schedule ORDER BY name`).catch(() => [])).map(
        ({ name }) => name,
      );
    await until(scheduled, ({ length }) => length === 5, 'all jobs to be scheduled');
    expect(await scheduled()).toEqual([
      'erase-gone',
      'reseal',
      'retry-revocations',
      'rotate-tokens',
      'sweep',
    ]);
  });
});
