import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export type Migration = { name: string; sql: string };

/** `prisma/` of this package. The code runs from `src/` in tests and from `dist/src/` when built. */
export function findPrismaFolder(from: string = import.meta.dirname): string {
  const candidate = path.join(from, 'prisma');
  if (existsSync(path.join(candidate, 'schema.prisma'))) return candidate;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('The folder prisma/ is missing: this copy of Lanyard is incomplete.');
  return findPrismaFolder(parent);
}

/** All migrations in the order in which they apply. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      sql: await readFile(path.join(folder, name, 'migration.sql'), 'utf8'),
    })),
  );
}
