import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Database } from '../../src/database/database.ts';
import { createAuthority } from '../support/certificates.ts';
import { launchChromium } from '../support/chromium-browser.ts';
import { type DatabaseUnderTest, databasesUnderTest } from '../support/databases.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';

const { open } = databasesUnderTest[0] as DatabaseUnderTest;
const HOST = 'lanyard.example.test';
const NEIGHBOUR = 'https://blog.example.test/';

/** Lanyard over https under a name of its own, and a real browser with its rules for cookies. */
describe('a browser with a planted cookie', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-cookie-'));
  let database: Database;
  let lanyard: Lanyard;
  let browser: Browser;
  let context: BrowserContext;
  let ca: string;

  beforeAll(async () => {
    database = await open();
    const authority = await createAuthority();
    ca = authority.cert;
    const { cert, key } = await authority.sign([HOST, '127.0.0.1']);
    const file = (name: string, pem: string) => {
      writeFileSync(path.join(folder, name), pem);
      return path.join(folder, name);
    };
    lanyard = await startLanyard(database, {
      publicUrl: (port) => `https://${HOST}:${port}`,
      env: { TLS_CERT_FILE: file('cert.pem', cert), TLS_KEY_FILE: file('key.pem', key) },
    });
    browser = await launchChromium([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
    context = await browser.newContext({ ignoreHTTPSErrors: true });
    await context.route(NEIGHBOUR, (route) => route.fulfill({ contentType: 'text/html', body: '<p>A blog' }));
  });
  afterAll(async () => {
    await browser?.close();
    await lanyard?.stop();
    await database?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As an attacker begins: without a browser, the cookie in hand. */
  function beginAttempt(): Promise<{ location: string; name: string; value: string }> {
    const url = `${lanyard.url.replace('http:', 'https:')}/slack/install`;
    return new Promise((resolve, reject) => {
      https
        .get(url, { ca }, ({ headers }) => {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(headers['set-cookie']?.[0] ?? '') ?? [];
          resolve({ location: String(headers.location), name, value });
        })
        .on('error', reject);
    });
  }

  test('does not finish the attempt of whoever planted it from a neighbouring name', async () => {
    const attacker = lanyard.slack.workspace('The attacker’s').person('Mallory', { role: 'owner' });
    const { location, name, value } = await beginAttempt();
    const back = await attacker.allows(location);
    const page = await context.newPage();
    await page.goto(NEIGHBOUR);
    for (const planted of [name, name.replace('__Host-', '')])
      for (const scope of ['Path=/', 'Path=/slack/oauth_redirect'])
        await page.evaluate(
          `document.cookie = ${JSON.stringify(`${planted}=${value}; Domain=example.test; ${scope}; Secure`)}`,
        );
    // Such a cookie does reach Lanyard: only the prefix keeps it from counting.
    const sent = page.waitForRequest(back);
    const answer = await page.goto(back);
    expect((await (await sent).allHeaders()).cookie).toContain('lanyard_install_');
    expect(answer?.status()).toBe(403);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'This was started in a different browser',
    );
    expect(
      await lanyard.prisma.installation.count({ where: { clientId: lanyard.credentials.clientId } }),
    ).toBe(0);
    await page.close();
  });

  test('still finishes its own attempt', async () => {
    const owner = lanyard.slack.workspace('Honest').person('Olga', { role: 'owner' });
    const page = await context.newPage();
    // The consent page is a person's to press through: the simulated one gives the way back.
    const asked = page.waitForRequest((request) => request.url().startsWith(lanyard.slack.authorizeUrl));
    await page.goto(`${lanyard.publicUrl}/slack/install`);
    await page.goto(await owner.allows((await asked).url()));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Lanyard is now in Honest');
    await page.close();
  });
});
