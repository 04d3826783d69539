import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { AppError } from '../errors.ts';
import type { Turns } from '../turns.ts';

type InTurnOptions = {
  turns: Turns;
  /** Runs after every statement, before anything else of the database does. */
  breathe?: () => Promise<unknown>;
};

/**
 * An adapter whose statements and transactions queue here, not at the driver: in the order of their urgency, and
 * before the driver's time limits begin. A statement on its own takes one turn, a transaction one for all it does.
 */
export function inTurn(
  factory: SqlDriverAdapterFactory,
  { turns, breathe = async () => {} }: InTurnOptions,
): SqlDriverAdapterFactory {
  const breathing = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } finally {
      await breathe();
    }
  };
  const run = <T>(work: () => Promise<T>): Promise<T> =>
    turns.run(() => breathing(work())).catch(rethrowForPrisma);

  async function startTransaction(
    adapter: SqlDriverAdapter,
    level: Parameters<SqlDriverAdapter['startTransaction']>[0],
  ): Promise<Transaction> {
    const leave = await turns.take().catch(rethrowForPrisma);
    let transaction: Transaction;
    try {
      transaction = await adapter.startTransaction(level);
    } catch (error) {
      leave();
      throw error;
    }
    return {
      provider: transaction.provider,
      adapterName: transaction.adapterName,
      options: transaction.options,
      queryRaw: (query) => breathing(transaction.queryRaw(query)),
      executeRaw: (query) => breathing(transaction.executeRaw(query)),
      createSavepoint: async (name) => transaction.createSavepoint?.(name),
      rollbackToSavepoint: async (name) => transaction.rollbackToSavepoint?.(name),
      releaseSavepoint: async (name) => transaction.releaseSavepoint?.(name),
      commit: () => breathing(transaction.commit()).finally(leave),
      rollback: () => breathing(transaction.rollback()).finally(leave),
    };
  }

  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect(): Promise<SqlDriverAdapter> {
      const adapter = await factory.connect();
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        queryRaw: (query) => run(() => adapter.queryRaw(query)),
        executeRaw: (query) => run(() => adapter.executeRaw(query)),
        executeScript: (script) => run(() => adapter.executeScript(script)),
        startTransaction: (level) => startTransaction(adapter, level),
        getConnectionInfo: () => adapter.getConnectionInfo?.() ?? { supportsRelationJoins: true },
        dispose: () => adapter.dispose(),
      };
    },
  };
}

/** Prisma lets its own kind through; of everything else it makes a mistake of the program's. */
function rethrowForPrisma(error: unknown): never {
  if (error instanceof AppError)
    throw new DriverAdapterError({ kind: 'TooManyConnections', cause: error.message });
  throw error;
}
