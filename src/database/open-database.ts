import type { Database, DatabaseLog } from './database.ts';

export type OpenDatabaseOptions = {
  /** PostgreSQL; absent: the embedded database. */
  url?: string | undefined;
  /** Where the embedded database keeps its files. PostgreSQL does not touch it. */
  dataDir: string;
  log: DatabaseLog;
};

/**
 * Opens the database and brings it to this version's schema.
 *
 * @throws AppError `database_unavailable`, `data_dir_locked`, `data_dir_unusable`, `migration_failed`
 */
export async function openDatabase({ url, dataDir, log }: OpenDatabaseOptions): Promise<Database> {
  // Loaded on demand: PGlite alone takes 80 ms and 20 MB that a process on PostgreSQL has no use for.
  if (url) return (await import('./postgresql-database.ts')).openPostgresql({ url, log });
  return (await import('./embedded-database.ts')).openEmbedded({ dataDir, log });
}
