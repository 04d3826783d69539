import { afterEach, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { openPostgresql } from '../../../src/database/postgresql/postgresql-database.ts';
import { databaseUrl, runOn } from '../../support/databases.ts';
import { opensHome } from '../../support/home-team.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard.ts';

const JOBS = [
  'rotate-tokens',
  'retry-revocations',
  'read-incidents',
  'notify',
  'reseal',
  'count-coverage',
  'sweep',
  'erase-gone',
];

let database: Database;
let lanyard: Lanyard | undefined;
afterEach(async () => {
  await lanyard?.stop();
  lanyard = undefined;
  await database.close();
});

async function open(limit: number): Promise<string> {
  const url = await databaseUrl();
  database = await openPostgresql({ url: `${url}?connection_limit=${limit}`, log: () => {} });
  return url;
}

test.each([1, 3])('connection_limit=%i is never exceeded', async (limit) => {
  const url = await open(limit);
  const asked = Array.from({ length: 20 }, () => database.prisma.$queryRaw`SELECT pg_sleep(0.01)::TEXT`);
  const [seen] = await runOn(
    url,
    'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  expect(await Promise.all(asked)).toHaveLength(20);
  expect(seen?.count).toBeLessThanOrEqual(limit);
});

test('a whole Lanyard works on one connection: no transaction needs a second one', async () => {
  await open(1);
  lanyard = await startLanyard(database, { tokenRotation: true });
  const { slack, install, clock, runJob } = lanyard;
  const owners = ['One', 'Two', 'Three'].map((name) =>
    slack.workspace(name).person('Olga', { role: 'owner', twoFactor: 'app' }),
  );
  const pages = await Promise.all(owners.map((owner) => install(owner)));
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
  await Promise.all(owners.map((owner) => install(owner, { forMe: true })));
  for (const owner of owners) await opensHome(owner);
  clock.forward(11 * 60 * 60_000);
  for (const job of JOBS) await runJob(job);
});
