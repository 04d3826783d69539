import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  Transaction,
} from '@prisma/driver-adapter-utils';

/** Any number will do, as long as every version of Lanyard has the same one. */
const LOCK_KEY = 7_526_927;

const statement = (sql: string) => ({ sql, args: [], argTypes: [] });

export type MigrationSession = Awaited<ReturnType<typeof openMigrationSession>>;

/**
 * A connection for the schema engine, alone among all processes on this database until its session ends: the
 * engine's own advisory lock waits for 10 s only, less than a migration may last. All that the engine sends runs
 * inside the transaction that `inTransaction` has opened.
 *
 * Left to itself the engine enters a migration's start in the history, runs the script and enters its end. A process
 * that dies in between would leave a database that every later start refuses.
 */
export async function openMigrationSession(factory: SqlMigrationAwareDriverAdapterFactory) {
  const adapter = await factory.connect();
  await adapter.executeRaw(statement(`SELECT pg_advisory_lock(${LOCK_KEY})`));
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
    queryRaw: (query) => run((target) => target.queryRaw(query)),
    executeRaw: (query) => run((target) => target.executeRaw(query)),
    executeScript: async (script) => {
      // Whole: split at semicolons, as adapters do, a script would break inside function bodies and strings.
      await run((target) => target.executeRaw(statement(script)));
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

    /** @throws what the database said first; the engine's own words for it name its source lines instead */
    async inTransaction(work: () => Promise<void>): Promise<void> {
      const transaction = await adapter.startTransaction('READ COMMITTED');
      current = transaction;
      firstFailure = undefined;
      try {
        await work();
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
