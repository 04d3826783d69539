import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../errors.ts';
import { findPrismaFolder, readMigrations } from '../migrations/migration-files.ts';
import { type Backup, type Counts, cutOff, type Head, readBackup, unusable } from './backup-lines.ts';

/**
 * Reads the whole file and compares it with this version, without a database: what is refused here hasn’t changed
 * anything, not even the schema of the database that it was meant for.
 * @throws AppError `backup_unusable`
 */
export async function checkBackup(file: string): Promise<void> {
  const migrations = await readMigrations(path.join(findPrismaFolder(), 'migrations'));
  await readBackupFile(file, async ({ head, entries }) => {
    refuseOtherVersion(head, namesOf(migrations));
    const tables = tablesMadeBy(migrations);
    const counts: Counts = Object.fromEntries(head.tables.map((table) => [table, 0]));
    let end: Counts = {};
    for await (const entry of entries) {
      if ('end' in entry) end = entry.end;
      else counts[entry.table] = (counts[entry.table] ?? 0) + 1;
    }
    const unknown = Object.keys(counts).find((table) => !tables.has(table));
    if (unknown !== undefined) throw notOfThisVersion(`the table ${unknown}`);
    refuseOtherCounts(end, counts);
  });
}

/** @throws AppError `backup_unusable`, also for what the work throws that isn’t an AppError */
export async function readBackupFile<T>(file: string, work: (backup: Backup) => Promise<T>): Promise<T> {
  try {
    return await pipeline(createReadStream(file), createGunzip(), async (source) =>
      work(await readBackup(source)),
    );
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unusable(
      (error as Error).message,
      'Nothing was restored. Check the file, or take another one.',
      error,
    );
  }
}

export function refuseOtherVersion({ migrations }: Head, here: readonly string[]): void {
  const missing = migrations.filter((name) => !here.includes(name));
  const more = here.filter((name) => !migrations.includes(name));
  if (missing.length + more.length === 0) return;
  throw unusable(
    `it was made by another version: it ${missing.length > 0 ? `has ${missing.join(', ')} beyond this one` : `lacks ${more.join(', ')}`}.`,
    'Restore it with the version that made it, into a database of its own, then start this version on that.',
  );
}

export function refuseOtherCounts(end: Counts, counts: Counts): void {
  for (const table of new Set([...Object.keys(end), ...Object.keys(counts)]))
    if (end[table] !== counts[table]) throw cutOff();
}

export const notOfThisVersion = (what: string) =>
  unusable(`it holds ${what}, and this version writes none.`, 'Nothing was restored. Take another file.');

export const tablesMadeBy = (migrations: readonly { sql: string }[]): ReadonlySet<string> =>
  new Set(
    migrations
      .flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE "(\w+)"/g)])
      .map(([, name]) => String(name)),
  );

const namesOf = (migrations: readonly { name: string }[]) => migrations.map(({ name }) => name);
