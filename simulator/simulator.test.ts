import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appFromManifest } from './app-from-manifest.ts';
import { startSimulator } from './simulator.ts';
import { startWithApp, type WithApp } from './test-app.ts';

describe('the simulator', () => {
  test('does not start in production', async () => {
    await expect(startSimulator({ nodeEnv: 'production' })).rejects.toThrow(
      'doesn’t start with NODE_ENV=production',
    );
  });

  test('listens on this machine only', async () => {
    const slack = await startSimulator();
    expect(new URL(slack.url).hostname).toBe('127.0.0.1');
    expect(slack.apiUrl).toBe(`${slack.url}/api/`);
    await slack.stop();
    await expect(fetch(slack.url)).rejects.toThrow();
  });

  test('says so when the port is taken', async () => {
    const slack = await startSimulator();
    await expect(startSimulator({ port: Number(new URL(slack.url).port) })).rejects.toThrow('EADDRINUSE');
    await slack.stop();
  });

  test('finds workspaces, organizations and people again by their names', async () => {
    const slack = await startSimulator();
    const acme = slack.workspace('Acme');
    expect(slack.workspace('Acme').id).toBe(acme.id);
    expect(slack.organization('Org').id).toBe(slack.organization('Org').id);
    const ada = acme.person('Ada', { role: 'admin', twoFactor: 'app' });
    expect(acme.person('Ada', { role: 'guest' })).toMatchObject({
      id: ada.id,
      role: 'admin',
      twoFactor: 'app',
    });
    expect(slack.workspace('Other').person('Ada').id).not.toBe(ada.id);
    expect(acme.people().map(({ name }) => name)).toEqual(['Ada']);
    await slack.stop();
  });

  test('refuses a name that is taken, where names have to be unique', async () => {
    const slack = await startSimulator({ uniqueNames: true });
    slack.workspace('Acme');
    expect(() => slack.workspace('Acme')).toThrow('“Acme” exists already');
    await slack.stop();
  });

  test('asks which app is meant when there are several', async () => {
    const one = await startWithApp();
    const second = { ...one.registration, appId: 'A0SECOND', clientId: '3.4', name: 'Second' };
    one.slack.registerApp(second);
    const owner = one.slack.workspace('Several').person('Olga', { role: 'owner' });
    await one.install(owner);
    await expect(owner.opensHome()).rejects.toThrow('say which one');
    await owner.opensHome('A0TEST');
    await expect(owner.opensHome('A0SECOND')).rejects.toThrow('Second is not installed');
    await one.stop();
  });
});

describe('a fault', () => {
  let one: WithApp;
  let bot: string;
  beforeEach(async () => {
    one = await startWithApp();
    bot = (await one.install(one.slack.workspace('Faulty').person('Olga', { role: 'owner' }))).access_token;
  });
  afterEach(() => one.stop());
  const call = (method = 'auth.test') =>
    one.raw(method, { method: 'POST', headers: { authorization: `Bearer ${bot}` } });

  test('befalls as many calls as were asked for, of that method', async () => {
    one.slack.fault('auth.test', { error: 'internal_error' }, 2);
    expect((await call('team.info')).body.ok).toBe(true);
    expect((await call()).body.error).toBe('internal_error');
    expect((await call()).body.error).toBe('internal_error');
    expect((await call()).body.ok).toBe(true);
  });

  test('of any method lasts until it is healed', async () => {
    one.slack.fault('*', { status: 500 }, Number.POSITIVE_INFINITY);
    for (const method of ['auth.test', 'team.info', 'auth.test']) {
      const response = await fetch(`${one.slack.apiUrl}${method}`, { method: 'POST' });
      expect(response.status).toBe(500);
    }
    one.slack.healFaults();
    expect((await call()).body.ok).toBe(true);
  });

  test('of rate limiting says when to come back, in Slack’s shape', async () => {
    one.slack.fault('auth.test', { status: 429, retryAfterSeconds: 30 });
    const { response, body } = await call();
    expect([response.status, response.headers.get('retry-after'), body]).toEqual([
      429,
      '30',
      { ok: false, error: 'ratelimited' },
    ]);
  });

  test('can drop the connection, delay the answer, or answer something else', async () => {
    one.slack.fault('auth.test', { dropConnection: true });
    await expect(call()).rejects.toThrow();
    one.slack.fault('auth.test', { delayMs: 20 });
    expect((await call()).body.ok).toBe(true);
    one.slack.fault('auth.test', { answer: { ok: true, odd: 1 } });
    expect((await call()).body).toEqual({ ok: true, odd: 1 });
  });

  test('that hangs ends with the simulator', async () => {
    one.slack.fault('auth.test', { hang: true });
    const hanging = expect(call()).rejects.toThrow();
    one.slack.fault('team.info', { error: 'internal_error' });
    await call('team.info');
    await one.slack.stop();
    await hanging;
  });

  test('reaches the response_url and the token exchange too', async () => {
    const owner = one.slack.workspace('Faulty').person('Olga');
    one.slack.fault('oauth.v2.access', { error: 'internal_error' });
    expect((await one.install(owner)).error).toBe('internal_error');
    const url = String((await owner.types('/ask')).delivery.payload.response_url);
    one.slack.fault('response_url', { status: 500 });
    expect((await fetch(url, { method: 'POST', body: '{"text":"x"}' })).status).toBe(500);
    expect((await fetch(url, { method: 'POST', body: '{"text":"x"}' })).status).toBe(200);
  });
});

