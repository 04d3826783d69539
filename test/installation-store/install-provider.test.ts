import { createServer, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { InstallFailure } from '../../src/installation-store/open.ts';
import { createBrowser } from '../support/browser.ts';
import { runOn } from '../support/databases.ts';
import { allowInstall, tryToInstall } from '../support/install.ts';
import { HTTPS_URL, type OtherApp, prepareOtherApp } from '../support/other-app.ts';

const MINUTE_MS = 60_000;

/** Through Bolt's own HTTPReceiver: what docs/installation-store.md claims of installing. */
describe('the installation pages of a Bolt app on this store', () => {
  let other: OtherApp;
  afterEach(() => other.stop());

  async function start(options: Parameters<OtherApp['run']>[0] = {}) {
    other = await prepareOtherApp();
    const failures: InstallFailure[] = [];
    const installed: { metadata?: string | undefined; bot?: { id: string } | undefined }[] = [];
    const callbackOptions: NonNullable<typeof options.callbackOptions> = {
      failure(failure, _options, _req, res) {
        failures.push(failure as InstallFailure);
        res.writeHead(400).end((failure as InstallFailure).reason);
      },
      success(installation, _options, _req, res) {
        installed.push(installation);
        res.writeHead(200).end('Installed');
      },
      ...options.callbackOptions,
    };
    const running = await other.run({ ...options, callbackOptions });
    const olga = other.slack.workspace('Acme').person('Olga', { role: 'owner' });
    const rows = () => runOn(other.database, 'SELECT bot_id, metadata FROM installations');
    const exchanges = () => other.slack.calls.filter(({ method }) => method === 'oauth.v2.access');
    return { ...other, running, olga, failures, installed, rows, exchanges };
  }

  test('install, with the bot’s id for the app’s own callback and in the store', async () => {
    const { url, olga, installed, rows } = await start();
    expect((await tryToInstall(url, olga)).text).toBe('Installed');
    expect(installed[0]?.bot?.id).toMatch(/^B/);
    expect(await rows()).toEqual([{ bot_id: installed[0]?.bot?.id, metadata: null }]);
  });

  test('install in several tabs of one browser, whichever comes back first', async () => {
    const { url, olga } = await start();
    const browser = createBrowser();
    const first = await allowInstall(url, olga, { browser });
    const second = await allowInstall(url, olga, { browser });
    expect((await browser.get(second.back)).text).toBe('Installed');
    expect((await browser.get(first.back)).text).toBe('Installed');
  });

  test('take a way back once, and of two at the same moment one', async () => {
    const { url, olga, failures, exchanges } = await start();
    const { browser, back } = await allowInstall(url, olga);
    const pages = await Promise.all([browser.get(back), browser.get(back)]);
    expect(pages.map(({ text }) => text).sort()).toEqual(['Installed', 'state_used']);
    expect(failures).toMatchObject([{ code: 'slack_oauth_invalid_state', reason: 'state_used' }]);
    expect(exchanges()).toHaveLength(1);
  });

  test('refuse a way back in a browser that did not begin it, and then take it in the one that did', async () => {
    const { url, olga, rows } = await start();
    const { browser, back } = await allowInstall(url, olga);
    const victim = createBrowser();
    // With a cookie of an attempt of its own.
    await victim.get(`${url}/slack/install`);
    expect((await victim.get(back)).text).toBe('other_browser');
    expect(await rows()).toEqual([]);
    expect((await browser.get(back)).text).toBe('Installed');
  });

  test('on https give a cookie that browsers take from this host alone, and take no other', async () => {
    const { url, olga } = await start({ https: true });
    const browser = createBrowser();
    const begun = await browser.get(`${url}/slack/install`);
    const cookie = begun.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-lanyard_install_\w+=[\w-]{43}; /);
    expect(cookie.split('; ').slice(1).sort()).toEqual([
      'HttpOnly',
      'Max-Age=600',
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ]);
    const back = (await olga.allows(begun.location ?? '')).replace(HTTPS_URL, url);
    const planted = cookie.replace('__Host-', '').split(';')[0] ?? '';
    expect(await (await fetch(back, { headers: { cookie: planted } })).text()).toBe('other_browser');
    expect((await browser.get(back)).text).toBe('Installed');
  });

  test('show the client secret to no one but Slack, and to Slack by HTTP Basic', async () => {
    const { url, olga, exchanges } = await start();
    await tryToInstall(url, olga);
    expect(exchanges()).toEqual([expect.objectContaining({ answer: expect.objectContaining({ ok: true }) })]);
    expect(Object.keys(exchanges()[0]?.args ?? {}).sort()).toEqual(['code', 'redirect_uri']);
  });

  test.each([
    [{ error: 'invalid_code' }, 'code_used'],
    [{ error: 'bad_client_secret' }, 'misconfigured'],
    [{ error: 'team_access_not_granted' }, 'slack_refused'],
    [{ status: 503 }, 'slack_unreachable'],
    [{ dropConnection: true }, 'slack_unreachable'],
  ] as const)('tell of an exchange that fails with %j as %s', async (fault, reason) => {
    const { url, olga, slack, failures, rows } = await start();
    slack.fault('oauth.v2.access', fault);
    expect((await tryToInstall(url, olga)).text).toBe(reason);
    const slackError = 'error' in fault ? fault.error : undefined;
    expect(failures).toMatchObject([
      { code: 'slack_oauth_installer_authorization_error', reason, slackError },
    ]);
    expect(await rows()).toEqual([]);
  });

  test('tell of a person who cancels, of a state that is over, and of one that never was', async () => {
    const { url, olga, failures, forward } = await start();
    const { browser, back } = await allowInstall(url, olga);
    const state = new URL(back).searchParams.get('state');
    await browser.get(`${url}/slack/oauth_redirect?error=access_denied&state=${state}`);
    forward(11 * MINUTE_MS);
    await browser.get(back);
    await browser.get(`${url}/slack/oauth_redirect?code=1&state=never`);
    await browser.get(`${url}/slack/oauth_redirect`);
    expect(failures.map(({ code, reason }) => [code, reason])).toEqual([
      ['slack_oauth_installer_authorization_error', 'cancelled'],
      ['slack_oauth_invalid_state', 'state_expired'],
      ['slack_oauth_invalid_state', 'state_missing'],
      ['slack_oauth_missing_code', 'state_missing'],
    ]);
  });

  test('finish in a process that did not begin it', async () => {
    const { url, olga, running, run, rows } = await start();
    const { browser, back } = await allowInstall(url, olga);
    await running.stop();
    await run();
    expect((await browser.get(back)).status).toBe(200);
    expect(await rows()).toHaveLength(1);
  });

  test('lead who comes from Slack’s own pages, without a state, through the consent page', async () => {
    const installUrlOptions = { scopes: ['commands'] };
    const { url, olga, exchanges } = await start({ installUrlOptions });
    const browser = createBrowser();
    const led = await browser.get(`${url}/slack/oauth_redirect?code=from-the-directory`);
    expect([led.status, exchanges().length]).toEqual([302, 0]);
    const back = new URL(await olga.allows(led.location ?? ''));
    expect((await browser.get(`${url}${back.pathname}${back.search}`)).text).toBe('Installed');
  });

  test('keep what an attempt was begun with, out of sight, and what the app makes of it', async () => {
    const { url, olga, installed, rows, running } = await start({
      callbackOptions: {
        beforeInstallation: async ({ metadata }) => metadata !== undefined,
        async afterInstallation(installation) {
          installation.metadata = `${installation.metadata}, seen`;
          return true;
        },
      },
    });
    const asked = { scopes: ['commands'], redirectUri: `${url}/slack/oauth_redirect`, metadata: 'tenant 7' };
    const provider = running.store.createInstallProvider({
      directInstall: true,
      authorizationUrl: other.slack.authorizeUrl,
    });
    const page = createServer((req, res) => void provider.handleInstallPath(req, res, {}, asked));
    await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
    const address = page.address() as { port: number };
    const browser = createBrowser();
    const begun = await browser.get(`http://127.0.0.1:${address.port}/`);
    page.close();
    expect(begun.location).not.toContain('tenant');
    expect((await browser.get(await olga.allows(begun.location ?? ''))).text).toBe('Installed');
    expect(installed[0]?.metadata).toBe('tenant 7, seen');
    expect((await rows())[0]?.metadata).toBe('tenant 7, seen');
  });

  test('exchange nothing, and store nothing, when the app says no', async () => {
    let answers = { before: false, after: false };
    const says =
      (text: string) =>
      (...args: unknown[]) => {
        (args.at(-1) as ServerResponse).writeHead(403).end(text);
      };
    const { url, olga, exchanges, rows } = await start({
      callbackOptions: {
        async beforeInstallation(...args) {
          if (!answers.before) says('Not you')(...args);
          return answers.before;
        },
        async afterInstallation(...args) {
          if (!answers.after) says('Not this')(...args);
          return answers.after;
        },
      },
    });
    expect((await tryToInstall(url, olga)).text).toBe('Not you');
    expect(exchanges()).toEqual([]);
    answers = { before: true, after: false };
    expect((await tryToInstall(url, olga)).text).toBe('Not this');
    expect(await rows()).toEqual([]);
  });

  test('answer whatever fails: a callback that throws, and a database that is gone', async () => {
    const { url, olga, running } = await start({
      callbackOptions: {
        success: () => {
          throw new Error('a mistake of the app');
        },
        failure: (failure, _options, _req, res) => {
          if ((failure as InstallFailure).reason === 'unexpected') throw new Error('and another');
          res.writeHead(503).end((failure as InstallFailure).reason);
        },
      },
    });
    expect((await tryToInstall(url, olga)).status).toBe(500);
    const { back, browser } = await allowInstall(url, olga);
    await running.store.close();
    expect((await browser.get(back)).text).toBe('install_unavailable');
    expect((await browser.get(`${url}/slack/install`)).text).toBe('install_unavailable');
  });

  test('have Slack’s own pages where the app has none', async () => {
    other = await prepareOtherApp();
    const { slack, url, run } = other;
    await run();
    const olga = slack.workspace('Acme').person('Olga', { role: 'owner' });
    expect((await tryToInstall(url, olga)).text).toContain('Thank you!');
    const lost = await createBrowser().get(`${url}/slack/oauth_redirect?code=1&state=never`);
    expect([lost.status, lost.text.includes('slack_oauth_invalid_state')]).toEqual([400, true]);
  });

  test('of a provider of one’s own, take a state of this store once, and show nothing of what was asked', async () => {
    const { running } = await start();
    const { stateStore } = running.store;
    const asked = { scopes: ['commands'], metadata: 'tenant 7' };
    const state = await stateStore.generateStateParam(asked, new Date());
    expect(Buffer.from(state, 'base64url').toString()).not.toContain('tenant');
    expect(await stateStore.verifyStateParam(new Date(), state)).toEqual(asked);
    for (const given of [state, 'never', `${state.split('~')[0]}~planted`])
      await expect(stateStore.verifyStateParam(new Date(), given)).rejects.toMatchObject({
        code: 'slack_oauth_invalid_state',
      });
  });
});
