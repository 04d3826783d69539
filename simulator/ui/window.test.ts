import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Person } from '../people/people.ts';
import { startWithApp, type WithApp } from '../test-app.ts';

type Said = { ok: boolean; notice: string | null };

const words = (text: string) => ({ type: 'plain_text', text });
const button = (more: object) => ({ type: 'button', action_id: 'go', text: words('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });

let app: WithApp;
let ada: Person;
let token: string;

beforeEach(async () => {
  app = await startWithApp({ app: { installUrl: 'https://app.example.com/slack/install' } });
  ada = app.slack.workspace('Acme').person('Ada <b>Lovelace</b>', { role: 'owner' });
  token = (await app.install(ada)).access_token;
});
afterEach(() => app.stop());

const path = (rest: string) => `${app.slack.url}/client/${ada.workspace.id}/${ada.id}/${rest}`;
const page = async (rest: string, init?: RequestInit) => (await fetch(path(rest), init)).text();
const opened = () =>
  app.slack.deliveries.filter(({ payload }) => JSON.stringify(payload).includes('app_home_opened'));

async function post(rest: string, form: Record<string, string>, origin = app.slack.url) {
  const headers = { origin, accept: 'application/json' };
  const response = await fetch(path(rest), { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, said: response.ok ? ((await response.json()) as Said) : undefined };
}

const publish = (...blocks: object[]) =>
  app.client(token).apiCall('views.publish', { user_id: ada.id, view: { type: 'home', blocks } });

describe('the window', () => {
  test('entering the Home opens it once, and a refresh does not open it again', async () => {
    await page('home/A0TEST');
    await page('home/A0TEST', { headers: { 'x-live': '1' } });
    await app.slack.settled();
    expect(opened()).toHaveLength(1);
  });

  test('it shows Loading until the app publishes, then what it published', async () => {
    expect(await page('home/A0TEST')).toContain('Loading…');
    await publish({ type: 'header', text: words('My list') });
    expect(await page('home/A0TEST')).toContain('My list');
  });

  test('names are text, never markup', async () => {
    for (const pane of ['home/A0TEST', 'messages/A0TEST', 'general', 'manage/A0TEST']) {
      const html = await page(pane);
      expect(html).toContain('Ada &lt;b&gt;Lovelace&lt;/b&gt;');
      expect(html).not.toContain('<b>Lovelace');
    }
  });

  test('no token and no secret stands on any page', async () => {
    await post('command', { text: '/ask something' });
    for (const pane of ['home/A0TEST', 'messages/A0TEST', 'general', 'manage/A0TEST']) {
      const html = await page(pane);
      for (const secret of app.slack.secrets()) expect(html).not.toContain(secret);
    }
  });

  test('who and what is not there is told so', async () => {
    expect((await fetch(path('home/A0OTHER'))).status).toBe(404);
    expect((await fetch(`${app.slack.url}/client/T0/U0/general`)).status).toBe(404);
  });

  test('a deep link to the app leads to its Home, as the person who acted last', async () => {
    const kim = app.slack.workspace('Acme').person('Kim');
    const cookie = `simulated_slack_person=${kim.workspace.id}/${kim.id}`;
    const link = `${app.slack.url}/app_redirect?app=A0TEST&team=${kim.workspace.id}`;
    const response = await fetch(link, { redirect: 'manual', headers: { cookie } });
    expect(response.headers.get('location')).toBe(`/client/${kim.workspace.id}/${kim.id}/home/A0TEST`);
  });

  test('a deep link to a channel leads there, one to a channel that is not there to Home', async () => {
    const kim = app.slack.workspace('Acme').person('Kim');
    const headers = { cookie: `simulated_slack_person=${kim.workspace.id}/${kim.id}` };
    const follow = async (channel: string) => {
      const link = `${app.slack.url}/app_redirect?channel=${channel}&team=${kim.workspace.id}`;
      return (await fetch(link, { redirect: 'manual', headers })).headers.get('location');
    };
    expect(await follow(kim.says('hello').channelId)).toBe(`/client/${kim.workspace.id}/${kim.id}/general`);
    expect(await follow('C0NOWHERE')).toBe(`/client/${kim.workspace.id}/${kim.id}/home/A0TEST`);
  });

  test('the links for adding the app name the workspace', async () => {
    await ada.revokesOwnPermission();
    const html = await page('manage/A0TEST');
    expect(html).toContain(`https://app.example.com/slack/install?for=me&amp;team=${ada.workspace.id}`);
  });
});

describe('what is done in the window', () => {
  test('another site cannot do it', async () => {
    await publish(actions(button({})));
    const { status } = await post(
      'press/A0TEST?surface=home',
      { action_id: 'go', nth: '0' },
      'https://elsewhere.example',
    );
    expect(status).toBe(403);
    expect(app.slack.deliveries.filter(({ kind }) => kind === 'interaction')).toEqual([]);
  });

  test('a press reaches the app as the very button that was pressed', async () => {
    await publish(
      actions(button({ value: 'a' }), button({ value: 'b', action_id: 'other' })),
      actions(button({ value: 'a' })),
    );
    await post('press/A0TEST?surface=home', { action_id: 'go', value: 'a', nth: '1' });
    const blocks = ada.home()?.blocks ?? [];
    const { payload } = app.slack.deliveries.at(-1) ?? {};
    expect(payload).toMatchObject({
      actions: [{ action_id: 'go', value: 'a', block_id: blocks[1]?.block_id }],
    });
  });

  test('a button in a message is not taken for an equal one on Home', async () => {
    await publish(actions(button({ value: 'a' })));
    await app
      .client(token)
      .chat.postMessage({ channel: ada.id, text: 'Hi', blocks: [actions(button({ value: 'a' }))] as never });
    const [message] = ada.sees();
    await post(`press/A0TEST?surface=message-${message?.id}`, { action_id: 'go', value: 'a', nth: '0' });
    expect(app.slack.deliveries.at(-1)?.payload).toMatchObject({ container: { type: 'message' } });
  });

  test('a press on what is gone meanwhile is explained', async () => {
    const { said } = await post('press/A0TEST?surface=home', { action_id: 'go', nth: '0' });
    expect(said).toEqual({
      ok: false,
      notice: 'What you pressed is gone: the app changed it in the meantime.',
    });
  });

  test('a command says how long its acknowledgement took, an unknown one that it is none', async () => {
    expect((await post('command', { text: '/ask me' })).said?.notice).toMatch(
      /^\/ask was acknowledged in \d+ ms\.$/,
    );
    expect((await post('command', { text: '/nope' })).said?.notice).toContain('/nope is not a valid command');
    expect((await post('command', { text: 'hello' })).said?.notice).toBe('Sent.');
    expect(ada.reads().at(-1)).toMatchObject({ text: 'hello', authorId: ada.id, via: 'person' });
  });

  test('an app that fails is named', async () => {
    app.answers((_, response) => response.writeHead(500).end());
    await publish(actions(button({})));
    const { said } = await post('press/A0TEST?surface=home', { action_id: 'go', nth: '0' });
    expect(said?.notice).toBe('Test App didn’t answer (http_error 500).');
    await post('command', { text: '/ask' });
    expect(await page('general')).toContain('/ask failed with the error');
  });

  test('two-factor, role, permission and installation are changed on Slack’s side', async () => {
    await post('account', { two_factor: 'sms', role: 'guest' });
    expect([ada.twoFactor, ada.role]).toEqual(['sms', 'guest']);
    await post('break/revoke-own/A0TEST', {});
    expect(app.slack.deliveries.at(-1)?.payload).toMatchObject({ event: { tokens: { oauth: [ada.id] } } });
    await post('break/uninstall/A0TEST', {});
    expect(app.slack.workspace('Acme').hasInstalled()).toBe(false);
    expect(await page('home/A0TEST')).toContain('isn’t in Acme yet');
  });

  test('without a script a form leads back to where it was', async () => {
    const headers = { origin: app.slack.url, referer: path('manage/A0TEST') };
    const init = {
      method: 'POST',
      headers,
      body: new URLSearchParams({ two_factor: 'off' }),
      redirect: 'manual',
    } as const;
    const response = await fetch(path('account'), init);
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      new URL(path('manage/A0TEST')).pathname,
    ]);
  });
});
