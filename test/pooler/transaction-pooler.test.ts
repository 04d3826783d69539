import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { checkDatabase } from '../../src/cli/doctor/check-database.ts';
import { printed } from '../../src/cli/doctor/finding.ts';
import type { Config } from '../../src/config.ts';
import { restoreBackup, saveBackup } from '../../src/database/backup/save-and-restore.ts';
import type { Database } from '../../src/database/database.ts';
import { inspectDatabase } from '../../src/database/inspect-database.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { databaseUrl, runOn, unmigratedDatabaseUrl } from '../support/databases.ts';
import { startDatabaseProcess } from '../support/holding-processes.ts';
import { opensHome } from '../support/home-team.ts';
import { startLanyard } from '../support/lanyard.ts';
import { migrationsWith } from '../support/migration-folders.ts';
import { startPooler } from '../support/pooler.ts';
import { until } from '../support/until.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function pool(url: string, mode?: 'transaction' | 'session'): Promise<string> {
  const pooler = await startPooler(url, mode);
  cleanUp.push(pooler.stop);
  return pooler.url;
}

type Opening = { directUrl?: string; log?: (message: string) => void; migrationsFolder?: string };

async function open(url: string, { log = () => {}, ...options }: Opening = {}): Promise<Database> {
  const database = await openPostgresql({ url, log, ...options });
  cleanUp.push(() => database.close());
  return database;
}

async function listen(database: Database) {
  const heard: string[] = [];
  const listening = await database.changes.listen('channel', {
    onChange: (payload) => void heard.push(payload),
    onGap: () => {},
  });
  cleanUp.push(() => listening.stop());
  return { heard, listening };
}

const withSchema = (url: string, schema: string) => {
  const changed = new URL(url);
  changed.searchParams.set('schema', schema);
  return changed.href;
};

const advisoryLocks = (url: string) =>
  runOn(
    url,
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );

test('a feed through it is not live, and says which setting is missing', async () => {
  const log: string[] = [];
  const database = await open(await pool(await databaseUrl()), { log: (message) => void log.push(message) });
  const { listening } = await listen(database);
  expect([listening.isLive(), listening.state()]).toEqual([false, 'unheard']);
  expect(log.join()).toContain('set DIRECT_DATABASE_URL');
});

test('with the direct address the feed is live, and hears what was changed through the pooler', async () => {
  const directUrl = await databaseUrl();
  const url = await pool(directUrl);
  const [one, other] = [await open(url, { directUrl }), await open(url, { directUrl })];
  const { heard, listening } = await listen(one);
  expect(listening.state()).toBe('live');
  await other.prisma.$executeRaw`SELECT pg_notify(${other.changes.channelName('channel')}, 'changed')`;
  await until(
    () => heard,
    (seen) => seen.includes('changed'),
    'the notification',
  );
});

test('a direct address of another database is not taken for live', async () => {
  const database = await open(await pool(await databaseUrl()), { directUrl: await databaseUrl() });
  expect((await listen(database)).listening.state()).toBe('unheard');
});

test('a pooler of whole sessions needs no direct address', async () => {
  const database = await open(await pool(await databaseUrl(), 'session'));
  expect((await listen(database)).listening.state()).toBe('live');
});

test('four processes that start at once behind it migrate once, and leave no lock behind', async () => {
  const direct = await unmigratedDatabaseUrl();
  const url = await pool(direct);
  const processes = [1, 2, 3, 4].map(() => startDatabaseProcess({ url }));
  const outcomes = await Promise.all(processes.map((child) => child.outcome));
  expect(outcomes).toEqual([1, 2, 3, 4].map(() => ({ opened: true })));
  expect(await advisoryLocks(direct)).toEqual([]);
  await Promise.all(processes.map((child) => child.stop()));
});

test('the next version migrates at once while processes of this one run', async () => {
  const direct = await databaseUrl();
  const url = await pool(direct);
  await open(url);
  const folders = await Promise.all([
    migrationsWith({ '30000101000000_one': 'CREATE TABLE one (a INT)' }),
    migrationsWith({ '30000101000000_one': 'CREATE TABLE one (a INT)', '30000101000001_two': 'SELECT 1' }),
  ]);
  for (const migrationsFolder of folders) {
    cleanUp.push(() => rm(migrationsFolder, { recursive: true, force: true }));
    expect(await (await open(url, { migrationsFolder })).pendingMigrations()).toEqual([]);
    expect(await advisoryLocks(direct)).toEqual([]);
  }
});

