import pg from 'pg';
import { isBehindPooler, type SessionSettings, setLocal, setSession } from '../session-settings.ts';

export type PostgresqlPool = {
  /** Its `query` keeps the settings behind a pooler, too. Transactions on a connection of it begin with `begin()`. */
  pool: pg.Pool;
  /** Statements for the start of a transaction; undefined where the session holds the settings. Known once connected. */
  perTransaction(): string | undefined;
  /** One statement, or several that bring a transaction of their own and name their schema. */
  querySql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
};

/**
 * A pool of connections that all have the same settings, schema included. Straight to PostgreSQL a session keeps them.
 * Behind a pooler each transaction may get another session, so that each sets them for itself, and a single
 * statement becomes a transaction.
 */
export function createPool(options: pg.PoolConfig, settings: SessionSettings): PostgresqlPool {
  let pooled: boolean | undefined;
  const pool = new pg.Pool({
    ...options,
    onConnect: async (client) => {
      pooled ??= await isBehindPooler(client);
      if (!pooled) await client.query(setSession(settings));
    },
  });
  const querySession = pool.query.bind(pool) as (text: unknown, values?: unknown) => Promise<pg.QueryResult>;
  const begin = `BEGIN; ${setLocal(settings)}`;

  async function query(text: unknown, values?: unknown): Promise<pg.QueryResult> {
    // Before the first connection no one knows.
    if (pooled === undefined) (await pool.connect()).release();
    return pooled ? queryInTransaction(pool, begin, text, values) : querySession(text, values);
  }
  pool.query = query as typeof pool.query;

  return {
    pool,
    perTransaction: () => (pooled ? setLocal(settings) : undefined),
    async querySql(text, values) {
      const run = /^\s*BEGIN\b/i.test(text) ? querySession : query;
      const result = await run(text, values && [...values]);
      // Several statements answer by several results.
      return (Array.isArray(result) ? result.at(-1) : result).rows;
    },
  };
}

async function queryInTransaction(
  pool: pg.Pool,
  begin: string,
  text: unknown,
  values: unknown,
): Promise<pg.QueryResult> {
  const client = await pool.connect();
  let lost: Error | undefined;
  // Without a listener a connection lost now would end the process; the statement under way fails, too.
  const onError = (error: Error) => {
    lost = error;
  };
  client.on('error', onError);
  const run = client.query.bind(client) as (text: unknown, values?: unknown) => Promise<pg.QueryResult>;
  try {
    await run(begin);
    const result = await run(text, values);
    await run('COMMIT');
    return result;
  } catch (error) {
    // Without the server's word for it the connection is in no known state.
    if (error instanceof pg.DatabaseError) await run('ROLLBACK').catch(onError);
    else lost ??= error as Error;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(lost);
  }
}
