import { PrismaPg } from '@prisma/adapter-pg';
import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import { createStatementNames } from '../statement-names.ts';
import type { PostgresqlPool } from './postgresql-pool.ts';

/**
 * Prisma's driver adapter for PostgreSQL, in one schema, with four changes:
 * - A COMMIT that tells the truth: after a failed statement, PostgreSQL answers COMMIT by rolling back and calls that
 *   a success. Code that survives a failed statement would believe that its changes are kept.
 * - Lost connections are errors of the database: the adapter lets those through that node-postgres gives no code,
 *   and no one could tell them from a mistake of ours.
 * - Behind a pooler each transaction sets for itself what a session cannot keep.
 * - Statements are prepared once for each connection, except behind a pooler, where the next one may be someone else's.
 */
export function createPgAdapter(
  { pool, perTransaction }: Pick<PostgresqlPool, 'pool' | 'perTransaction'>,
  schema: string,
  onLost: (error: Error) => void,
): SqlDriverAdapterFactory {
  const names = createStatementNames();
  const factory = new PrismaPg(pool, {
    schema,
    onConnectionError: onLost,
    // The driver takes a statement without a name, too; Prisma's types don't say so.
    statementNameGenerator: (query) => (perTransaction() ? undefined : names.nameOf(query)) as string,
  });
  const failed = (query: SqlQuery, error: unknown): never => {
    names.failed(query, error);
    return rethrowForPrisma(error);
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect(): Promise<SqlDriverAdapter> {
      const adapter = await factory.connect();
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        queryRaw: (query) => adapter.queryRaw(query).catch((error) => failed(query, error)),
        executeRaw: (query) => adapter.executeRaw(query).catch((error) => failed(query, error)),
        executeScript: (script) => adapter.executeScript(script),
        async startTransaction(level) {
          const transaction = await adapter.startTransaction(level).catch(rethrowForPrisma);
          const settings = perTransaction();
          if (settings) await begin(transaction, settings);
          return honest(transaction, failed);
        },
        getConnectionInfo: () => adapter.getConnectionInfo(),
        dispose: () => adapter.dispose(),
      };
    },
  };
}

async function begin(transaction: Transaction, settings: string): Promise<void> {
  try {
    await transaction.executeRaw(statement(settings));
  } catch (error) {
    await transaction.executeRaw(statement('ROLLBACK')).catch(() => {});
    await transaction.rollback();
    rethrowForPrisma(error);
  }
}

function honest(transaction: Transaction, failed: (query: SqlQuery, error: unknown) => never): Transaction {
  let statementFailed = false;
  const noting = async <T>(query: SqlQuery, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      statementFailed = true;
      return failed(query, error);
    }
  };
  /** Whether anything is left to commit; a savepoint may have saved it. */
  const isAlive = () =>
    transaction.executeRaw(statement('SELECT 1')).then(
      () => true,
      () => false,
    );
  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => noting(query, transaction.queryRaw(query)),
    async executeRaw(query) {
      if (query.sql !== 'COMMIT' || !statementFailed || (await isAlive())) {
        return noting(query, transaction.executeRaw(query));
      }
      await transaction.executeRaw(statement('ROLLBACK'));
      throw new DriverAdapterError(ROLLED_BACK);
    },
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
    createSavepoint: async (name) => transaction.createSavepoint?.(name),
    rollbackToSavepoint: async (name) => transaction.rollbackToSavepoint?.(name),
    releaseSavepoint: async (name) => transaction.releaseSavepoint?.(name),
  };
}

function rethrowForPrisma(error: unknown): never {
  if (isDriverAdapterError(error) || !(error instanceof Error)) throw error;
  throw new DriverAdapterError({ kind: 'ConnectionClosed', originalMessage: error.message });
}

const statement = (sql: string): SqlQuery => ({ sql, args: [], argTypes: [] });

const ROLLED_BACK = {
  kind: 'postgres',
  code: '25P02',
  severity: 'ERROR',
  message: 'The transaction was rolled back instead of committed, because a statement in it had failed.',
  detail: undefined,
  column: undefined,
  hint: undefined,
} as const;
