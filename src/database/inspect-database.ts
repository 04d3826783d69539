import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FeedState } from './change-feed.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { pendingMigrations, type RunSql, refuseForeign } from './migrate.ts';

export type Inspection = {
  kind: 'embedded' | 'postgresql';
  /** Names of the migrations that the database does not have yet. */
  pending: string[];
  sql: RunSql;
  /** Whether processes would hear each other's changes, tried by one notification. Takes 3 s where they would not. */
  changeFeed(): Promise<FeedState>;
  /** Parameters of the URL without effect, each with what to use instead. */
  ignoredParameters: Readonly<Record<string, string>>;
  /** @throws AppError `migration_failed` when this version could not start on the database */
  refuseForeign(): Promise<void>;
  close(): Promise<void>;
};

export type InspectOptions = { url?: string | undefined; directUrl?: string | undefined; dataDir: string };

/**
 * Opens the database to look at it, and changes nothing: no migration, and no embedded database where there is none.
 *
 * @returns undefined when there is no embedded database yet
 * @throws AppError `config_invalid`, `database_unavailable`, `data_dir_locked` (a Lanyard is running on it), `data_dir_unusable`
 */
export async function inspectDatabase(options: InspectOptions): Promise<Inspection | undefined> {
  const { url, directUrl, dataDir } = options;
  if (url) return (await import('./inspect-postgresql.ts')).inspectPostgresql(url, directUrl);
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
    return {
      kind: 'embedded',
      sql,
      pending: await pendingMigrations(sql, 'public'),
      changeFeed: async () => 'live',
      ignoredParameters: {},
      refuseForeign: () => refuseForeign(sql, 'public'),
      close,
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
