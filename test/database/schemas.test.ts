import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { inspectDatabase } from '../../src/database/inspect-database.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { lockInstallation } from '../../src/installations/rows/lock-installation.ts';
import { createJobs } from '../../src/jobs/jobs.ts';
import { countWaitingJobs } from '../../src/jobs/queue-stats.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { runOn, unmigratedDatabaseUrl } from '../support/databases.ts';
import { until } from '../support/until.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function open(url: string): Promise<Database> {
  const database = await openPostgresql({ url, log: () => {} });
  cleanUp.push(() => database.close());
  return database;
}

const tablesIn = async (url: string, schema: string) =>
  (await runOn(url, `SELECT tablename FROM pg_tables WHERE schemaname = '${schema}'`)).map(({ tablename }) =>
    String(tablename),
  );

test('everything lies in the schema of the URL, which is made at the start', async () => {
  const url = await unmigratedDatabaseUrl();
  const database = await open(`${url}?schema=lanyard`);
  await database.prisma.processedEvent.create({ data: { eventId: 'Ev1', processedAt: new Date() } });
  expect(await database.prisma.$queryRaw`SELECT event_id FROM processed_events`).toHaveLength(1);
  expect(await database.pendingMigrations()).toEqual([]);
  expect(await tablesIn(url, 'lanyard')).toContain('_prisma_migrations');
  expect(await tablesIn(url, 'public')).toEqual([]);
  await database.close();
  await open(`${url}?schema=lanyard`);
});

test('the job queue has a schema beside it', async () => {
  const url = await unmigratedDatabaseUrl();
  const database = await open(`${url}?schema=lanyard`);
  const jobs = createJobs({
    jobs: [{ name: 'one', cron: '0 0 1 1 *', limitSeconds: 60, run: async () => ({}) }],
    sql: database.sql,
    schema: database.jobsSchema,
    metrics: createMetrics(),
    logger: createLogger({ level: 'silent', secrets: [], destination: { write: () => {} } }),
  });
  cleanUp.push(() => jobs.stop());
  await jobs.start();
  expect(await tablesIn(url, 'pgboss_lanyard')).toContain('job');
  expect(await tablesIn(url, 'pgboss')).toEqual([]);
  expect(await countWaitingJobs(database.sql, database.jobsSchema)).toEqual([
    { job: 'one', waiting: 0, oldestSeconds: 0 },
  ]);
});

test('a role with a schema of its own name starts, twice, and uses public', async () => {
  const url = await unmigratedDatabaseUrl();
  const role = `role_${randomBytes(4).toString('hex')}`;
  await runOn(
    url,
    `CREATE ROLE ${role} LOGIN PASSWORD 'word'; CREATE SCHEMA ${role} AUTHORIZATION ${role};
    GRANT CREATE ON SCHEMA public TO ${role}`,
  );
  cleanUp.push(() => runOn(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`));
  const own = new URL(url);
  own.username = role;
  own.password = 'word';
  for (let start = 0; start < 2; start += 1) {
    const database = await openPostgresql({ url: own.href, log: () => {} });
    expect(await database.prisma.installation.count()).toBe(0);
    await database.close();
  }
  expect(await tablesIn(url, role)).toEqual([]);
});

test('two schemas of one database neither hear each other nor wait for each other’s locks', async () => {
  const url = await unmigratedDatabaseUrl();
  const [one, other] = [await open(`${url}?schema=one`), await open(`${url}?schema=other`)];
  const heard: string[] = [];
  for (const [name, database] of Object.entries({ one, other })) {
    const listening = await database.changes.listen('channel', {
      onChange: (payload) => void heard.push(`${name} heard ${payload}`),
      onGap: () => {},
    });
    cleanUp.push(() => listening.stop());
  }
  // Each would wait for the other's end if they shared a lock.
  await one.prisma.$transaction(async (tx) => {
    await lockInstallation(tx, '1.2', 'T1');
    await other.prisma.$transaction((within) => lockInstallation(within, '1.2', 'T1'));
  });
  for (const [name, database] of Object.entries({ one, other }))
    await database.prisma.$executeRaw`SELECT pg_notify(${database.changes.channelName('channel')}, ${name})`;
  await until(
    () => heard,
    (all) => all.includes('one heard one') && all.includes('other heard other'),
    'both notifications',
  );
  // Two connections: which of them hears first is chance.
  expect(heard.toSorted()).toEqual(['one heard one', 'other heard other']);
});

const HISTORY = `CREATE TABLE _prisma_migrations (id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

test('another Prisma app in the same schema is called that, not a newer Lanyard, by the start and by doctor', async () => {
  const url = await unmigratedDatabaseUrl();
  await runOn(
    url,
    `${HISTORY}; CREATE TABLE "Customer" (id INT); INSERT INTO _prisma_migrations
    (id, checksum, migration_name, finished_at) VALUES ('1', 'x', '29990101000000_shop', now())`,
  );
  const refused = {
    code: 'migration_failed',
    message: expect.stringContaining('belongs to another application that uses Prisma'),
    hint: expect.stringContaining('schema=lanyard'),
  };
  await expect(openPostgresql({ url, log: () => {} })).rejects.toMatchObject(refused);
  const inspection = await inspectDatabase({ url, dataDir: '' });
  await expect(inspection?.refuseForeign()).rejects.toMatchObject(refused);
  await inspection?.close();
  await open(`${url}?schema=lanyard`);
  expect(await tablesIn(url, 'public')).toEqual(expect.arrayContaining(['Customer', '_prisma_migrations']));
});

test('a schema that holds tables of something else is refused by their names, and left alone', async () => {
  const url = await unmigratedDatabaseUrl();
  await runOn(url, 'CREATE TABLE wp_posts (id INT)');
  await expect(openPostgresql({ url, log: () => {} })).rejects.toMatchObject({
    message: expect.stringContaining('holds tables of something else: wp_posts'),
  });
  expect(await tablesIn(url, 'public')).toEqual(['wp_posts']);
});

test('a role that may not make the schema is told the statement for somebody who may', async () => {
  const url = await unmigratedDatabaseUrl();
  const role = `role_${randomBytes(4).toString('hex')}`;
  await runOn(url, `CREATE ROLE ${role} LOGIN PASSWORD 'word'`);
  cleanUp.push(() => runOn(url, `DROP ROLE ${role}`));
  const own = new URL(`${url}?schema=lanyard`);
  own.username = role;
  own.password = 'word';
  await expect(openPostgresql({ url: own.href, log: () => {} })).rejects.toMatchObject({
    code: 'migration_failed',
    hint: expect.stringContaining('CREATE SCHEMA "lanyard"'),
  });
});
