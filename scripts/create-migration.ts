// npm run migration -- name
// Writes prisma/migrations/<timestamp>_<name>/migration.sql, what is missing between the migrations and the schema, and
// generates the client from the schema.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPGliteAdapter } from '../src/database/embedded/pglite-adapter.ts';
import { findPrismaFolder, readMigrations } from '../src/database/migrations/migration-files.ts';
import { loadSchemaEngine } from '../src/database/migrations/schema-engine.ts';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Give the migration a name of lower case words: npm run migration -- add_reminders');
  process.exit(1);
}

const prismaFolder = findPrismaFolder();
const migrationsFolder = path.join(prismaFolder, 'migrations');
const schema = await readFile(path.join(prismaFolder, 'schema.prisma'), 'utf8');

const pglite = await PGlite.create();
const engine = await loadSchemaEngine(createPGliteAdapter(pglite, () => PGlite.create()));
const sql = await engine.scriptFor(await readMigrations(migrationsFolder), schema);
engine.free();
await pglite.close();

if (sql === '') {
  console.log('The migrations already make the schema; nothing written.');
} else {
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(migrationsFolder, `${timestamp}_${name}`);
  await mkdir(folder);
  await writeFile(path.join(folder, 'migration.sql'), sql);
  console.log(
    `Written: ${path.relative(process.cwd(), folder)}/migration.sql. Read it before you commit it.`,
  );
}

execFileSync(process.execPath, ['scripts/generate-prisma-client.mjs'], { stdio: 'inherit' });
console.log('The Prisma client now follows prisma/schema.prisma.');
