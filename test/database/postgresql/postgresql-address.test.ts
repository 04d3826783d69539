import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readAddress, readAddresses } from '../../../src/database/postgresql/postgresql-address.ts';
import { createAuthority } from '../../support/certificates.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refusalOf = (url: string) => {
  try {
    readAddress(url);
  } catch (error) {
    return error as Error & { code: string; hint: string };
  }
  throw new Error('It was taken.');
};

test('the schema is `public` and the limit ten connections, unless the URL says otherwise', () => {
  expect(readAddress('postgresql://u:p@h/db')).toMatchObject({ schema: 'public', connectionLimit: 10 });
  const address = readAddress('postgresql://u:p@h/db?schema=lanyard&connection_limit=3&pgbouncer=true&x=1');
  expect(address).toMatchObject({ schema: 'lanyard', connectionLimit: 3, ignored: {} });
  expect(address.connectionString).toBe('postgresql://u:p@h/db?x=1');
});

test.each([
  ['a # in the password', 'postgresql://u:geh#eim@h/db'],
  ['a # after digits', 'postgresql://u:12#geheim@h/db'],
  ['a / in the password', 'postgresql://u:geh/eim@h/db'],
  ['a / after digits', 'postgresql://u:12/geheim@h/db'],
  ['a ? in the password', 'postgresql://u:geh?eim@h/db'],
  ['a ? after digits', 'postgresql://u:12?geheim@h/db'],
  ['a % in the password', 'postgresql://u:geheim%@h/db'],
  ['a % that encodes no text', 'postgresql://u:geheim%e9@h/db'],
])('%s is refused with its percent-encoding, and without the password', (_, url) => {
  const refusal = refusalOf(url);
  expect(refusal).toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining('DATABASE_URL has a character that must be percent-encoded'),
  });
  expect(`${refusal.message}${refusal.hint}`).toContain('# (%23)');
  expect(`${refusal.message}${refusal.hint}${JSON.stringify(refusal)}`).not.toContain('eim');
});

test.each([
  'postgresql://u:p%23%2F%3F%40%25@h/db',
  'postgresql://u:p@ss@h/db',
  'postgresql:///db?host=/var/run/postgresql',
  'postgresql://u:p@/db?host=/cloudsql/project:region:name',
  'postgresql://h:5432/db?user=u@h&password=p',
  'postgres://h/db',
])('%s is taken', (url) => {
  expect(readAddress(url).schema).toBe('public');
});

test.each([
  ['postgresql://u:p@h/db?connection_limit=0', 'connection_limit='],
  ['postgresql://u:p@h/db?connection_limit=many', 'connection_limit='],
  ['postgresql://u:p@h/db?schema=', 'schema='],
  ['postgresql://u:p@h/db?schema=pg_catalog', 'schema='],
  ['postgresql://u:p@h/db?schema=a%22b', 'schema='],
  ['postgresql://u:p@h/db?sslmode=strict', 'sslmode='],
  ['postgresql://u:p@h:port/db', 'is not a URL'],
])('%s is refused by the name of what is wrong', (url, named) => {
  expect(refusalOf(url).message).toContain(named);
});

test('parameters that other tools know are named with what to use instead', () => {
  expect(readAddress('postgresql://h/db?max=3&search_path=lanyard').ignored).toEqual({
    max: 'connection_limit',
    search_path: 'schema',
  });
});

test.each(['prefer', 'require', 'verify-ca', 'verify-full'])(
  'sslmode=%s checks certificate and host name',
  (mode) => {
    expect(readAddress(`postgresql://h/db?sslmode=${mode}`).connectionString).toContain(
      'sslmode=verify-full',
    );
  },
);

test('the semantics of libpq are had by asking for them', () => {
  const url = 'postgresql://h/db?uselibpqcompat=true&sslmode=require';
  expect(readAddress(url).connectionString).toBe(url);
});

test('a file of TLS that is missing, or holds no certificate, is named', async () => {
  const [missing, other, good] = ['missing.pem', 'other.pem', 'ca.pem'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  writeFileSync(other, 'no certificate');
  writeFileSync(good, (await createAuthority()).cert);
  const url = (file: string) => `postgresql://h/db?sslmode=require&sslrootcert=${file}`;
  expect(refusalOf(url(missing)).message).toContain(`sslrootcert= that cannot be read: ${missing} (ENOENT)`);
  expect(refusalOf(url(other)).message).toContain(`does not hold a certificate in PEM: ${other}`);
  expect(readAddress(url(good)).connectionString).toContain('sslrootcert');
});

test('two addresses have to name the same schema', () => {
  const [one, other] = ['postgresql://pooler/db?schema=lanyard', 'postgresql://h/db'];
  expect(() => readAddresses(one, other)).toThrow('two schemas: "lanyard" and "public"');
  expect(readAddresses(one, `${other}?schema=lanyard`).direct.schema).toBe('lanyard');
});
