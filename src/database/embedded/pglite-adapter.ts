import { messages, type PGlite, type Transaction as PGliteTransaction } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import { createPoolFactory, withCharacters } from './pglite-pool.ts';

/**
 * Prisma's adapter for PostgreSQL on PGlite, with transactions and scripts of our own: PGlite has one session, which
 * only its own `transaction` keeps for one caller.
 *
 * @param makeShadow makes the scratch database that comparing migrations with the schema needs
 */
export function createPGliteAdapter(
  pglite: PGlite,
  makeShadow?: () => Promise<PGlite>,
): SqlMigrationAwareDriverAdapterFactory {
  const { provider, adapterName } = new PrismaPg({});
  return {
    provider,
    adapterName,
    connect: () => connect(pglite, async () => {}),
    async connectToShadowDb() {
      if (!makeShadow) throw new Error('This database was opened without a shadow database.');
      const shadow = await makeShadow();
      return connect(shadow, () => shadow.close());
    },
  };
}

async function connect(pglite: PGlite, dispose: () => Promise<void>): Promise<SqlDriverAdapter> {
  const poolOf = createPoolFactory(pglite);
  const adapter = await new PrismaPg(poolOf(pglite)).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: async (query) => withCharacters(await adapter.queryRaw(query)),
    executeRaw: (query) => adapter.executeRaw(query),
    async executeScript(script) {
      await adapter.executeRaw(statement(script));
    },
    startTransaction: () => startTransaction(pglite, poolOf),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose,
  };
}

/**
 * PGlite has one session: while a transaction is open, everything else waits for its end. Every isolation level
 * therefore behaves as the strictest one, and none has to be set.
 */
async function startTransaction(
  pglite: PGlite,
  poolOf: (session: PGliteTransaction) => pg.Pool,
): Promise<Transaction> {
  let end = () => {};
  const untilEnd = new Promise<void>((resolve) => {
    end = resolve;
  });
  let ended: Promise<void> = Promise.resolve();
  const session = await new Promise<PGliteTransaction>((resolve, reject) => {
    ended = pglite.transaction(async (begun) => {
      resolve(begun);
      await untilEnd;
    });
    ended.catch(reject);
  });
  const adapter = await new PrismaPg(poolOf(session)).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    // PGlite sends BEGIN, COMMIT and ROLLBACK; Prisma must not.
    options: { usePhantomQuery: true },
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    async createSavepoint(name) {
      await adapter.executeRaw(statement(`SAVEPOINT ${name}`));
    },
    async rollbackToSavepoint(name) {
      await adapter.executeRaw(statement(`ROLLBACK TO SAVEPOINT ${name}`));
    },
    async releaseSavepoint(name) {
      await adapter.executeRaw(statement(`RELEASE SAVEPOINT ${name}`));
    },
    async commit() {
      end();
      await ended.catch(rethrowForPrisma);
    },
    async rollback() {
      // The transaction has to end even when ROLLBACK fails: everything else waits for it.
      try {
        if (!session.closed) await session.rollback();
      } finally {
        end();
      }
      await ended;
    },
  };
}

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

/** A COMMIT that fails is not asked for by the adapter. */
function rethrowForPrisma(error: unknown): never {
  if (!(error instanceof messages.DatabaseError)) throw error;
  const { code = 'N/A', severity = 'N/A', message, detail, column, hint } = error;
  throw new DriverAdapterError({
    originalMessage: message,
    kind: 'postgres',
    code,
    severity,
    message,
    detail,
    column,
    hint,
  });
}
