import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { AppError } from '../../errors.ts';
import { createTurns, withUrgency } from '../../turns.ts';
import { type Database, type DatabaseLog, MOST_WAITING, QUEUE_PATIENCE_MS } from '../database.ts';
import { PrismaClient } from '../generated/client.ts';
import { inTurn } from '../in-turn.ts';
import { migrate, pendingMigrations } from '../migrations/migrate.ts';
import { ping } from '../ping.ts';
import { createPgAdapter } from '../postgresql/pg-adapter.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { createPGliteChangeFeed } from './pglite-change-feed.ts';
import { createPGlitePool } from './pglite-pool.ts';
import { PGLITE_SETTINGS } from './pglite-settings.ts';

/** PostgreSQL's default; the embedded database holds nothing else. */
const SCHEMA = 'public';
/** How long a transaction may last. All others wait for it, and nothing but this process's own load makes it slow. */
const TRANSACTION_MS = 30_000;

/**
 * Opens the database that runs in this process, with its files under `<dataDir>/database`.
 *
 * @throws AppError `data_dir_locked`, `data_dir_unusable`, `migration_failed`
 */
export async function openEmbedded(options: { dataDir: string; log: DatabaseLog }): Promise<Database> {
  const { dataDir, log } = options;
  const lock = await lockDataDirectory(dataDir);
  try {
    const pglite = await openFiles(path.join(dataDir, 'database'));
    return await openPGlite({ pglite, log, onClosed: () => lock.release() });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openFiles(folder: string): Promise<PGlite> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await PGlite.create(folder, PGLITE_SETTINGS);
  } catch (cause) {
    throw new AppError({
      code: 'data_dir_unusable',
      message: `The embedded database under ${folder} cannot be opened: ${(cause as Error).message}`,
      hint: 'Check that the folder is writable, that the disk has room, and that the files come from Lanyard. If they are damaged, put a backup in their place.',
      cause,
    });
  }
}

type PGliteOptions = {
  pglite: PGlite;
  log: DatabaseLog;
  onClosed?: () => Promise<void>;
  migrationsFolder?: string | undefined;
};

/** Makes a database of a PGlite that is already running, and brings it to this version's schema. Owns it from then on. */
export async function openPGlite({
  pglite,
  log,
  onClosed,
  migrationsFolder,
}: PGliteOptions): Promise<Database> {
  const pool = createPGlitePool(pglite);
  const lost = (error: Error) => log('the embedded database broke off', { reason: error.message });
  pool.on('error', lost);
  const changes = createPGliteChangeFeed(pool);
  const sql = async (text: string, values: readonly unknown[] = []) => {
    const result = await pool.query<Record<string, unknown>>(text, [...values]);
    // Several statements answer by several results.
    return (Array.isArray(result) ? result.at(-1) : result).rows;
  };
  const closePGlite = async () => {
    await pool.end();
    await pglite.close();
  };
  try {
    const openConnection = () => ({ factory: new PrismaPg(pool), settings: '', end: async () => {} });
    await migrate({ sql, schema: SCHEMA, openConnection, log, folder: migrationsFolder });
  } catch (error) {
    await closePGlite();
    throw error;
  }

  // One session: what it can't do yet waits here, in order. A statement runs to its end without letting anything else in
  // this process run, so acknowledgements, answers of Slack and timers get their turn after each.
  const turns = createTurns({ what: 'The embedded database is busy', atOnce: 1, most: MOST_WAITING });
  const inOrder = <T>(work: () => Promise<T>): Promise<T> =>
    turns.run(async () => {
      try {
        return await work();
      } finally {
        await nextTurnOfTheLoop();
      }
    });
  const sqlInTurn: typeof sql = (...query) => inOrder(() => sql(...query));
  const adapter = createPgAdapter({ pool, perTransaction: () => undefined }, SCHEMA, lost);
  const prisma = new PrismaClient({
    adapter: inTurn(adapter, { turns, breathe: nextTurnOfTheLoop }),
    transactionOptions: { maxWait: QUEUE_PATIENCE_MS, timeout: TRANSACTION_MS },
  });
  const closeAll = async () => {
    await prisma.$disconnect();
    await closePGlite();
    await onClosed?.();
  };
  let closing: Promise<void> | undefined;
  return {
    prisma,
    kind: 'embedded',
    changes,
    sql: sqlInTurn,
    jobsSchema: 'pgboss',
    ping: () => withUrgency('acknowledgement', () => ping(sqlInTurn)),
    pendingMigrations: () => pendingMigrations(sqlInTurn, SCHEMA, migrationsFolder),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
