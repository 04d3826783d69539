import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { AppError } from '../../errors.ts';
import { createTurns, withUrgency } from '../../turns.ts';
import { type Database, type DatabaseLog, MOST_WAITING, QUEUE_PATIENCE_MS } from '../database.ts';
import { PrismaClient } from '../generated/client.ts';
import { inTurn } from '../in-turn.ts';
import { migrate, pendingMigrations } from '../migrations/migrate.ts';
import { ping } from '../ping.ts';
import type { RunSql } from '../run-sql.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { createPGliteAdapter } from './pglite-adapter.ts';
import { createPGliteChangeFeed } from './pglite-change-feed.ts';
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
  const sql: RunSql = async (text) => (await pglite.query<Record<string, unknown>>(text)).rows;
  const adapter = createPGliteAdapter(pglite);
  try {
    // Prisma's adapters send and read times without a zone.
    await pglite.exec(`SET timezone = 'UTC'`);
    const openConnection = () => ({ factory: adapter, settings: '', end: async () => {} });
    await migrate({ sql, schema: SCHEMA, openConnection, log, folder: migrationsFolder });
  } catch (error) {
    await pglite.close();
    throw error;
  }

  // One session: what it cannot do yet waits here, in order. A statement runs to its end without letting anything else
  // in this process run, and PGlite would go on to the next one at once: acknowledgements, answers of Slack and timers
  // get their turn after each.
  const turns = createTurns({ what: 'The embedded database is busy', atOnce: 1, most: MOST_WAITING });
  const inOrder = <T>(work: () => Promise<T>): Promise<T> =>
    turns.run(async () => {
      try {
        return await work();
      } finally {
        await nextTurnOfTheLoop();
      }
    });
  const sqlInTurn: RunSql = (text) => inOrder(() => sql(text));
  const prisma = new PrismaClient({
    adapter: inTurn(adapter, { turns, breathe: nextTurnOfTheLoop }),
    transactionOptions: { maxWait: QUEUE_PATIENCE_MS, timeout: TRANSACTION_MS },
  });
  const closeAll = async () => {
    await prisma.$disconnect();
    await pglite.close();
    await onClosed?.();
  };
  let closing: Promise<void> | undefined;
  return {
    prisma,
    kind: 'embedded',
    changes: createPGliteChangeFeed(pglite),
    // Several statements at once only go by the simple protocol, which knows no parameters.
    sql: (text, values = []) =>
      inOrder(async () =>
        values.length > 0
          ? (await pglite.query<Record<string, unknown>>(text, [...values])).rows
          : ((await pglite.exec(text)).at(-1)?.rows ?? []),
      ),
    jobsSchema: 'pgboss',
    ping: () => withUrgency('acknowledgement', () => ping(sqlInTurn)),
    pendingMigrations: () => pendingMigrations(sqlInTurn, SCHEMA, migrationsFolder),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
