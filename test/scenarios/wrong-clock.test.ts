import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import type { Database } from '../../src/database/database.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';

const [{ open }] = databasesUnderTest as [(typeof databasesUnderTest)[number]];

describe('with a wrong clock', () => {
  let database: Database;
  let lanyard: Lanyard;
  beforeAll(async () => {
    database = await open();
  });
  afterEach(() => lanyard.stop());
  afterAll(() => database.close());

  async function start(skewSeconds: number) {
    lanyard = await startLanyard(database);
    lanyard.skew.ms = skewSeconds * 1000;
  }

  const warnings = () => lanyard.log.filter((line) => line.includes('This machine’s clock'));

  async function ask() {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
    const seconds = Math.floor(lanyard.clock.now().getTime() / 1000);
    const response = await fetch(`${lanyard.url}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...signedHeaders(lanyard.credentials.signingSecret, body, seconds),
      },
      body,
    });
    return response.status;
  }

  async function watched() {
    const ready = await fetch(`${lanyard.url}/readyz`);
    const metrics = await (await fetch(`${lanyard.url}/metrics`)).text();
    const skew = /^lanyard_clock_skew_seconds (\S+)$/m.exec(metrics)?.[1];
    return { status: ready.status, body: (await ready.json()) as Ready, skew: Number(skew) };
  }
  type Ready = { status: string; checks: { clock: string } };

  test.each([
    [-320, 'behind by'],
    [320, 'ahead by'],
  ])(
    '%i seconds off, what Slack sends is refused, and the log and /readyz say why',
    async (seconds, words) => {
      await start(seconds);
      expect((await watched()).body.checks.clock).toBe('unknown');
      expect([await ask(), await ask()]).toEqual([401, 401]);
      const { status, body, skew } = await watched();
      // The pages can still be served.
      expect([status, body.status]).toEqual([200, 'warning']);
      expect(body.checks.clock).toMatch(new RegExp(`^${words} 3(19|2\\d) s$`));
      expect(Math.abs(skew - seconds)).toBeLessThan(60);
      expect(warnings()).toHaveLength(1);
      expect(warnings()[0]).toContain(words);
      expect(warnings()[0]).toContain('Every request from Slack is refused');
    },
  );

  test('an old request that is sent again and again makes the log speak once an hour', async () => {
    await start(0);
    const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
    const recordedAt = Math.floor(lanyard.clock.now().getTime() / 1000) - 3_600;
    const headers = {
      'content-type': 'application/json',
      ...signedHeaders(lanyard.credentials.signingSecret, body, recordedAt),
    };
    const said = () => lanyard.log.filter((line) => /clock is (right|ahead|behind)/.test(line));
    for (let each = 0; each < 5; each += 1) {
      const replayed = await fetch(`${lanyard.url}/slack/events`, { method: 'POST', headers, body });
      expect([replayed.status, await ask()]).toEqual([401, 200]);
    }
    expect(said()).toHaveLength(2);
    lanyard.clock.forward(61 * 60_000);
    await fetch(`${lanyard.url}/slack/events`, { method: 'POST', headers, body });
    expect(said()).toHaveLength(3);
  });

  test('a little off, the log warns before anything is refused, and says when it is right again', async () => {
    await start(-120);
    expect(await ask()).toBe(200);
    expect(warnings()).toHaveLength(1);
    expect((await watched()).body.checks.clock).toMatch(/^behind by 1[12]\d s$/);
    lanyard.skew.ms = 0;
    expect(await ask()).toBe(200);
    expect((await watched()).body).toMatchObject({ status: 'ok', checks: { clock: 'ok' } });
    expect(lanyard.log.join('')).toContain('The clock is right again');
  });

  test('Slack’s own answers tell, before Slack has sent anything', async () => {
    await start(-320);
    const owner = lanyard.slack.workspace('Wrong clock').person('Ada', { role: 'owner' });
    await lanyard.install(owner);
    expect((await watched()).body.checks.clock).toMatch(/^behind by 3(19|2\d) s$/);
  });

  test('a request that is not signed by Slack says nothing about the clock', async () => {
    await start(0);
    const response = await fetch(`${lanyard.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signedHeaders('another secret', '{}', 1) },
      body: '{}',
    });
    expect(response.status).toBe(401);
    expect((await watched()).body.checks.clock).toBe('unknown');
  });
});
