import path from 'node:path';
import {
  isDriverAdapterError,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { AppError } from '../../errors.ts';
import type { RunSql } from '../run-sql.ts';
import { quoteIdentifier, quoteLiteral } from '../session-settings.ts';
import { findPrismaFolder, type Migration, readMigrations } from './migration-files.ts';
import { checkHistory, type History, readHistory } from './migration-history.ts';
import { LockNotTaken, type MigrationSession, openMigrationSession } from './migration-session.ts';
import { loadSchemaEngine } from './schema-engine.ts';

/** A connection for the migrations alone. */
export type MigrationConnection = {
  factory: SqlMigrationAwareDriverAdapterFactory;
  /** Statements for the start of each transaction: schema and time limits. */
  settings: string;
  end: () => Promise<void>;
};

export type MigrateOptions = {
  sql: RunSql;
  schema: string;
  openConnection: () => MigrationConnection;
  log: (message: string, details?: object) => void;
  folder?: string | undefined;
};

const defaultFolder = () => path.join(findPrismaFolder(), 'migrations');

/** Names of the migrations that this version brings and the database does not have, oldest first. */
export async function pendingMigrations(
  sql: RunSql,
  schema: string,
  folder = defaultFolder(),
): Promise<string[]> {
  return missingFrom(await readHistory(sql, schema), await readMigrations(folder));
}

/**
 * Whether this version can work on what it finds, apart from migrations to come.
 * @throws AppError `migration_failed`, as `migrate` does, without changing anything
 */
export async function refuseForeign(sql: RunSql, schema: string, folder = defaultFolder()): Promise<void> {
  await checkHistory(sql, schema, await readMigrations(folder));
}

/**
 * Brings the database to this version's schema. Several processes may start at once: each migration is applied by one of
 * them while the others wait. When nothing is left, this is two quick queries.
 *
 * @throws AppError `migration_failed`: a script failed (the database is then as it was before), an earlier run by
 * other means was left half done, the database is ahead of this version, or the schema belongs to something else
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { sql, schema, openConnection, log, folder = defaultFolder() } = options;
  const migrations = await readMigrations(folder);
  const pending = missingFrom(await checkHistory(sql, schema, migrations), migrations);
  if (pending.length === 0) return;
  const { factory, settings, end } = openConnection();
  try {
    const session = await openMigrationSession(factory, { schema, settings });
    await createSchema(session, schema);
    log('migrating the database', { migrations: pending });
    await applyEach({ migrations, pending, session, schema });
    log('the database is migrated', { migrations: pending });
  } finally {
    await end();
  }
}

type Application = {
  migrations: readonly Migration[];
  pending: readonly string[];
  session: MigrationSession;
  schema: string;
};

async function applyEach({ migrations, pending, session, schema }: Application): Promise<void> {
  const engine = await loadSchemaEngine(session.factory);
  try {
    for (const name of pending) {
      const upToThis = migrations.slice(0, migrations.findIndex((migration) => migration.name === name) + 1);
      await session
        .inTransaction(async (sql) => {
          // Again: another process may have done it while this one waited for its turn.
          const stillMissing = missingFrom(await checkHistory(sql, schema, migrations), migrations);
          if (stillMissing.includes(name)) await engine.apply(upToThis);
        })
        .catch((error) => failed(name, error));
    }
  } finally {
    engine.free();
  }
}

async function createSchema(session: MigrationSession, schema: string): Promise<void> {
  await session
    .inTransaction(async (sql) => {
      const [found] = await sql(
        `SELECT 1 AS found FROM pg_namespace WHERE nspname = ${quoteLiteral(schema)}`,
      );
      if (!found) await sql(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
    })
    .catch((error) => {
      if (error instanceof LockNotTaken) throw busy(error);
      throw new AppError({
        code: 'migration_failed',
        message: `The schema "${schema}" could not be created: ${reasonOf(error)}`,
        hint: `Create it as a user with the right to: CREATE SCHEMA ${quoteIdentifier(schema)} AUTHORIZATION the user in DATABASE_URL.`,
        cause: error,
      });
    });
}

function missingFrom({ applied }: History, migrations: readonly Migration[]): string[] {
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

function failed(name: string, error: unknown): never {
  if (error instanceof AppError) throw error;
  if (error instanceof LockNotTaken) throw busy(error);
  const reason = reasonOf(error);
  throw new AppError({
    code: 'migration_failed',
    message: `The migration ${name} failed: ${reason}`,
    hint: /permission denied for schema/.test(reason)
      ? 'The user in DATABASE_URL may not create tables there. Grant it CREATE on the schema, or add schema=lanyard to the URL for a schema of its own.'
      : 'It was rolled back; the database is as it was before this migration. Start again to retry, or go back to the version that ran before.',
    details: { migration: name },
    cause: error,
  });
}

function busy(error: LockNotTaken): AppError {
  return new AppError({
    code: 'migration_failed',
    message: `The database could not be locked for its migration: ${reasonOf(error.cause)}`,
    hint: 'Another process may still be migrating it. Start again when that is done; nothing was changed here.',
    retryable: true,
    cause: error.cause,
  });
}

function reasonOf(error: unknown): string {
  const said = isDriverAdapterError(error) ? error.cause.originalMessage : undefined;
  return said ?? (error instanceof Error ? error.message : String(error));
}
