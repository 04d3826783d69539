import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/config.ts';
import { freePort } from '../support/free-port.ts';
import { get } from '../support/get.ts';
import { type LanyardProcess, spawnLanyard } from '../support/lanyard-process.ts';
import { until } from '../support/until.ts';

describe('the set-up page', () => {
  let started: LanyardProcess | undefined;
  afterEach(() => {
    started?.child.kill('SIGKILL');
  });

  async function start(env: Record<string, string>, ...args: string[]) {
    const port = await freePort();
    const lanyard = spawnLanyard({ PORT: String(port), ...env }, ...args);
    started = lanyard;
    await until(lanyard.output, (output) => output.includes('Ctrl-C'), 'the set-up page', 30_000);
    return { lanyard, url: `http://127.0.0.1:${port}` };
  }

  test.each([
    ['npm start -- --setup', {}, ['--setup']],
    ['an unconfigured start for this machine alone', { HOST: '127.0.0.1' }, []],
  ])('is served by %s, until Ctrl-C', async (_, env, args) => {
    const { lanyard, url } = await start(env, ...args);
    const { status, text } = await get(`${url}/`);
    expect(status).toBe(200);
    for (const name of ['SLACK_CLIENT_ID', 'SLACK_SIGNING_SECRET', 'TOKEN_ENCRYPTION_KEYS']) {
      expect(text).toContain(`<code>${name}</code>`);
    }
    lanyard.child.kill('SIGINT');
    expect(await lanyard.ended).toBe(0);
  });

  test('does not take the place of a Lanyard that has a configuration with a fault', async () => {
    const lanyard = spawnLanyard({ HOST: '127.0.0.1', PUBLIC_URL: 'http://example.com' });
    expect(await lanyard.ended).toBe(1);
    expect(lanyard.output()).toContain('PUBLIC_URL must be an https URL');
  });

  test('fills the manifest with the address, shows what is open, and offers a key that can be used', async () => {
    const { url } = await start({ SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'the-secret' }, '--setup');
    const { text } = await get(`${url}/?public_url=${encodeURIComponent('https://lanyard.acme.dev')}`);
    expect(text).toContain('https://lanyard.acme.dev/slack/oauth_redirect');
    expect(text).toContain('1 setting is still missing');
    expect(text).not.toContain('the-secret');
    const link = /href="(https:\/\/api\.slack\.com\/apps\?[^"]+)"/.exec(text)?.[1] ?? '';
    const manifest = new URL(link.replaceAll('&amp;', '&')).searchParams.get('manifest_json') ?? '';
    expect(JSON.parse(manifest).settings.event_subscriptions.request_url).toBe(
      'https://lanyard.acme.dev/slack/events',
    );
    const keys = /TOKEN_ENCRYPTION_KEYS=(\S+?)</.exec(text)?.[1]?.replaceAll('&#x2F;', '/') ?? '';
    const config = parseConfig({
      PUBLIC_URL: 'https://lanyard.acme.dev',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: randomBytes(16).toString('hex'),
      SLACK_SIGNING_SECRET: randomBytes(16).toString('hex'),
      TOKEN_ENCRYPTION_KEYS: keys,
    });
    expect(config.vaultKeys).toHaveLength(1);
  });

  test.each(['http://lanyard.acme.dev', 'https://acme.dev/lanyard', 'javascript:alert(1)', '"><b>'])(
    'refuses the address %s, and says which it takes',
    async (typed) => {
      const { url } = await start({}, '--setup');
      const { text } = await get(`${url}/?public_url=${encodeURIComponent(typed)}`);
      expect(text).toContain('Slack doesn’t accept that address');
      expect(text).not.toContain('href="https://api.slack.com');
      expect(text).not.toContain('"><b>');
    },
  );

  test('answers nobody but a browser on this machine', async () => {
    const { url } = await start({}, '--setup');
    expect((await get(`${url}/`, { host: 'lanyard.evil.example' })).status).toBe(403);
    expect((await get(`${url}/`, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
    expect((await get(`${url}/`, { host: 'localhost' })).status).toBe(200);
  });
});
