import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError } from '../errors.ts';
import type { RunSql } from './migrate.ts';

const FORMAT = 1;
const BATCH = 500;

type Head = { format: number; madeAt: string; migrations: string[]; tables: string[] };
export type Counts = Record<string, number>;

/**
 * Writes every table to a file that either form of the database takes: gzip, a head and then a line a row. As of one
 * moment, while Lanyard runs on PostgreSQL. Sealed values stay sealed, and the keys are not in it.
 *
 * @returns how many rows of each table
 */
export async function saveBackup(sql: RunSql, file: string): Promise<Counts> {
  const draft = `${file}.part`;
  const counts: Counts = {};
  await sql('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const tables = await listTables(sql);
    const migrations = await appliedMigrations(sql);
    await pipeline(
      Readable.from(
        lines(sql, { format: FORMAT, madeAt: new Date().toISOString(), migrations, tables }, counts),
      ),
      createGzip(),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    );
    await sql('COMMIT');
    await rename(draft, file);
    return counts;
  } catch (error) {
    await sql('ROLLBACK').catch(() => {});
    await rm(draft, { force: true });
    throw error;
  }
}

async function* lines(sql: RunSql, head: Head, counts: Counts): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (const table of head.tables) {
    counts[table] = 0;
    await sql(`DECLARE saving NO SCROLL CURSOR FOR SELECT to_jsonb(row) AS row FROM "${table}" AS row`);
    for (;;) {
      const rows = await sql(`FETCH ${BATCH} FROM saving`);
      if (rows.length === 0) break;
      counts[table] += rows.length;
      yield rows.map(({ row }) => `${JSON.stringify({ table, row })}\n`).join('');
    }
    await sql('CLOSE saving');
  }
  // A file that was cut off lacks it.
  yield `${JSON.stringify({ end: counts })}\n`;
}

/**
 * Puts a backup into a database that is migrated as far as the backup was, and empty. All or nothing.
 *
 * @returns how many rows of each table
 * @throws AppError `backup_unusable`: no backup, cut off, of another version, or the database holds something already
 */
export async function restoreBackup(sql: RunSql, file: string): Promise<Counts> {
  await sql('BEGIN');
  try {
    const counts = await pipeline(createReadStream(file), createGunzip(), (source) => readRows(sql, source));
    await sql('COMMIT');
    return counts;
  } catch (error) {
    await sql('ROLLBACK');
    if (error instanceof AppError) throw error;
    throw unusable(
      (error as Error).message,
      'Nothing was changed. Check the file, or take another one.',
      error,
    );
  }
}

async function readRows(sql: RunSql, source: AsyncIterable<Buffer>): Promise<Counts> {
  const counts: Counts = {};
  let head: Head | undefined;
  let end: Counts | undefined;
  let batch: { table: string; rows: unknown[] } | undefined;
  const flush = async () => {
    if (!batch) return;
    await insert(sql, batch.table, batch.rows);
    counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length;
    batch = undefined;
  };

  for await (const line of splitLines(source)) {
    const entry = JSON.parse(line) as Partial<Head> & { table?: string; row?: unknown; end?: Counts };
    if (!head) head = await acceptHead(sql, entry);
    else if (entry.end) end = entry.end;
    else {
      if (batch && (entry.table !== batch.table || batch.rows.length >= BATCH)) await flush();
      batch ??= { table: acceptTable(head, entry.table), rows: [] };
      batch.rows.push(entry.row);
    }
  }
  await flush();
  if (!end || Object.entries(end).some(([table, rows]) => rows !== (counts[table] ?? 0)))
    throw unusable('it is not complete.', 'The copy was cut off: take another one.');
  return end;
}

async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') throw unusable('it is not complete.', 'The copy was cut off: take another one.');
}

async function acceptHead(sql: RunSql, head: Partial<Head>): Promise<Head> {
  if (head.format !== FORMAT || !head.migrations || !head.tables)
    throw unusable('it is no backup of Lanyard.', 'Name a file that `npm run backup` wrote.');
  const here = await appliedMigrations(sql);
  const missing = head.migrations.filter((name) => !here.includes(name));
  const more = here.filter((name) => !head.migrations?.includes(name));
  if (missing.length + more.length > 0) {
    throw unusable(
      `it was made by another version: it ${missing.length > 0 ? `has ${missing.join(', ')} beyond this one` : `lacks ${more.join(', ')}`}.`,
      'Restore it with the version that made it, into a database of its own, then start this version on that.',
    );
  }
  for (const table of await listTables(sql)) {
    const [row] = await sql(`SELECT 1 FROM "${table}" LIMIT 1`);
    if (row)
      throw unusable(
        `the database is not empty (${table}).`,
        'Restore into a new one: another DATABASE_URL or DATA_DIR.',
      );
  }
  return head as Head;
}

function acceptTable({ tables }: Head, table: string | undefined): string {
  if (table === undefined || !tables.includes(table))
    throw unusable('it holds a row of no table.', 'Take another one.');
  return table;
}

async function insert(sql: RunSql, table: string, rows: unknown[]): Promise<void> {
  const json = JSON.stringify(rows).replaceAll("'", "''");
  await sql(
    `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", '${json}'::jsonb)`,
  );
}

/** What is Prisma's own comes from the migrations, the job queue from the next start. */
async function listTables(sql: RunSql): Promise<string[]> {
  const rows = await sql(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}

async function appliedMigrations(sql: RunSql): Promise<string[]> {
  const rows = await sql(
    `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}

function unusable(why: string, hint: string, cause?: unknown): AppError {
  return new AppError({ code: 'backup_unusable', message: `The backup cannot be used: ${why}`, hint, cause });
}
