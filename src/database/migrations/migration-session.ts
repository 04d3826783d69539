import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';

/** Any number will do, as long as every version of Lanyard has the same one. */
const LOCK_KEY = 7_526_927;

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

type Rows = Record<string, unknown>[];

export type MigrationSession = {
  /** For the schema engine. All that it sends runs inside the transaction that is open. */
  factory: SqlMigrationAwareDriverAdapterFactory;
  /**
   * Runs `work` in one transaction, and alone among all processes that migrate this schema. The lock is the
   * transaction's own: one of the session would stay behind at a pooler, and keep everyone else waiting.
   *
   * @throws LockNotTaken; or what the database said first: the engine's own words for it name its source lines instead
   */
  inTransaction(work: (sql: (text: string) => Promise<Rows>) => Promise<void>): Promise<void>;
};

/** Its cause says why. */
export class LockNotTaken extends Error {}

/**
 * Left to itself the engine enters a migration's start in the history, runs the script and enters its end. A process
 * that dies in between would leave a database that every later start refuses.
 *
 * @param settings statements for the start of each transaction
 */
export async function openMigrationSession(
  factory: SqlMigrationAwareDriverAdapterFactory,
  { schema, settings }: { schema: string; settings: string },
): Promise<MigrationSession> {
  const adapter = await factory.connect();
  let current: Transaction | undefined;
  let firstFailure: unknown;

  const run = async <T>(work: (target: SqlDriverAdapter | Transaction) => Promise<T>): Promise<T> => {
    try {
      return await work(current ?? adapter);
    } catch (error) {
      firstFailure ??= error;
      throw error;
    }
  };

  const connection: SqlDriverAdapter = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => run((target) => target.queryRaw(withoutLock(query))),
    executeRaw: (query) => run((target) => target.executeRaw(withoutLock(query))),
    executeScript: async (script) => {
      // Whole: split at semicolons, as adapters do, a script would break inside function bodies and strings.
      await run((target) => target.executeRaw(withoutLock(statement(script))));
    },
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
    dispose: async () => {},
  };

  return {
    factory: {
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect: async () => connection,
      connectToShadowDb: () => factory.connectToShadowDb(),
    } satisfies SqlMigrationAwareDriverAdapterFactory,

    async inTransaction(work) {
      const transaction = await adapter.startTransaction('READ COMMITTED');
      current = transaction;
      firstFailure = undefined;
      try {
        await transaction.executeRaw(statement(settings));
        await transaction.executeRaw(statement(lockOf(schema))).catch((cause) => {
          throw new LockNotTaken('The lock for migrations was not free in time.', { cause });
        });
        await work(async (text) => rowsOf(await transaction.queryRaw(statement(text))));
        await end(transaction, 'COMMIT');
      } catch (error) {
        await end(transaction, 'ROLLBACK').catch(() => {});
        throw firstFailure ?? error;
      } finally {
        current = undefined;
      }
    },
  };
}

/** The first one is what earlier versions take, for their sessions: either keeps the other out. */
function lockOf(schema: string): string {
  if (schema === 'public') return `SELECT pg_advisory_xact_lock(${LOCK_KEY})`;
  return `SELECT pg_advisory_xact_lock(${LOCK_KEY}, hashtext('${schema.replaceAll("'", "''")}'))`;
}

/** The engine's own lock is one of the session, and waits for 10 s only. Ours is held by then. */
function withoutLock(query: SqlQuery): SqlQuery {
  return /^\s*SELECT pg_advisory_lock\(/i.test(query.sql) ? statement('SELECT 1') : query;
}

function rowsOf({ columnNames, rows }: SqlResultSet): Rows {
  return rows.map((row) => Object.fromEntries(columnNames.map((name, column) => [name, row[column]])));
}

async function end(transaction: Transaction, verb: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  const finish = () => (verb === 'COMMIT' ? transaction.commit() : transaction.rollback());
  // "Phantom": the driver sends the statement itself. Otherwise commit() and rollback() only give the connection back.
  if (transaction.options.usePhantomQuery) return finish();
  try {
    await transaction.executeRaw(statement(verb));
  } finally {
    if (verb === 'ROLLBACK') await transaction.rollback();
  }
  if (verb === 'COMMIT') await transaction.commit();
}
