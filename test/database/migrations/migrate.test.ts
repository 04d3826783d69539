import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { openPGlite } from '../../../src/database/embedded/embedded-database.ts';
import { createPGliteAdapter } from '../../../src/database/embedded/pglite-adapter.ts';
import { migrate } from '../../../src/database/migrations/migrate.ts';
import { findPrismaFolder, readMigrations } from '../../../src/database/migrations/migration-files.ts';
import { checkHistory } from '../../../src/database/migrations/migration-history.ts';
import { loadSchemaEngine } from '../../../src/database/migrations/schema-engine.ts';
import { openPostgresql } from '../../../src/database/postgresql/postgresql-database.ts';
import { copyOfPGliteTemplate, databaseUrl, runOn, unmigratedDatabaseUrl } from '../../support/databases.ts';
import { startDatabaseProcess } from '../../support/holding-processes.ts';
import { addMigrations, migrationsWith } from '../../support/migration-folders.ts';
import { until } from '../../support/until.ts';

const log = () => {};
const ownMigrations = path.join(findPrismaFolder(), 'migrations');
const disposals: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0).reverse()) await dispose();
});

async function temporaryFolder(made: Promise<string>): Promise<string> {
  const folder = await made;
  disposals.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const folderWith = (added: Record<string, string>) => temporaryFolder(migrationsWith(added));

/** A migrated database that can be opened again and again, each time with other migrations on disk. */
const kinds = [
  {
    name: 'PGlite',
    async prepare() {
      const pglite = await copyOfPGliteTemplate();
      disposals.push(pglite.close.bind(pglite));
      pglite.close = async () => {};
      return {
        open: (migrationsFolder: string) => openPGlite({ pglite, log, migrationsFolder }),
        run: async (sql: string) => void (await pglite.exec(sql)),
      };
    },
  },
  {
    name: 'PostgreSQL',
    async prepare() {
      const url = await databaseUrl();
      return {
        open: (migrationsFolder: string) => openPostgresql({ url, log, migrationsFolder }),
        run: async (sql: string) => void (await runOn(url, sql)),
      };
    },
  },
];

describe.each(kinds)('migrating $name', ({ prepare }) => {
  let openWith: (added: Record<string, string>) => Promise<Database>;
  let run: (sql: string) => Promise<void>;
  beforeEach(async () => {
    const prepared = await prepare();
    run = prepared.run;
    openWith = async (added) => {
      const database = await prepared.open(await folderWith(added));
      disposals.push(() => database.close());
      return database;
    };
  });

  test('a new migration is applied once, semicolons inside functions and strings included', async () => {
    const added = {
      '30000101000000_function': `CREATE TABLE notes (text TEXT);
        CREATE FUNCTION note() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO notes VALUES ('a;b'); END; $$;
        SELECT note();`,
    };
    await (await openWith(added)).close();
    const database = await openWith(added);
    expect(await database.prisma.$queryRaw`SELECT text FROM notes`).toEqual([{ text: 'a;b' }]);
    expect(await database.pendingMigrations()).toEqual([]);
  });

  test('a value that one migration adds to an enum is usable in the next one of the same start', async () => {
    const database = await openWith({
      '30000101000000_value': `ALTER TYPE ended_by ADD VALUE 'test';`,
      '30000101000001_use': `CREATE TABLE uses (by ended_by DEFAULT 'test');`,
    });
    expect(await database.pendingMigrations()).toEqual([]);
  });

  test('a failed migration is taken back whole, is named with its reason, and succeeds once it is right', async () => {
    const broken = openWith({
      '30000101000000_broken': 'CREATE TABLE first_half (a INT); CREATE TABLE second_half (a nonsense);',
    });
    await expect(broken).rejects.toMatchObject({
      code: 'migration_failed',
      message: 'The migration 30000101000000_broken failed: type "nonsense" does not exist',
    });
    const database = await openWith({ '30000101000000_broken': 'CREATE TABLE first_half (a INT);' });
    expect(await database.pendingMigrations()).toEqual([]);
  });

  test('migrations before a failed one stay', async () => {
    const good = { '30000101000000_good': 'CREATE TABLE good (a INT);' };
    await expect(openWith({ ...good, '30000101000001_bad': 'nonsense' })).rejects.toThrow(
      '30000101000001_bad',
    );
    const database = await openWith(good);
    expect(await database.pendingMigrations()).toEqual([]);
  });

  test('a database ahead of this version is refused by the names of what is unknown', async () => {
    await (await openWith({ '30000101000000_future': 'SELECT 1' })).close();
    await expect(openWith({})).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('does not know 30000101000000_future'),
      hint: expect.stringContaining('newer'),
    });
  });

  test('a migration that other means left half done is refused, and the hint gets out of it', async () => {
    const added = { '30000101000000_half': 'CREATE TABLE half (a INT)' };
    await run(`INSERT INTO _prisma_migrations (id, checksum, migration_name)
      VALUES ('1', 'x', '30000101000000_half')`);
    const refusal = await openWith(added).catch((error) => error);
    expect(refusal).toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('30000101000000_half'),
    });
    await run(/UPDATE .*NULL/.exec(refusal.hint)?.[0] ?? 'the hint has no statement');
    expect(await (await openWith(added)).pendingMigrations()).toEqual([]);
  });
});

