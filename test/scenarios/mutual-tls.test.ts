import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import type { Database } from '../../src/database/database.ts';
import { createAuthority } from '../support/certificates.ts';
import { type DatabaseUnderTest, databasesUnderTest } from '../support/databases.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';

const SLACK = 'platform-tls-client.slack.com';
const { open } = databasesUnderTest[1] as DatabaseUnderTest;

describe('with mutual TLS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-tls-'));
  let database: Database;
  let authority: Awaited<ReturnType<typeof createAuthority>>;
  beforeAll(async () => {
    database = await open();
    authority = await createAuthority();
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name: string, pem: string) => {
    const at = path.join(folder, name);
    writeFileSync(at, pem);
    return at;
  };

  type Sending = { headers?: http.OutgoingHttpHeaders; tls?: https.RequestOptions };

  /** A signed `url_verification`, as Slack sends it. */
  function send(lanyard: Lanyard, { headers = {}, tls }: Sending = {}): Promise<number> {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
    const options = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signedHeaders(
          lanyard.credentials.signingSecret,
          body,
          Math.floor(lanyard.clock.now().getTime() / 1000),
        ),
        ...headers,
      },
      agent: false as const,
    };
    const url = `${lanyard.url}/slack/events`;
    return new Promise((resolve, reject) => {
      const answered = (response: http.IncomingMessage) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      };
      const request = tls
        ? https.request(url.replace('http:', 'https:'), { ...options, ca: authority.cert, ...tls }, answered)
        : http.request(url, options, answered);
      request.on('error', reject);
      request.end(body);
    });
  }

  describe('on our own TLS', () => {
    let lanyard: Lanyard;
    beforeAll(async () => {
      const server = await authority.sign(['127.0.0.1', 'localhost']);
      lanyard = await startLanyard(database, {
        env: {
          TLS_CERT_FILE: file('server.pem', server.cert),
          TLS_KEY_FILE: file('server.key', server.key),
          SLACK_CLIENT_CA_FILE: file('ca.pem', authority.cert),
        },
      });
    });
    afterAll(() => lanyard.stop());

    test("Slack's certificate is let in", async () => {
      expect(await send(lanyard, { tls: await authority.sign([SLACK]) })).toBe(200);
      expect(await send(lanyard, { tls: await authority.sign(['other.example', SLACK]) })).toBe(200);
    });

    test.each([
      ['no certificate', async () => ({})],
      ['another name under slack.com', () => authority.sign(['evil.slack.com'])],
      ['a wildcard', () => authority.sign(['*.slack.com'])],
      ["Slack's name as the subject alone", () => authority.sign(['other.example'], SLACK)],
      ["Slack's name from another authority", async () => (await createAuthority()).sign([SLACK])],
    ])('with %s a request is refused, though signed', async (_, certificate) => {
      expect(await send(lanyard, { tls: await certificate() })).toBe(403);
    });

    test('no header of the sender takes the place of the certificate', async () => {
      const headers = { 'X-Client-Certificate-SAN': SLACK };
      expect(await send(lanyard, { headers, tls: {} })).toBe(403);
    });

    test('browsers reach the pages without a certificate', async () => {
      const status = await new Promise((resolve, reject) => {
        const url = lanyard.url.replace('http:', 'https:');
        https
          .get(`${url}/`, { ca: authority.cert, agent: false }, (response) => {
            response.resume();
            resolve(response.statusCode);
          })
          .on('error', reject);
      });
      expect(status).toBe(200);
    });
  });

  describe('behind a proxy', () => {
    const headerName = 'X-Client-Certificate-SAN';
    const start = (trusted: string) =>
      startLanyard(database, { env: { SLACK_CLIENT_SAN_HEADER: headerName, TRUSTED_PROXIES: trusted } });

    test.each([
      [SLACK, 200],
      [`DNS:${SLACK}`, 200],
      [undefined, 403],
      ['', 403],
      ['evil.slack.com', 403],
      [`${SLACK}.evil.example`, 403],
      [`evil.example, ${SLACK}`, 403],
      [[SLACK, 'evil.example'], 403],
      [[SLACK, SLACK], 403],
    ])('the trusted proxy saying %j gives %d', async (value, status) => {
      const lanyard = await start('127.0.0.0/8');
      const headers = value === undefined ? {} : { [headerName]: value };
      expect(await send(lanyard, { headers })).toBe(status);
      await lanyard.stop();
    });

    test('the same header from anybody else is worth nothing', async () => {
      const lanyard = await start('10.0.0.1, 192.168.0.0/16, fd00::/8');
      expect(await send(lanyard, { headers: { [headerName]: SLACK } })).toBe(403);
      expect(lanyard.log.join('')).toContain('"refused":{"no_certificate":1}');
      await lanyard.stop();
    });

    test('the signature is still asked for', async () => {
      const lanyard = await start('127.0.0.1');
      const headers = { [headerName]: SLACK, 'X-Slack-Signature': `v0=${'0'.repeat(64)}` };
      expect(await send(lanyard, { headers })).toBe(401);
      await lanyard.stop();
    });
  });
});
