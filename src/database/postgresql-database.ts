import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Database, type DatabaseLog, TRANSACTION_OPTIONS } from './database.ts';
import { PrismaClient } from './generated/client.ts';
import { migrate, pendingMigrations, type RunSql } from './migrate.ts';
import { createPgAdapter } from './pg-adapter.ts';
import { databaseUnavailable, ping } from './ping.ts';
import { createPostgresqlChangeFeed } from './postgresql-change-feed.ts';

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** The driver's own patience, for a server that is gone without a word; longer, so that a living one speaks first. */
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** Frees the rows that a frozen process has locked. Longer than any transaction of ours may last. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = TRANSACTION_OPTIONS.timeout + 5_000;
/** How long a migration waits for another process that is migrating, and for tables in use. */
const MIGRATION_LOCK_TIMEOUT_MS = 120_000;

type PostgresqlOptions = { url: string; log: DatabaseLog; migrationsFolder?: string | undefined };

/**
 * Connects to PostgreSQL and brings it to this version's schema. TLS is as the URL says (`sslmode`).
 * Later outages only fail the queries of their time; the pool connects again by itself.
 *
 * @throws AppError `database_unavailable` when it cannot connect now, `migration_failed`
 */
export async function openPostgresql({ url, log, migrationsFolder }: PostgresqlOptions): Promise<Database> {
  const lost = (error: Error) => log('the connection to the database was lost', { reason: error.message });
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    onConnect: settings({
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    }),
  });
  // Without a listener a lost idle connection would end the process.
  pool.on('error', lost);
  const sql: RunSql = async (text) => (await pool.query(text)).rows;
  try {
    await sql('SELECT 1').catch((cause) => {
      throw databaseUnavailable('Cannot connect to the database', cause);
    });
    await migrate({
      sql,
      openSession: () => openMigrationConnection(url, lost),
      log,
      folder: migrationsFolder,
    });
  } catch (error) {
    await pool.end();
    throw error;
  }

  const prisma = new PrismaClient({
    adapter: createPgAdapter(pool, lost),
    transactionOptions: TRANSACTION_OPTIONS,
  });
  let closing: Promise<void> | undefined;
  return {
    prisma,
    kind: 'postgresql',
    changes: createPostgresqlChangeFeed(url, lost),
    sql: async (text, values = []) => {
      const result = await pool.query(text, [...values]);
      // Several statements answer by several results.
      return (Array.isArray(result) ? result.at(-1) : result).rows;
    },
    ping: () => ping(sql),
    pendingMigrations: () => pendingMigrations(sql, migrationsFolder),
    close() {
      closing ??= prisma.$disconnect().then(() => pool.end());
      return closing;
    },
  };
}

/** One connection of its own: the engine's advisory lock lives as long as its session; scripts may take long. */
function openMigrationConnection(url: string, onError: (error: Error) => void) {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 0,
    keepAlive: true,
    onConnect: settings({ statement_timeout: 0, lock_timeout: MIGRATION_LOCK_TIMEOUT_MS }),
  });
  pool.on('error', onError);
  return { factory: new PrismaPg(pool, { onConnectionError: onError }), end: () => pool.end() };
}

/**
 * Sets up each new connection. UTC because Prisma's adapters send and read times without a zone. By statements,
 * not as startup parameters: connection poolers refuse those.
 */
function settings(timeoutsMs: Record<string, number>) {
  const all = { timezone: `'UTC'`, ...timeoutsMs };
  const statements = Object.entries(all).map(([name, value]) => `SET ${name} = ${value}`);
  return async (client: pg.ClientBase): Promise<void> => {
    await client.query(statements.join('; '));
  };
}