const CODES = '20261127063000_only_codes_and_past_times';

/** A database without a table that can be opened again and again. */
const unmigrated = [
  {
    name: 'PGlite',
    async prepare() {
      const pglite = await PGlite.create();
      disposals.push(pglite.close.bind(pglite));
      pglite.close = async () => {};
      return (migrationsFolder: string) => openPGlite({ pglite, log, migrationsFolder });
    },
  },
  {
    name: 'PostgreSQL',
    async prepare() {
      const url = await unmigratedDatabaseUrl();
      return (migrationsFolder: string) => openPostgresql({ url, log, migrationsFolder });
    },
  },
];

describe.each(unmigrated)(
  'a page that an earlier version took for Slack’s error code, on $name',
  ({ prepare }) => {
    test('is gone after the migration, what it said counts as not said, and no other can be stored', async () => {
      const open = await prepare();
      const before = await temporaryFolder(migrationsWith({}));
      await rm(path.join(before, CODES), { recursive: true });
      const page = '<html>Bearer xoxp-1-2-3</html>';
      const old = await open(before);
      const ids = `'c', 'T1', false, '{}', now(), now()`;
      for (const sql of [
        `INSERT INTO installations (client_id, installed_in, is_enterprise_install, granted_scopes, authorized_at, updated_at,
        id, bot_user_id, installer_user_id, verified_at, verify_error, rotation_error, revoked_at)
        VALUES (${ids}, gen_random_uuid(), 'U0', 'U1', now(), '${page}', '${page}', '2100-01-01')`,
        `INSERT INTO user_authorizations (client_id, installed_in, is_enterprise_install, granted_scopes, authorized_at, updated_at,
        id, user_id, verified_at, verify_error, rotation_error)
        VALUES (${ids}, gen_random_uuid(), 'U1', now(), '${page}', 'fatal_error')`,
        `INSERT INTO user_authorizations (client_id, installed_in, is_enterprise_install, granted_scopes, authorized_at, updated_at,
        id, user_id, verified_at, verify_error)
        VALUES (${ids}, gen_random_uuid(), 'U2', '2026-01-01', 'invalid_auth')`,
        `INSERT INTO audit_entries (id, at, client_id, installed_in, is_enterprise_install, actor, action, details)
        VALUES (gen_random_uuid(), '2100-01-01', 'c', 'T1', false, 'slack', 'permission_not_renewable', '{"slackError": "${page}", "kept": 1}')`,
        `INSERT INTO workspace_access (client_id, enterprise_id, team_id, granted, changed_at) VALUES ('c', 'E1', 'T1', false, '2100-01-01')`,
      ]) {
        await old.prisma.$executeRawUnsafe(sql);
      }
      await old.close();

      const now = await open(ownMigrations);
      disposals.push(() => now.close());
      const [bot] = await now.prisma.installation.findMany();
      expect(bot).toMatchObject({ verifyError: null, verifiedAt: null, rotationError: 'slack_unreachable' });
      expect(Number(bot?.revokedAt)).toBeLessThan(Date.now() + 60_000);
      const users = await now.prisma.userAuthorization.findMany({ orderBy: { userId: 'asc' } });
      expect(users).toMatchObject([
        { verifyError: null, verifiedAt: null, rotationError: 'fatal_error' },
        { verifyError: 'invalid_auth', verifiedAt: new Date('2026-01-01') },
      ]);
      const [entry] = await now.prisma.auditEntry.findMany();
      expect(entry?.details).toEqual({ slackError: 'slack_unreachable', kept: 1 });
      expect(Number(entry?.at)).toBeLessThan(Date.now() + 60_000);
      const [access] = await now.prisma.workspaceAccess.findMany();
      expect(Number(access?.changedAt)).toBeLessThan(Date.now() + 60_000);
      for (const data of [{ verifyError: page }, { rotationError: 'Forbidden' }, { verifyError: '' }]) {
        await expect(now.prisma.installation.updateMany({ data })).rejects.toThrow('is_a_code');
      }
    });
  },
);

