import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connectionProblem } from '../../../src/database/postgresql/connection-problems.ts';
import { readAddress } from '../../../src/database/postgresql/postgresql-address.ts';
import { openPostgresql } from '../../../src/database/postgresql/postgresql-database.ts';
import { createAuthority } from '../../support/certificates.ts';
import { databaseUrl } from '../../support/databases.ts';
import { freePort } from '../../support/free-port.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-tls-'));
const ca = path.join(folder, 'ca.pem');
const stops: (() => Promise<void>)[] = [];
let url: string;
let authority: Awaited<ReturnType<typeof createAuthority>>;

beforeAll(async () => {
  url = await databaseUrl();
  authority = await createAuthority();
  writeFileSync(ca, authority.cert);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @returns what an operator reads */
async function openWith(change: (url: URL) => void, base = url): Promise<string> {
  const changed = new URL(base);
  change(changed);
  const { password } = changed;
  try {
    const database = await openPostgresql({ url: changed.href, log: () => {} });
    await database.close();
    return 'connected';
  } catch (error) {
    const { code, message, hint } = error as { code: string; message: string; hint: string };
    expect(code).toBe('database_unavailable');
    expect(`${message} ${hint}`).not.toContain(password);
    return `${message} | ${hint}`;
  }
}

async function startTls(names: string[], validity?: { from: Date; to: Date }): Promise<string> {
  const server = await startTlsServer(url, await authority.sign(names, 'database', validity));
  stops.push(server.stop);
  return server.url;
}

const require = (file?: string) => (changed: URL) => {
  changed.searchParams.set('sslmode', 'require');
  if (file) changed.searchParams.set('sslrootcert', file);
};

describe('TLS', () => {
  test('an authority of one’s own leads to sslrootcert, and works with it', async () => {
    const server = await startTls(['127.0.0.1']);
    expect(await openWith(require(), server)).toMatch(
      /authority that this machine does not know.*sslrootcert=/,
    );
    expect(await openWith(require(ca), server)).toBe('connected');
  });

  test('a certificate for another host name is told by both names', async () => {
    const server = new URL(await startTls(['db.example.com']));
    server.hostname = 'localhost';
    const told = await openWith(require(ca), server.href);
    expect(told).toMatch(/for another name than localhost.*db\.example\.com.*Use a host name/);
  });

  test('an expired certificate is told, with the clock as the other cause', async () => {
    const validity = { from: new Date('2020-01-01'), to: new Date('2021-01-01') };
    const told = await openWith(require(ca), await startTls(['127.0.0.1'], validity));
    expect(told).toMatch(/certificate has expired.*clock/);
  });

  test('a server without TLS is told, with both ways on', async () => {
    expect(await openWith(require())).toMatch(
      /does not offer encrypted connections.*ssl = on.*sslmode=disable/,
    );
  });
});

describe('the server', () => {
  test('a wrong password leads to percent-encoding', async () => {
    const told = await openWith((changed) => {
      changed.password = 'wrong-word';
    });
    expect(told).toMatch(/password authentication failed for the user "lanyard".*# is %23/);
  });

  test('a database that is not there is named', async () => {
    const told = await openWith((changed) => {
      changed.pathname = 'nowhere';
    });
    expect(told).toMatch(/database "nowhere" does not exist.*CREATE DATABASE/);
  });

  test('a host that is not there, and a port where nothing answers, are named', async () => {
    const host = await openWith((changed) => {
      changed.hostname = 'db.invalid';
    });
    expect(host).toMatch(/no host named db\.invalid.*Check the host name/);
    const port = await freePort();
    const refused = await openWith((changed) => {
      changed.port = String(port);
    });
    expect(refused).toMatch(new RegExp(`nothing answers at 127\\.0\\.0\\.1:${port}.*container`));
  });
});

test.each([
  // As PostgreSQL 18, PostgreSQL 13, PgBouncer and Azure say it.
  ['no pg_hba.conf entry for host "10.0.0.9", user "u", database "d", no encryption', 'sslmode=require'],
  ['no pg_hba.conf entry for host "10.0.0.9", user "u", database "d", SSL off', 'sslmode=require'],
  ['SSL required', 'sslmode=require'],
  ['no pg_hba.conf entry for host "10.0.0.9", user "u", database "d", SSL encryption', 'pg_hba.conf'],
  ['connection requires a valid client certificate', 'sslcert='],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'postgresql://user:password@host'],
  ['remaining connection slots are reserved; too many connections for role "u"', 'connection_limit'],
  ['unsupported startup parameter: options', 'schema='],
  ['Connection terminated due to connection timeout', 'firewall'],
  ['Connection terminated unexpectedly', 'port'],
])('“%s” leads to %s', (said, fix) => {
  const address = readAddress('postgresql://u:geheim@h/d');
  const { message, hint } = connectionProblem(new Error(said), address);
  expect(hint).toContain(fix);
  expect(`${message}${hint}`).not.toContain('geheim');
});

test('what fails at the direct address is told by its name', () => {
  const address = readAddress('postgresql://u:geheim@h/d', 'DIRECT_DATABASE_URL');
  expect(connectionProblem(new Error('SSL required'), address).hint).toContain('DIRECT_DATABASE_URL');
});
