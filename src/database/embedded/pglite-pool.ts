import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { PGliteStream } from './pglite-stream.ts';

/** A pool with the one session that PGlite has: a transaction has it to itself, and everything else waits. */
export function createPGlitePool(pglite: PGlite): pg.Pool {
  return new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => new PGliteStream(pglite),
    onConnect: async (client) => {
      // The driver drops a connection on which a query failed, but the session stays, with what was open in it and the names
      // that were taken. Prisma's adapters send and read times without a zone.
      await client.query(`ROLLBACK; DEALLOCATE ALL; SET timezone = 'UTC'`);
    },
  } as pg.PoolConfig);
}
