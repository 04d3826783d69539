import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { openPGlite } from '../../src/database/embedded/embedded-database.ts';
import { PGLITE_SETTINGS } from '../../src/database/embedded/pglite-settings.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { runOn } from './databases.ts';
import { isQuick } from './quick.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const log = () => {};

/**
 * Once per run: a PostgreSQL server with a migrated template database, and a migrated PGlite as a file; of a quick run,
 * PGlite alone.
 * Tells the workers by environment variables. TEST_DATABASE_URL: uses that server (its user must be allowed to create
 * databases) instead of starting one.
 */
export async function prepareDatabases(): Promise<{ stop(): Promise<void> }> {
  if (isQuick) {
    process.env.LANYARD_TEST_PGLITE_TEMPLATE = await preparePGlite();
    return { async stop() {} };
  }
  const given = process.env.TEST_DATABASE_URL;
  const prefix = `lanyard_test_${randomBytes(4).toString('hex')}`;
  const pgliteTemplate = preparePGlite();
  // The failure of one must not leave the other behind unhandled.
  pgliteTemplate.catch(() => {});
  const server = given ? undefined : startServer();
  try {
    const url = given ?? (await server?.url) ?? '';
    await preparePostgresql(url, `${prefix}_template`);
    process.env.LANYARD_TEST_POSTGRES_URL = url;
    process.env.LANYARD_TEST_DATABASE_PREFIX = prefix;
    process.env.LANYARD_TEST_PGLITE_TEMPLATE = await pgliteTemplate;
  } catch (error) {
    await server?.stop();
    throw error;
  }
  return { stop: () => server?.stop() ?? dropDatabases(given ?? '', prefix) };
}

function startServer() {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'postgres-server.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return { url: readUrl(child), stop: () => stopServer(child) };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('exit', (code) => {
      reject(
        new Error(
          `PostgreSQL for the tests did not start (exit code ${code}). Its binaries from npm need glibc, macOS or Windows; elsewhere set TEST_DATABASE_URL to a server that the tests may create databases on.`,
        ),
      );
    });
  });
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await exited;
}

async function preparePostgresql(serverUrl: string, name: string): Promise<void> {
  await runOn(serverUrl, `CREATE DATABASE "${name}"`);
  const url = new URL(serverUrl);
  url.pathname = name;
  const database = await openPostgresql({ url: url.href, log });
  await database.close();
}

async function dropDatabases(serverUrl: string, prefix: string): Promise<void> {
  const rows = await runOn(serverUrl, `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%'`);
  for (const { datname } of rows) await runOn(serverUrl, `DROP DATABASE "${datname}" WITH (FORCE)`);
}

/** Kept between runs: making it takes 5 s, and it changes only with the migrations and with PGlite. */
async function preparePGlite(): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache/lanyard');
  const file = path.join(cache, `pglite-${await fingerprint()}.tar`);
  if (existsSync(file)) return file;
  const pglite = await PGlite.create(PGLITE_SETTINGS);
  const database = await openPGlite({ pglite, log });
  await dropUnused(pglite);
  const dump = await pglite.dumpDataDir('none');
  await database.close();
  await mkdir(cache, { recursive: true });
  for (const old of await readdir(cache)) {
    if (old.startsWith('pglite-')) await rm(path.join(cache, old), { force: true });
  }
  const draft = path.join(cache, `.${process.pid}.tar`);
  await writeFile(draft, new Uint8Array(await dump.arrayBuffer()));
  await rename(draft, file);
  return file;
}

/** A third of the files belong to databases that no one opens, and what is in the log would be done again at each start. */
async function dropUnused(pglite: PGlite): Promise<void> {
  await pglite.exec('UPDATE pg_database SET datistemplate = false');
  await pglite.exec('DROP DATABASE template0');
  await pglite.exec('DROP DATABASE template1');
  await pglite.exec('CHECKPOINT');
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const migrations = path.join(root, 'prisma/migrations');
  for (const name of (await readdir(migrations)).sort()) {
    const file = path.join(migrations, name, 'migration.sql');
    if (existsSync(file)) hash.update(name).update(await readFile(file));
  }
  const { version } = JSON.parse(
    await readFile(path.join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'),
  );
  hash.update(await readFile(import.meta.filename));
  return hash.update(version).digest('hex').slice(0, 16);
}
