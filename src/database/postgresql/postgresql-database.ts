import { PrismaPg } from '@prisma/adapter-pg';
import { createTurns, withUrgency } from '../../turns.ts';
import { type Database, type DatabaseLog, MOST_WAITING, QUEUE_PATIENCE_MS } from '../database.ts';
import { PrismaClient } from '../generated/client.ts';
import { inTurn } from '../in-turn.ts';
import { type MigrationConnection, migrate, pendingMigrations } from '../migrations/migrate.ts';
import { ping } from '../ping.ts';
import { nameWithin, setLocal, settingsFor } from '../session-settings.ts';
import { connectionProblem } from './connection-problems.ts';
import { createPgAdapter } from './pg-adapter.ts';
import { type PostgresqlAddress, readAddresses } from './postgresql-address.ts';
import { createPostgresqlChangeFeed } from './postgresql-change-feed.ts';
import { createPool } from './postgresql-pool.ts';

/** Really for connecting: nothing waits at the pool for a connection that another one uses. */
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** The driver's own patience, for a server that is gone without a word; longer, so that a living one speaks first. */
const QUERY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 2_000;
/** How long an interactive transaction may last. */
const TRANSACTION_MS = 10_000;
/** Frees the rows that a frozen process has locked. Longer than any transaction of ours may last. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = TRANSACTION_MS + 5_000;
/** How long a migration waits for another process that is migrating, and for tables in use. */
const MIGRATION_LOCK_TIMEOUT_MS = 120_000;

type PostgresqlOptions = {
  url: string;
  /** PostgreSQL itself, where `url` leads to a pooler. */
  directUrl?: string | undefined;
  log: DatabaseLog;
  migrationsFolder?: string | undefined;
  /** How long connecting may take; default: 5 s. */
  connectTimeoutMs?: number;
};

/**
 * Connects to PostgreSQL and brings it to this version's schema. TLS is as the URL says (`sslmode`).
 * Later outages only fail the queries of their time; the pool connects again on its own.
 *
 * @throws AppError `config_invalid` for the URLs, `database_unavailable` when it cannot connect now, `migration_failed`
 */
export async function openPostgresql(options: PostgresqlOptions): Promise<Database> {
  const { log, migrationsFolder, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const { address, direct } = readAddresses(options.url, options.directUrl);
  const { schema, connectionString, connectionLimit } = address;
  if (Object.keys(address.ignored).length > 0)
    log('parameters of DATABASE_URL have no effect: use these instead', address.ignored);
  const lost = (error: Error) => log('the connection to the database was lost', { reason: error.message });
  const connections = createPool(
    {
      connectionString,
      max: connectionLimit,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    },
    settingsFor(schema, {
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    }),
  );
  const { pool, querySql } = connections;
  // Without a listener a lost idle connection would end the process.
  pool.on('error', lost);
  try {
    await querySql('SELECT 1').catch((cause) => {
      throw connectionProblem(cause, address);
    });
    await migrate({
      sql: querySql,
      schema,
      openConnection: () => openMigrationConnection(direct, schema, lost),
      log,
      folder: migrationsFolder,
    });
  } catch (error) {
    await pool.end();
    throw error;
  }

  // Without this the pool itself would be the queue, and waiting in it would count against the limit for connecting.
  const turns = createTurns({
    what: 'All connections to the database are busy',
    atOnce: pool.options.max,
    most: MOST_WAITING,
  });
  const sqlInTurn = (text: string, values?: readonly unknown[]) => turns.run(() => querySql(text, values));
  const urgentSql: typeof sqlInTurn = (...query) => withUrgency('acknowledgement', () => sqlInTurn(...query));
  const prisma = new PrismaClient({
    adapter: inTurn(createPgAdapter(connections, schema, lost), { turns }),
    transactionOptions: { maxWait: QUEUE_PATIENCE_MS, timeout: TRANSACTION_MS },
  });
  let closing: Promise<void> | undefined;
  return {
    prisma,
    kind: 'postgresql',
    changes: createPostgresqlChangeFeed({
      connectionString: direct.connectionString,
      schema,
      notify: (channel, payload) => urgentSql('SELECT pg_notify($1, $2)', [channel, payload]),
      onLost: lost,
      onUnheard: () =>
        log(
          `other processes’ changes don’t arrive, so nothing is cached between requests. ${
            options.directUrl
              ? 'DIRECT_DATABASE_URL has to lead to the same database as DATABASE_URL, and to PostgreSQL itself'
              : 'This looks like a transaction pooler: set DIRECT_DATABASE_URL to the address of PostgreSQL itself'
          }`,
        ),
    }),
    sql: sqlInTurn,
    jobsSchema: nameWithin(schema, 'pgboss'),
    ping: () => ping(urgentSql),
    pendingMigrations: () => pendingMigrations(sqlInTurn, schema, migrationsFolder),
    close() {
      closing ??= prisma.$disconnect().then(() => pool.end());
      return closing;
    },
  };
}

/** One connection apart from the pool: scripts may take long. */
function openMigrationConnection(
  { connectionString }: PostgresqlAddress,
  schema: string,
  onError: (error: Error) => void,
): MigrationConnection {
  const settings = settingsFor(schema, { statement_timeout: 0, lock_timeout: MIGRATION_LOCK_TIMEOUT_MS });
  const { pool } = createPool(
    {
      connectionString,
      max: 1,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 0,
      keepAlive: true,
    },
    settings,
  );
  pool.on('error', onError);
  return {
    factory: new PrismaPg(pool, { schema, onConnectionError: onError }),
    settings: setLocal(settings),
    end: () => pool.end(),
  };
}
