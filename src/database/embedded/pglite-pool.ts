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
      // A connection that broke leaves its session behind, with whatever was open in it. Prisma's adapters send and read
      // times without a zone.
      await client.query(`ROLLBACK; SET timezone = 'UTC'`);
    },
  } as pg.PoolConfig);
}
