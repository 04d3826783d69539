import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { VARIABLE_NAMES } from '../../src/config/variables.ts';
import { openPostgresql } from '../../src/database/postgresql/postgresql-database.ts';
import { runOn } from '../support/databases.ts';

type Service = Record<string, unknown> & {
  image?: string;
  mem_limit?: string;
  environment: Record<string, string>;
  healthcheck: { test: string[] };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
};

/** What the Compose Specification offers, as far as it is used here. */
const KEYS = [
  'build',
  'image',
  'env_file',
  'environment',
  'ports',
  'volumes',
  'depends_on',
  'read_only',
  'tmpfs',
  'cap_drop',
  'security_opt',
  'init',
  'mem_limit',
  'restart',
  'stop_grace_period',
  'healthcheck',
];

describe.each(['compose.yaml', 'compose.postgresql.yaml'])('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const { services, volumes, ...rest } = parse(text, { strict: true, uniqueKeys: true });
  const all = Object.entries(services as Record<string, Service>);
  const lanyard = (services as Record<string, Service>).lanyard as Service;

  test('knows no key that Compose does not, and declares the volumes that it uses', () => {
    expect(rest).toEqual({});
    for (const [, service] of all) {
      expect(Object.keys(service).filter((key) => !KEYS.includes(key))).toEqual([]);
      for (const volume of service.volumes ?? [])
        if (!volume.startsWith('.')) expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
    }
  });

  test('gives every service a health check and time to stop, and waits for healthy ones', () => {
    for (const [, service] of all) {
      expect(service.healthcheck.test[0]).toBe('CMD');
      expect(service.stop_grace_period).toBeDefined();
      for (const { condition } of Object.values(service.depends_on ?? {}))
        expect(condition).toBe('service_healthy');
    }
  });

  test('runs Lanyard with a read-only file system, no capability and on this machine only', () => {
    expect(lanyard).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(lanyard.ports).toEqual(['127.0.0.1:3000:3000']);
  });

  test('checks health as the image does', () => {
    const [, inImage] = /HEALTHCHECK .* CMD (\[.*\])/.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(lanyard.healthcheck.test).toEqual(['CMD', ...JSON.parse(inImage ?? '[]')]);
    expect(existsSync('scripts/health-check.mjs')).toBe(true);
  });

  test('sets only variables that Lanyard knows, writes no password down, and pins what it pulls', () => {
    for (const name of Object.keys(lanyard.environment)) expect(VARIABLE_NAMES).toContain(name);
    expect(text.match(/POSTGRES_PASSWORD: (?!\$\{POSTGRES_PASSWORD:\?)/g)).toBeNull();
    // A digest would be safer still: give one with every image or with none.
    for (const [, { image }] of all)
      if (image) expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-\w+)?(@sha256:[0-9a-f]{64})?$/);
  });

  test('limits the memory of every service', () => {
    for (const [, service] of all) expect(service.mem_limit ?? '').toMatch(/^\d+[mg]$/);
  });

  test('mounts only files that are there', () => {
    for (const [, service] of all)
      for (const volume of service.volumes ?? [])
        if (volume.startsWith('.')) expect(existsSync(volume.split(':')[0] ?? '')).toBe(true);
  });
});

test('the image is built on an exact version of Node', () => {
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^ARG NODE_VERSION=24\.\d+\.\d+$/m);
});

describe('the role that compose.postgresql.yaml makes for Lanyard', () => {
  const { services } = parse(readFileSync('compose.postgresql.yaml', 'utf8'));
  const script = readFileSync('ops/postgresql/create-database.sh', 'utf8');
  const sql = readFileSync('ops/postgresql/create-database.sql', 'utf8');

  test('is another one than the superuser of the image, and is what Lanyard connects as', () => {
    const { POSTGRES_USER } = services.postgresql.environment;
    const { username, pathname } = new URL(
      services.lanyard.environment.DATABASE_URL.replace(/\$\{[^}]*\}/, 'password'),
    );
    expect([POSTGRES_USER, username, pathname]).toEqual(['postgres', 'lanyard', '/lanyard']);
    expect(script).toContain('--file=/ops/create-database.sql');
    expect(services.postgresql.volumes).toEqual(
      expect.arrayContaining([expect.stringContaining(':/ops/create-database.sql:ro')]),
    );
    expect(statSync('ops/postgresql/create-database.sh').mode & 0o111).toBe(0o111);
  });

  test('is no superuser, and may do in its own database all that Lanyard needs', async () => {
    const url = new URL(String(process.env.LANYARD_TEST_POSTGRES_URL));
    // What psql puts in for its variable; the names are this test's, since the server is shared.
    const name = `lanyard_${randomBytes(4).toString('hex')}`;
    const statements = sql
      .replaceAll(/\blanyard\b/g, name)
      .replace(":'password'", "'secret'")
      .split(';\n')
      .filter((statement) => statement.trim() && !statement.startsWith('ALTER ROLE CURRENT_USER'));
    for (const statement of statements) await runOn(url.href, statement);
    const own = new URL(url);
    [own.username, own.password, own.pathname] = [name, 'secret', name];
    try {
      const database = await openPostgresql({ url: own.href, log: () => {} });
      await database.sql('CREATE SCHEMA job_queue');
      const [role] = await database.sql(
        'SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user',
      );
      expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
      expect(await database.pendingMigrations()).toEqual([]);
      await database.close();
    } finally {
      await runOn(url.href, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await runOn(url.href, `DROP ROLE IF EXISTS "${name}"`);
    }
  });
});
