import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../package-file.ts';

export type Migration = { name: string; sql: string };

/** `prisma/` of this package. */
export const findPrismaFolder = () => path.dirname(packageFile('prisma/schema.prisma'));

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