test('two schemas through one pooler never see each other, in single statements and in transactions', async () => {
  const direct = await unmigratedDatabaseUrl();
  const url = await pool(direct);
  const one = await open(withSchema(url, 'lanyard'));
  const other = await open(withSchema(url, 'Another one'));
  const work = async (database: Database, name: string) => {
    const eventId = `Ev-${name}`;
    await database.prisma.processedEvent.create({ data: { eventId, processedAt: new Date() } });
    for (let round = 0; round < 10; round += 1) {
      const single = await database.prisma.$queryRaw`SELECT event_id FROM processed_events`;
      const both = await database.prisma.$transaction(async (tx) => [
        await tx.$queryRaw`SELECT event_id FROM processed_events`,
        await tx.processedEvent.findMany({ select: { eventId: true } }),
      ]);
      expect([single, ...both]).toEqual([[{ event_id: eventId }], [{ event_id: eventId }], [{ eventId }]]);
    }
  };
  await Promise.all([work(one, 'one'), work(one, 'one').catch(() => {}), work(other, 'other')]);
  expect(await runOn(direct, `SELECT to_regclass('public.installations') AS there`)).toEqual([
    { there: null },
  ]);
});

test('time limits hold behind it, and no other client of the pooler gets them', async () => {
  const url = await pool(await databaseUrl());
  const database = await open(url);
  const show = () => database.prisma.$queryRaw`SELECT current_setting('statement_timeout') AS value`;
  for (let round = 0; round < 8; round += 1) {
    expect(await show()).toEqual([{ value: '10s' }]);
    expect(await runOn(url, 'SHOW statement_timeout')).toEqual([{ statement_timeout: '0' }]);
  }
});

test('a failed statement leaves nothing open behind it', async () => {
  const database = await open(await pool(await databaseUrl()));
  const create = () =>
    database.prisma.processedEvent.create({ data: { eventId: 'Ev1', processedAt: new Date() } });
  await create();
  for (let round = 0; round < 20; round += 1) await expect(create()).rejects.toMatchObject({ code: 'P2002' });
  expect(await database.prisma.processedEvent.count()).toBe(1);
});

test('a backup is saved and restored through it, in its schema', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'lanyard-pooled-backup-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'lanyard.backup.gz');
  const direct = await unmigratedDatabaseUrl();
  const url = await pool(direct);
  const database = await open(withSchema(url, 'lanyard'));
  await database.prisma.processedEvent.create({ data: { eventId: 'Ev1', processedAt: new Date() } });
  await open(withSchema(url, 'copy'));
  for (const [schema, act] of [
    ['lanyard', saveBackup],
    ['copy', restoreBackup],
  ] as const) {
    const inspection = await inspectDatabase({ url: withSchema(url, schema), dataDir: folder });
    await act(inspection?.sql ?? fail(), file).finally(() => inspection?.close());
  }
  expect(await runOn(direct, 'SELECT event_id FROM copy.processed_events')).toEqual([{ event_id: 'Ev1' }]);
});

function fail(): never {
  throw new Error('There is no database.');
}

test('a whole Lanyard runs behind it in a schema, and doctor, /readyz and /metrics name the missing setting', async () => {
  const direct = await unmigratedDatabaseUrl();
  const url = withSchema(await pool(direct), 'lanyard');
  const lanyard = await startLanyard(await open(url));
  cleanUp.push(() => lanyard.stop());
  const owner = lanyard.slack.workspace('Pooled').person('Olga', { role: 'owner', twoFactor: 'app' });
  await lanyard.install(owner);
  await opensHome(owner);

  const ready = await fetch(`${lanyard.url}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { status: 'warning', checks: { changes: 'unheard' } },
  ]);
  expect(await (await fetch(`${lanyard.url}/metrics`)).text()).toContain('lanyard_change_feed_live 0');

  const config = { ...lanyard.config, databaseUrl: url };
  const about = async (changed: Config) =>
    (await checkDatabase(changed, false))
      .filter((finding) => finding.about === 'Changes')
      .map(printed)
      .join();
  expect(await about(config)).toMatch(/transaction pooler.*\n.*Set DIRECT_DATABASE_URL/);
  const directDatabaseUrl = withSchema(direct, 'lanyard');
  expect(await about({ ...config, directDatabaseUrl })).toContain('processes hear of each other’s changes');
});

test('behind it nothing is remembered: what is gone from the database is not handed out again', async () => {
  const url = await pool(await databaseUrl());
  const lanyard = await startLanyard(await open(url));
  cleanUp.push(() => lanyard.stop());
  const owner = lanyard.slack.workspace('Ended').person('Olga', { role: 'owner' });
  await lanyard.install(owner);
  await opensHome(owner);
  // As another process would, and unheard as there.
  await runOn(url, 'DELETE FROM user_authorizations; DELETE FROM installations');
  const run = await owner.types('/2fa');
  const answers = await until(
    () => run.messages(),
    (messages) => messages.length > 0,
    'an answer',
  );
  expect(JSON.stringify(answers)).toContain('slack/install');
});
