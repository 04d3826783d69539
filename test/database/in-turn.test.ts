import { expect, test } from '@jest/globals';
import pg from 'pg';
import { openPGlite } from '../../src/database/embedded/embedded-database.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { type Urgency, withUrgency } from '../../src/turns.ts';
import { copyOfPGliteTemplate, databaseUrl } from '../support/databases.ts';

const log = () => {};

test('the embedded database lets everything else in this process have its turn between any two statements', async () => {
  const database = await openPGlite({ pglite: await copyOfPGliteTemplate(), log });
  let turnsOfTheLoop = 0;
  let done = false;
  const watch = () => {
    turnsOfTheLoop += 1;
    if (!done) setImmediate(watch);
  };
  watch();
  const statements = 60;
  await Promise.all(Array.from({ length: statements }, () => database.prisma.$queryRaw`SELECT 1`));
  await database.prisma.$transaction(async (tx) => {
    for (let n = 0; n < statements; n += 1) await tx.$queryRaw`SELECT 1`;
  });
  done = true;
  expect(turnsOfTheLoop).toBeGreaterThanOrEqual(2 * statements);
  await database.close();
});

test('on PostgreSQL, waiting for a connection that others use does not count as failing to connect', async () => {
  const url = await databaseUrl();
  const connectTimeoutMs = 3_000;
  const database = await openPostgresql({ url, log, connectTimeoutMs });
  // All connections are there before any of them is held up.
  await Promise.all(Array.from({ length: 40 }, () => database.prisma.$queryRaw`SELECT pg_sleep(0.01)::text`));
  const other = new pg.Client({ connectionString: url });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE installations IN ACCESS EXCLUSIVE MODE');
  const reads = Promise.allSettled([
    ...Array.from({ length: 30 }, () => database.prisma.installation.count()),
    ...Array.from({ length: 10 }, () => database.prisma.$transaction((tx) => tx.installation.count())),
    ...Array.from({ length: 5 }, () => database.sql('SELECT count(*) FROM installations')),
  ]);
  await other.query(`SELECT pg_sleep(${(connectTimeoutMs + 500) / 1_000})`);
  await other.query('ROLLBACK');
  expect((await reads).filter(({ status }) => status === 'rejected')).toEqual([]);
  await other.end();
  await database.close();
});

test('in the embedded database, what is urgent overtakes what nobody waits for', async () => {
  const database = await openPGlite({ pglite: await copyOfPGliteTemplate(), log });
  const done: string[] = [];
  const begun = signal();
  const held = signal();
  const holder = database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1`;
    begun.give();
    await held.given;
  });
  await begun.given;
  const run = (urgency: Urgency, name: string) =>
    withUrgency(urgency, async () => {
      await database.sql('SELECT 1');
      done.push(name);
    });
  const all = [run('nobody', 'job'), run('person', 'command'), run('acknowledgement', 'event')];
  held.give();
  await Promise.all([holder, ...all]);
  expect(done).toEqual(['event', 'command', 'job']);
  await database.close();
});

function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