describe('the state file', () => {
  let directory: string;
  let stateFile: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'simulator-'));
    stateFile = path.join(directory, 'deep', 'slack.json');
  });
  afterEach(() => rm(directory, { recursive: true }));

  test('brings everything back after a restart', async () => {
    const first = await startWithApp({ stateFile });
    const owner = first.slack.workspace('Lasting').person('Olga', { role: 'owner', twoFactor: 'sms' });
    const { access_token } = await first.install(owner);
    await first.client(access_token).views.publish({ user_id: owner.id, view: { type: 'home', blocks: [] } });
    await first.stop();
    const second = await startWithApp({ stateFile });
    const again = second.slack.workspace('Lasting').person('Olga');
    expect(again).toMatchObject({ id: owner.id, role: 'owner', twoFactor: 'sms' });
    expect(again.home()?.publishes).toBe(1);
    expect((await second.client(access_token).auth.test()).ok).toBe(true);
    await second.stop();
  });

  test('is readable by its owner alone and holds no secret of an app', async () => {
    const one = await startWithApp({ stateFile });
    await one.install(one.slack.workspace('Private').person('Olga'));
    await one.stop();
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    const text = await readFile(stateFile, 'utf8');
    expect(text).not.toContain(one.registration.clientSecret);
    expect(text).not.toContain(one.registration.signingSecret);
  });

  test('that cannot be read is named, and left as it is', async () => {
    const broken = path.join(directory, 'broken.json');
    await writeFile(broken, '{"version":1,');
    await expect(startSimulator({ stateFile: broken })).rejects.toThrow(
      `can’t read its state from ${broken}`,
    );
    expect(await readFile(broken, 'utf8')).toBe('{"version":1,');
  });
});

describe('an app from a manifest', () => {
  const secrets = {
    appId: 'A1',
    clientId: '1.2',
    clientSecret: 's',
    signingSecret: 'g',
    baseUrl: 'http://localhost:3000',
  };

  test('keeps what the manifest says, at the local address', () => {
    const url = 'https://app.example.com/slack/events';
    const app = appFromManifest(
      {
        display_information: { name: 'App' },
        features: { slash_commands: [{ command: '/a', description: 'A', should_escape: true, url }] },
        oauth_config: { redirect_urls: ['https://app.example.com/oauth'], scopes: { bot: ['commands'] } },
        settings: { event_subscriptions: { request_url: url, bot_events: ['app_home_opened'] } },
      },
      secrets,
    );
    expect(app).toMatchObject({
      requestUrl: 'http://localhost:3000/slack/events',
      redirectUrls: ['http://localhost:3000/oauth'],
      botScopes: ['commands'],
      userScopes: [],
      commands: [{ command: '/a', description: 'A', shouldEscape: true }],
      homeTab: false,
    });
  });

  test('without a request URL is refused', () => {
    expect(() => appFromManifest({ display_information: { name: 'App' } }, secrets)).toThrow(
      'no request URL',
    );
  });
});