test('the migrations together make the schema', async () => {
  const pglite = await copyOfPGliteTemplate();
  disposals.push(() => pglite.close());
  const engine = await loadSchemaEngine(createPGliteAdapter(pglite, emptyPGlite));
  const schema = await readFile(path.join(findPrismaFolder(), 'schema.prisma'), 'utf8');
  expect(await engine.scriptFor(await readMigrations(ownMigrations), schema)).toBe('');
  expect(await engine.scriptFor([], schema)).toContain('CREATE TABLE');
  engine.free();
});

/** The engine closes it. */
async function emptyPGlite() {
  const pglite = await copyOfPGliteTemplate();
  await pglite.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  return pglite;
}

test('a migrated database opens without a session for migrations or the engine', async () => {
  const names = (await readMigrations(ownMigrations)).map(({ name }) => name);
  const history = names.map((name) => ({ migration_name: name, finished: true }));
  const answers: Record<string, unknown>[][] = [[{ present: true }], history];
  const openConnection = () => {
    throw new Error('opened');
  };
  await migrate({ sql: async () => answers.shift() ?? [], schema: 'public', openConnection, log });
  expect(answers).toEqual([]);
});

test('tables that another process migrates between two looks are not taken for something else’s', async () => {
  const migrations = await readMigrations(ownMigrations);
  const answers: Record<string, unknown>[][] = [
    [{ present: false }],
    [{ name: 'installations' }],
    [{ present: true }],
    [{ migration_name: migrations[0]?.name, finished: true }],
  ];
  const { applied } = await checkHistory(async () => answers.shift() ?? [], 'public', migrations);
  expect([...applied]).toEqual([migrations[0]?.name]);
});

test('four processes that start at once on an empty database migrate it once and all run', async () => {
  const url = await unmigratedDatabaseUrl();
  const processes = [1, 2, 3, 4].map(() => startDatabaseProcess({ url }));
  const outcomes = await Promise.all(processes.map((child) => child.outcome));
  expect(outcomes).toEqual([1, 2, 3, 4].map(() => ({ opened: true })));
  await Promise.all(processes.map((child) => child.stop()));
  const database = await openPostgresql({ url, log });
  const rows = await database.prisma.$queryRaw`SELECT migration_name FROM _prisma_migrations ORDER BY 1`;
  expect(rows).toEqual((await readMigrations(ownMigrations)).map(({ name }) => ({ migration_name: name })));
  await database.close();
});

test('a starter whose connection dies in the middle of a migration leaves nothing behind', async () => {
  const url = await databaseUrl();
  const folder = await folderWith({
    '30000101000000_long': 'CREATE TABLE long (a INT); SELECT pg_sleep(60)',
  });
  const opening = openPostgresql({ url, log, migrationsFolder: folder });
  const refusal = expect(opening).rejects.toMatchObject({ code: 'migration_failed' });
  const kill = `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()`;
  await until(
    () => runOn(url, kill),
    (killed) => killed.length > 0,
    'the migration to be under way',
  );
  await refusal;
  await addMigrations(folder, { '30000101000000_long': 'CREATE TABLE long (a INT)' });
  const database = await openPostgresql({ url, log, migrationsFolder: folder });
  expect(await database.pendingMigrations()).toEqual([]);
  await database.close();
});
