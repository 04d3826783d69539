import { existsSync } from 'node:fs';
import path from 'node:path';
import { lockDataDirectory } from './data-directory-lock.ts';
import { pendingMigrations, type RunSql } from './migrate.ts';
import { databaseUnavailable } from './ping.ts';

export type Inspection = {
  kind: 'embedded' | 'postgresql';
  /** Names of the migrations that the database does not have yet. */
  pending: string[];
  sql: RunSql;
  close(): Promise<void>;
};

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens the database to look at it, and changes nothing: no migration, and no embedded database where there is none.
 *
 * @returns undefined when there is no embedded database yet
 * @throws AppError `database_unavailable`, `data_dir_locked` (a Lanyard is running on it), `data_dir_unusable`
 */
export async function inspectDatabase({
  url,
  dataDir,
}: {
  url?: string | undefined;
  dataDir: string;
}): Promise<Inspection | undefined> {
  if (url) return inspectPostgresql(url);
  const folder = path.join(dataDir, 'database');
  if (!existsSync(folder)) return undefined;
  const lock = await lockDataDirectory(dataDir);
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const pglite = await PGlite.create(folder);
    const sql: RunSql = async (text) => (await pglite.query<Record<string, unknown>>(text)).rows;
    const close = async () => {
      await pglite.close();
      await lock.release();
    };
    return { kind: 'embedded', sql, pending: await pendingMigrations(sql), close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function inspectPostgresql(url: string): Promise<Inspection> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection lost between two queries is told by the next one.
  client.on('error', () => {});
  const sql: RunSql = async (text) => (await client.query(text)).rows;
  try {
    await client.connect();
    return { kind: 'postgresql', sql, pending: await pendingMigrations(sql), close: () => client.end() };
  } catch (cause) {
    await client.end().catch(() => {});
    throw databaseUnavailable('Cannot connect to the database', cause);
  }
}
