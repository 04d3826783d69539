import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { toAppError } from '../../../src/errors.ts';
import { type DatabaseProxy, startDatabaseProxy } from '../../support/database-proxy.ts';
import { databaseUrl, runOn } from '../../support/databases.ts';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/until.ts';

const messages: string[] = [];
const open = (url: string) =>
  openDatabase({ url, dataDir: '', log: (message) => void messages.push(message) });

describe('a PostgreSQL that fails while Lanyard runs', () => {
  let direct: string;
  let proxy: DatabaseProxy;
  let database: Database;
  beforeAll(async () => {
    direct = await databaseUrl();
    proxy = await startDatabaseProxy(direct);
    database = await open(proxy.url);
  });
  afterAll(async () => {
    await database.close();
    await proxy.stop();
  });

  const killConnections = () =>
    runOn(
      direct,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
  const count = () => database.prisma.installation.count();

  test('killed idle connections are replaced, and the process lives', async () => {
    await Promise.all([count(), count(), count()]);
    await killConnections();
    expect(await runUntilItWorks(count)).toBe(0);
    expect(messages).toContain('the connection to the database was lost');
  });

  test('a connection killed in the middle of a query or transaction fails only that', async () => {
    const query = database.prisma.$queryRaw`SELECT pg_sleep(30)::TEXT`;
    const transaction = database.prisma.$transaction((tx) => tx.$queryRaw`SELECT pg_sleep(30)::TEXT`);
    const outcomes = Promise.all([query.catch(toAppError), transaction.catch(toAppError)]);
    await until(
      () => runOn(direct, `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'`),
      (sleeping) => sleeping.length === 2,
      'both queries to run',
    );
    await killConnections();
    expect((await outcomes).map((error) => (error as { code: string }).code)).toEqual([
      'database_unavailable',
      'database_unavailable',
    ]);
    expect(await runUntilItWorks(count)).toBe(0);
    await database.ping();
  });

  test('while nothing answers ping says so in 2 s; when it answers again all goes on', async () => {
    await count();
    proxy.freeze();
    const asked = performance.now();
    await expect(database.ping()).rejects.toMatchObject({
      code: 'database_unavailable',
      message: expect.stringContaining('no answer within 2000 ms'),
    });
    expect(performance.now() - asked).toBeLessThan(4_000);
    proxy.thaw();
    expect(await runUntilItWorks(count)).toBe(0);
  });

  test('while it refuses connections queries fail at once; when it is back all goes on', async () => {
    await proxy.refuse();
    await expect(count().catch(toAppError)).resolves.toMatchObject({ code: 'database_unavailable' });
    await expect(database.ping()).rejects.toMatchObject({ code: 'database_unavailable' });
    await proxy.accept();
    expect(await runUntilItWorks(count)).toBe(0);
  });
});

describe('opening', () => {
  test('a server that is not there is refused in words without the password', async () => {
    const url = `postgresql://lanyard:geheim@127.0.0.1:${await freePort()}/lanyard`;
    const refusal = await open(url).catch((error) => error);
    expect(refusal).toMatchObject({
      code: 'database_unavailable',
      message: expect.stringMatching(/^Cannot connect to the database: .*ECONNREFUSED/),
      hint: expect.stringContaining('DATABASE_URL'),
    });
    expect(JSON.stringify([refusal.message, refusal.hint, refusal.details])).not.toContain('geheim');
  });

  test('a database that does not exist, and a wrong password, are refused by name', async () => {
    const url = new URL(await databaseUrl());
    url.pathname = 'nowhere';
    await expect(open(url.href)).rejects.toThrow('database "nowhere" does not exist');
    url.password = 'wrong';
    await expect(open(url.href)).rejects.toThrow('password authentication failed');
  });

  test('the time zone of the server changes nothing', async () => {
    const url = await databaseUrl();
    await runOn(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET timezone = 'America/New_York'`);
    const database = await open(url);
    const processedAt = new Date('2026-11-01T05:30:00.123Z');
    await database.prisma.processedEvent.create({ data: { eventId: 'Ev1', processedAt } });
    await database.close();
    const [row] = await runOn(url, 'SELECT processed_at FROM processed_events');
    expect(row?.processed_at).toEqual(processedAt);
  });

  test('closing twice is closing once', async () => {
    const database = await open(await databaseUrl());
    await Promise.all([database.close(), database.close()]);
    await expect(database.prisma.installation.count()).rejects.toThrow();
  });
});

/** The pool may hold more dead connections that it has not noticed yet: each fails one query. */
async function runUntilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const outcome = await work().catch(() => undefined);
    if (outcome !== undefined) return outcome;
  }
  return work();
}
