import { existsSync } from 'node:fs';
import path from 'node:path';
import { lockDataDirectory } from './embedded/data-directory-lock.ts';
import type { Inspection } from './inspection.ts';
import { pendingMigrations, refuseForeign } from './migrations/migrate.ts';
import type { RunSql } from './run-sql.ts';

export type InspectOptions = { url?: string | undefined; directUrl?: string | undefined; dataDir: string };

/**
 * Opens the database to look at it, and changes nothing: no migration, and no embedded database where there is none.
 *
 * @returns undefined when there is no embedded database yet
 * @throws AppError `config_invalid`, `database_unavailable`, `data_dir_locked` (a Lanyard is running on it), `data_dir_unusable`
 */
export async function inspectDatabase(options: InspectOptions): Promise<Inspection | undefined> {
  const { url, directUrl, dataDir } = options;
  if (url) return (await import('./postgresql/inspect-postgresql.ts')).inspectPostgresql(url, directUrl);
  const folder = path.join(dataDir, 'database');
  if (!existsSync(folder)) return undefined;
  const lock = await lockDataDirectory(dataDir);
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const { PGLITE_SETTINGS } = await import('./embedded/pglite-settings.ts');
    const pglite = await PGlite.create(folder, PGLITE_SETTINGS);
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
