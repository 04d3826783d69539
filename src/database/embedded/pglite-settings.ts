import { PGlite, type PGliteOptions } from '@electric-sql/pglite';

/**
 * How PGlite runs here. PostgreSQL clears its buffers when it starts: its default of 128 MB costs as much memory and most
 * of a start, and what isn't in them is in the cache of the operating system. Segments of 1 MB instead of 16 keep a new
 * database small.
 */
export const PGLITE_SETTINGS = {
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  initDbStartParams: ['--wal-segsize=1'],
} satisfies PGliteOptions;
