import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Database } from '../../src/database/database.ts';
import { openPGlite } from '../../src/database/embedded/embedded-database.ts';
import { PGLITE_SETTINGS } from '../../src/database/embedded/pglite-settings.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { isQuick } from './quick.mjs';

export type DatabaseUnderTest = {
  name: 'PGlite' | 'PostgreSQL';
  /** A database of its own, migrated and empty. Close it after the tests of the file. */
  open(): Promise<Database>;
};

const log = () => {};

/** Clearing the usual ones takes longer than most tests. */
const FEW_BUFFERS = [...PGLITE_SETTINGS.startParams, '-c', 'shared_buffers=2MB'];

const both: DatabaseUnderTest[] = [
  { name: 'PGlite', open: async () => openPGlite({ pglite: await copyOfPGliteTemplate(), log }) },
  { name: 'PostgreSQL', open: async () => openPostgresql({ url: await databaseUrl(), log }) },
];

/** For `describe.each(databasesUnderTest)('… on $name', ({ open }) => …)`: every guarantee holds on both. */
export const databasesUnderTest = both.filter(({ name }) => name === 'PGlite' || !isQuick);

/** The URL of a new database on the run's PostgreSQL, migrated and empty: for tests that start whole processes. */
export function databaseUrl(): Promise<string> {
  return createDatabase(` TEMPLATE "${environment('LANYARD_TEST_DATABASE_PREFIX')}_template"`);
}

/** The URL of a new database on the run's PostgreSQL without any table: for tests of migrations. */
export function unmigratedDatabaseUrl(): Promise<string> {
  return createDatabase('');
}

/** @param dataDir where to keep it; without: in memory */
export async function copyOfPGliteTemplate(dataDir?: string): Promise<PGlite> {
  // Not fs.openAsBlob: it leaves the file open, and Jest waits for that.
  const template = await readFile(environment('LANYARD_TEST_PGLITE_TEMPLATE'));
  return PGlite.create({
    ...(dataDir ? { dataDir } : {}),
    loadDataDir: new Blob([template]),
    startParams: FEW_BUFFERS,
  });
}

async function createDatabase(options: string): Promise<string> {
  const url = new URL(environment('LANYARD_TEST_POSTGRES_URL'));
  const name = `${environment('LANYARD_TEST_DATABASE_PREFIX')}_${randomBytes(6).toString('hex')}`;
  await runOn(url.href, `CREATE DATABASE "${name}"${options}`);
  url.pathname = name;
  return url.href;
}

/** Runs SQL on a connection of its own, behind the back of whatever is being tested. */
export async function runOn(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function environment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by npm test, which prepares the databases.`);
  return value;
}
