import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { AppError } from '../../errors.ts';
import { findPrismaFolder, readMigrations } from '../migrations/migration-files.ts';
import type { RunSql } from '../run-sql.ts';
import { type Counts, type Entry, FORMAT, type Head, unusable } from './backup-lines.ts';
import {
  notOfThisVersion,
  readBackupFile,
  refuseOtherCounts,
  refuseOtherVersion,
  tablesMadeBy,
} from './check-backup.ts';

export type { Counts } from './backup-lines.ts';

const BATCH = 500;

/** Of the file to write, and of no connection to a database. */
const FILE_PROBLEMS = new Set([
  'EACCES',
  'EDQUOT',
  'EISDIR',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]);

/**
 * Writes every table to a file that either form of the database takes: gzip, a head and then a line a row. As of one
 * moment, while Lanyard runs on PostgreSQL. Sealed values stay sealed, and the keys are not in it.
 *
 * @returns how many rows of each table
 * @throws AppError with the next step where the file cannot be written
 */
export async function saveBackup(sql: RunSql, file: string): Promise<Counts> {
  const draft = `${file}.part`;
  const counts: Counts = {};
  await sql('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const tables = [...(await listTables(sql)).keys()];
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
    throw FILE_PROBLEMS.has((error as NodeJS.ErrnoException).code ?? '') ? unwritable(file, error) : error;
  }
}

const unwritable = (file: string, cause: unknown) =>
  new AppError({
    code: 'unexpected',
    message: `The backup cannot be written to ${file} (${(cause as NodeJS.ErrnoException).code}).`,
    hint: 'Nothing was saved. Name a file in a folder that exists, that this user may write to, and that has room.',
    cause,
  });

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
 * Puts a backup into a database that is migrated as far as the backup was, and empty. All or nothing. Only tables and
 * columns of this version are taken: the names in the file are compared with them, and never become part of a statement.
 *
 * @returns how many rows of each table
 * @throws AppError `backup_unusable`: no backup, cut off, changed, of another version, or the database holds something
 */
export async function restoreBackup(sql: RunSql, file: string): Promise<Counts> {
  await sql('BEGIN');
  try {
    const counts = await readBackupFile(file, async ({ head, entries }) =>
      insertAll(sql, await acceptHead(sql, head), entries),
    );
    await sql('COMMIT');
    return counts;
  } catch (error) {
    await sql('ROLLBACK');
    throw error;
  }
}

/** The columns of each table. */
type Tables = ReadonlyMap<string, ReadonlySet<string>>;

async function insertAll(sql: RunSql, tables: Tables, entries: AsyncIterable<Entry>): Promise<Counts> {
  const counts: Counts = Object.fromEntries([...tables.keys()].map((table) => [table, 0]));
  let end: Counts = {};
  let batch: { table: string; rows: unknown[] } | undefined;
  const flush = async () => {
    if (!batch) return;
    await insert(sql, batch.table, batch.rows);
    counts[batch.table] = (counts[batch.table] ?? 0) + batch.rows.length;
    batch = undefined;
  };

  for await (const entry of entries) {
    if ('end' in entry) {
      end = entry.end;
      continue;
    }
    if (batch && (entry.table !== batch.table || batch.rows.length >= BATCH)) await flush();
    batch ??= { table: entry.table, rows: [] };
    batch.rows.push(acceptRow(tables, entry));
  }
  await flush();
  refuseOtherCounts(end, counts);
  return counts;
}

/** @returns the tables that the backup may fill: those that are here */
async function acceptHead(sql: RunSql, head: Head): Promise<Tables> {
  refuseOtherVersion(head, await appliedMigrations(sql));
  const tables = await listTables(sql);
  const unknown = head.tables.filter((table) => !tables.has(table));
  if (unknown.length > 0) throw notOfThisVersion(`the table ${unknown[0]}`);
  // No one else writes meanwhile, and nothing comes between the look and the first row.
  for (const table of tables.keys()) await sql(`LOCK TABLE "${table}" IN SHARE ROW EXCLUSIVE MODE`);
  for (const table of tables.keys()) {
    const [row] = await sql(`SELECT 1 FROM "${table}" LIMIT 1`);
    if (row)
      throw unusable(
        `the database is not empty (${table}).`,
        'Restore into a new one: another DATABASE_URL or DATA_DIR.',
      );
  }
  return tables;
}

function acceptRow(tables: Tables, { table, row }: Extract<Entry, { table: string }>): unknown {
  const columns = tables.get(table);
  if (!columns) throw notOfThisVersion(`the table ${table}`);
  const names = Object.keys(row);
  if (names.some((name) => !columns.has(name)))
    throw notOfThisVersion(`a column of ${table} that is not here`);
  if (names.length < columns.size) throw notOfThisVersion(`a row of ${table} that lacks a column`);
  return row;
}

async function insert(sql: RunSql, table: string, rows: unknown[]): Promise<void> {
  // No text can end a quotation whose mark it cannot know, whatever the server makes of backslashes.
  const mark = `$r${randomBytes(16).toString('hex')}$`;
  await sql(
    `INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", ${mark}${JSON.stringify(rows)}${mark}::jsonb)`,
  );
}

/**
 * Every table that this version's migrations make, with its columns. What else is in the database is not Lanyard's to save or fill;
 * the job queue comes back with the next start.
 */
async function listTables(sql: RunSql): Promise<Map<string, Set<string>>> {
  const migrations = await readMigrations(path.join(findPrismaFolder(), 'migrations'));
  const made = tablesMadeBy(migrations);
  const rows = await sql(
    `SELECT table_name AS name, column_name AS column FROM information_schema.columns
       JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const tables = new Map<string, Set<string>>();
  for (const { name, column } of rows) {
    if (!made.has(String(name))) continue;
    const columns = tables.get(String(name)) ?? new Set();
    tables.set(String(name), columns.add(String(column)));
  }
  return tables;
}

async function appliedMigrations(sql: RunSql): Promise<string[]> {
  const rows = await sql(
    `SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows.map(({ name }) => String(name));
}
