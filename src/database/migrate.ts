import path from 'node:path';
import {
  isDriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { AppError } from '../errors.ts';
import { findPrismaFolder, type Migration, readMigrations } from './migration-files.ts';
import { type MigrationSession, openMigrationSession } from './migration-session.ts';
import { loadSchemaEngine } from './schema-engine.ts';

/** Runs one statement and answers its rows, by column name. */
export type RunSql = (sql: string) => Promise<Record<string, unknown>[]>;

export type MigrateOptions = {
  sql: RunSql;
  /** A session for the migrations alone. `end` closes it, and that frees the engine's advisory lock. */
  openSession: () => { factory: SqlMigrationAwareDriverAdapterFactory; end: () => Promise<void> };
  log: (message: string, details?: object) => void;
  folder?: string | undefined;
};

const defaultFolder = () => path.join(findPrismaFolder(), 'migrations');

/** Names of the migrations that this version brings and the database does not have, oldest first. */
export async function pendingMigrations(sql: RunSql, folder = defaultFolder()): Promise<string[]> {
  const { applied } = await readHistory(sql);
  const migrations = await readMigrations(folder);
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

/**
 * Brings the database to this version's schema. Several processes may start at once: one of them applies, the
 * others wait and find nothing left to do. When nothing is left, this is two quick queries.
 *
 * @throws AppError `migration_failed`: a script failed (the database is then as it was before), an earlier run by
 * other means was left half done, or the database is ahead of this version
 */
export async function migrate({ sql, openSession, log, folder = defaultFolder() }: MigrateOptions) {
  const migrations = await readMigrations(folder);
  if ((await missing(sql, migrations)).length === 0) return;
  const { factory, end } = openSession();
  try {
    const session = await openMigrationSession(factory).catch(busy);
    // Again: another process may have done it while this one waited for its turn.
    const pending = await missing(sql, migrations);
    if (pending.length === 0) return;
    log('migrating the database', { migrations: pending });
    await applyEach(migrations, pending, session);
    log('the database is migrated', { migrations: pending });
  } finally {
    await end();
  }
}

async function applyEach(
  migrations: readonly Migration[],
  pending: readonly string[],
  session: MigrationSession,
): Promise<void> {
  const engine = await loadSchemaEngine(session.factory);
  try {
    for (const name of pending) {
      const upToThis = migrations.slice(0, migrations.findIndex((migration) => migration.name === name) + 1);
      await session.inTransaction(() => engine.apply(upToThis)).catch((error) => scriptFailed(name, error));
    }
  } finally {
    engine.free();
  }
}

async function missing(sql: RunSql, migrations: readonly Migration[]): Promise<string[]> {
  const { applied, failed } = await readHistory(sql);
  refuseUnknown([...applied], migrations);
  refuseFailed(failed);
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

async function readHistory(sql: RunSql): Promise<{ applied: Set<string>; failed: string[] }> {
  const [table] = await sql(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS present`);
  if (!table?.present) return { applied: new Set(), failed: [] };
  const rows = await sql(
    `SELECT migration_name, finished_at IS NOT NULL AS finished
       FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const names = (finished: boolean) =>
    rows.filter((row) => row.finished === finished).map((row) => String(row.migration_name));
  return { applied: new Set(names(true)), failed: names(false) };
}

function refuseUnknown(applied: readonly string[], migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new AppError({
    code: 'migration_failed',
    message: `The database was migrated by another, probably newer, version of Lanyard: this one does not know ${unknown.join(', ')}.`,
    hint: 'Start that version or a newer one. To go back to this version, restore a backup from before the update.',
    details: { unknown },
  });
}

function refuseFailed(failed: readonly string[]): void {
  if (failed.length === 0) return;
  throw new AppError({
    code: 'migration_failed',
    message: `An earlier run left the migration ${failed.join(', ')} half done.`,
    hint: `Look at the column logs of the table _prisma_migrations and undo by hand what it did. Then: UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL; and start again.`,
    details: { failed },
  });
}

function busy(error: unknown): never {
  throw new AppError({
    code: 'migration_failed',
    message: `The database could not be taken for its migration: ${reasonOf(error)}`,
    hint: 'Another process may still be migrating it. Start again when that is done; nothing was changed here.',
    retryable: true,
    cause: error,
  });
}

function scriptFailed(name: string, error: unknown): never {
  throw new AppError({
    code: 'migration_failed',
    message: `The migration ${name} failed: ${reasonOf(error)}`,
    hint: 'It was taken back; the database is as it was before this migration. Start again to retry, or go back to the version that ran before.',
    details: { migration: name },
    cause: error,
  });
}

function reasonOf(error: unknown): string {
  const said = isDriverAdapterError(error) ? error.cause.originalMessage : undefined;
  return said ?? (error instanceof Error ? error.message : String(error));
}
