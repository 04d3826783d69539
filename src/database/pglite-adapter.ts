import { messages, type PGlite, type Transaction as PGliteTransaction } from '@electric-sql/pglite';
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

/**
 * Prisma's driver adapter for PGlite, with transactions and scripts of our own: those of pglite-prisma-adapter
 * answer before the work is done and drop its failure, so that a rolled back COMMIT would look like a success.
 *
 * @param makeShadow makes the scratch database that comparing migrations with the schema needs
 */
export function createPGliteAdapter(
  pglite: PGlite,
  makeShadow?: () => Promise<PGlite>,
): SqlMigrationAwareDriverAdapterFactory {
  const { provider, adapterName } = new PrismaPGlite(pglite);
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
  const adapter = await new PrismaPGlite(pglite).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    async executeScript(script) {
      await runScript(pglite, script);
    },
    startTransaction: () => startTransaction(pglite),
    getConnectionInfo: () => ({ supportsRelationJoins: true }),
    dispose,
  };
}

/**
 * PGlite has one session: while a transaction is open, everything else waits for its end. Every isolation level
 * therefore behaves as the strictest one, and none has to be set.
 */
async function startTransaction(pglite: PGlite): Promise<Transaction> {
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
  // The adapter calls nothing but query(), which a transaction has too.
  const adapter = await new PrismaPGlite(session as unknown as PGlite).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    // PGlite sends BEGIN, COMMIT and ROLLBACK; Prisma must not.
    options: { usePhantomQuery: true },
    queryRaw: (query) => adapter.queryRaw(query),
    // Without arguments by the simple protocol, as node-postgres does: it takes whole scripts.
    executeRaw: (query) =>
      query.args.length > 0 ? adapter.executeRaw(query) : runScript(session, query.sql),
    async createSavepoint(name) {
      await runScript(session, `SAVEPOINT ${name}`);
    },
    async rollbackToSavepoint(name) {
      await runScript(session, `ROLLBACK TO SAVEPOINT ${name}`);
    },
    async releaseSavepoint(name) {
      await runScript(session, `RELEASE SAVEPOINT ${name}`);
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

async function runScript(session: Pick<PGlite, 'exec'>, script: string): Promise<number> {
  const results = await session.exec(script).catch(rethrowForPrisma);
  return results.reduce((rows, result) => rows + (result.affectedRows ?? 0), 0);
}

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
