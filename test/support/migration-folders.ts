import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPrismaFolder } from '../../src/database/migrations/migration-files.ts';

/** A copy of the migrations with more of them after: name → SQL. Delete it when done. */
export async function migrationsWith(added: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lanyard-migrations-'));
  await cp(path.join(findPrismaFolder(), 'migrations'), folder, { recursive: true });
  await addMigrations(folder, added);
  return folder;
}

export async function addMigrations(folder: string, added: Record<string, string>): Promise<void> {
  for (const [name, sql] of Object.entries(added)) {
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, 'migration.sql'), sql);
  }
}
