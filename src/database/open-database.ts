import type { Database, DatabaseLog } from './database.ts';

export type OpenDatabaseOptions = {
  /** PostgreSQL; absent: the embedded database. */
  url?: string | undefined;
  /** PostgreSQL itself, for LISTEN and migrations, where `url` leads to a pooler. */
  directUrl?: string | undefined;
  /** Where the embedded database keeps its files. PostgreSQL does not touch it. */
  dataDir: string;
  log: DatabaseLog;
};

/**
 * Opens the database and brings it to this version's schema.
 *
 * @throws AppError `config_invalid` for the URLs, `database_unavailable`, `data_dir_locked`, `data_dir_unusable`, `migration_failed`
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { url, directUrl, dataDir, log } = options;
  // Loaded on demand: PGlite alone takes 80 ms and 20 MB that a process on PostgreSQL has no use for.
  if (url)
    return (await import('./postgresql/postgresql-database.ts')).openPostgresql({ url, directUrl, log });
  return (await import('./embedded/embedded-database.ts')).openEmbedded({ dataDir, log });
}
