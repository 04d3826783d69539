import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { App, LogLevel } from '@slack/bolt';
import { WebSocket } from 'ws';
import { errorOf, startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
let token: string;
const bolts: App[] = [];
const links: WebSocket[] = [];

beforeAll(async () => {
  one = await startWithApp({ ackTimeoutMs: 200, app: { socketMode: true, requestUrl: '' } });
  token = one.app.makeAppToken(['connections:write']);
});
afterEach(async () => {
  await Promise.all(bolts.splice(0).map((bolt) => bolt.stop()));
  for (const link of links.splice(0)) link.terminate();
  await until(() => one.app.sockets === 0);
});
afterAll(() => one.stop());

const until = (is: () => boolean) =>
  new Promise<void>((resolve) => {
    const look = () => (is() ? resolve() : setImmediate(look));
    look();
  });

async function team(name: string) {
  const owner = one.slack.workspace(name).person('Olga', { role: 'owner' });
  const { access_token } = await one.install(owner);
  return { owner, botToken: String(access_token) };
}

/** A real Bolt app in Socket Mode. */
async function boltFor(botToken: string): Promise<App> {
  const bolt = new App({
    appToken: token,
    socketMode: true,
    token: botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: one.slack.apiUrl },
  });
  bolts.push(bolt);
  return bolt;
}

/** A bare connection, with every frame it was sent. */
async function connected() {
  const { url } = await one.client(token).apps.connections.open();
  const link = new WebSocket(String(url));
  links.push(link);
  const frames: { type: string; envelope_id?: string; [field: string]: unknown }[] = [];
  const next = (type: string) =>
    new Promise<(typeof frames)[number]>((resolve) => {
      const look = () => {
        const found = frames.find((frame) => frame.type === type);
        if (found) resolve(found);
      };
      link.on('message', look);
      look();
    });
  link.on('message', (data) => frames.push(JSON.parse(String(data))));
  const closed = new Promise<void>((resolve) => link.on('close', () => resolve()));
  await next('hello');
  return { link, url: String(url), frames, next, closed };
}

describe('Socket Mode', () => {
  test('brings events, commands and presses to a Bolt app, and its answers back', async () => {
    const { owner, botToken } = await team('Bolt');
    const bolt = await boltFor(botToken);
    const heard: string[] = [];
    bolt.event('app_home_opened', async ({ event, client }) => {
      heard.push(event.type);
      const button = {
        type: 'button' as const,
        action_id: 'go',
        text: { type: 'plain_text' as const, text: 'Go' },
      };
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'actions', elements: [button] }] },
      });
    });
    bolt.command('/ask', async ({ ack, respond }) => {
      await ack({ response_type: 'ephemeral', text: 'At once' });
      await respond('And later');
    });
    bolt.action('go', async ({ ack, body }) => {
      heard.push(body.type);
      await ack();
    });
    await bolt.start();
    expect(one.app.sockets).toBe(1);
    await owner.opensHome();
    await owner.untilHome((text) => text.includes('[Go]'));
    expect((await owner.presses('go')).failure).toBeNull();
    const run = await owner.types('/ask', 'why');
    await owner.untilSees(({ text }) => text === 'And later');
    expect(run.messages().map(({ text, via }) => [text, via])).toEqual([
      ['At once', 'ack'],
      ['And later', 'response_url'],
    ]);
    expect(heard).toEqual(['app_home_opened', 'block_actions']);
  });

  test('greets a connection, and gives each envelope to one of several', async () => {
    const [left, right] = [await connected(), await connected()];
    expect(left.frames[0]).toMatchObject({ connection_info: { app_id: 'A0TEST' }, num_connections: 1 });
    expect(right.frames[0]).toMatchObject({ type: 'hello', num_connections: 2 });
    const { owner } = await team('Shared');
    for (const { link } of [left, right]) {
      link.on('message', (data) =>
        link.send(JSON.stringify({ envelope_id: JSON.parse(String(data)).envelope_id })),
      );
    }
    await owner.opensHome();
    await one.slack.settled();
    const events = [left, right].flatMap(({ frames }) => frames.filter(({ type }) => type === 'events_api'));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      accepts_response_payload: false,
      retry_attempt: 0,
      payload: { type: 'event_callback', event: { type: 'app_home_opened' } },
    });
  });

  test('sends again what is not acknowledged, and says so', async () => {
    const { frames } = await connected();
    const { owner } = await team('Silent');
    await owner.opensHome();
    await one.slack.settled();
    const sent = frames.filter(({ type }) => type === 'events_api');
    expect(sent.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
      [0, ''],
      [1, 'http_timeout'],
      [2, 'http_timeout'],
      [3, 'http_timeout'],
    ]);
    expect(await owner.types('/ask')).toMatchObject({ timedOut: true, error: 'operation_timeout' });
  });

  test('fails a command when no connection is there, or when it breaks meanwhile', async () => {
    const { owner } = await team('Nobody');
    expect((await owner.types('/ask')).error).toBe('dispatch_failed');
    const { link } = await connected();
    link.on('message', () => link.terminate());
    expect((await owner.types('/ask')).error).toBe('dispatch_failed');
  });

  test('asks connections to come back: a Bolt app does', async () => {
    const { owner, botToken } = await team('Refresh');
    const bolt = await boltFor(botToken);
    bolt.command('/ask', ({ ack }) => ack('Still here'));
    await bolt.start();
    const { next, closed } = await connected();
    one.app.disconnectSockets('refresh_requested');
    expect(await next('disconnect')).toMatchObject({ reason: 'refresh_requested' });
    await closed;
    await until(() => one.app.sockets > 0);
    expect((await owner.types('/ask')).messages()).toMatchObject([{ text: 'Still here' }]);
  });

  test('takes each address once, and ten connections at most', async () => {
    const { url } = await connected();
    const refused = (address: string) =>
      new Promise<boolean>((resolve) => {
        const link = new WebSocket(address);
        link.on('error', () => resolve(true));
        link.on('open', () => resolve(false));
      });
    expect(await refused(url)).toBe(true);
    expect(await refused(url.replace('/link/', '/elsewhere/'))).toBe(true);
    for (let count = 1; count < 10; count += 1) await connected();
    const eleventh = await connected();
    expect(await eleventh.next('disconnect')).toMatchObject({ reason: 'too_many_websockets' });
  });
});

describe('an app-level token', () => {
  test('counts in the header only, with its scope, and for nothing else', async () => {
    const { botToken } = await team('App token');
    expect(await errorOf(one.client(token).auth.test())).toBe('not_allowed_token_type');
    expect(await errorOf(one.client(botToken).apps.connections.open())).toBe('not_allowed_token_type');
    expect(await errorOf(one.client().apps.connections.open())).toBe('not_authed');
    const body = new URLSearchParams({ token });
    expect((await one.raw('apps.connections.open', { method: 'POST', body })).body.error).toBe(
      'invalid_auth',
    );
    const other = one.app.makeAppToken(['authorizations:read']);
    expect(await errorOf(one.client(other).apps.connections.open())).toBe('missing_scope');
  });

  test('lists who could see an event', async () => {
    const { next, link } = await connected();
    link.on('message', (data) =>
      link.send(JSON.stringify({ envelope_id: JSON.parse(String(data)).envelope_id })),
    );
    const { owner } = await team('Context');
    await owner.opensHome();
    const { payload } = (await next('events_api')) as unknown as { payload: { event_context: string } };
    const reader = one.client(one.app.makeAppToken(['authorizations:read']));
    const { event_context } = payload;
    expect((await reader.apps.event.authorizations.list({ event_context })).authorizations).toMatchObject([
      { team_id: owner.workspace.id, is_bot: true },
      { team_id: owner.workspace.id, user_id: owner.id, is_bot: false },
    ]);
    expect(await errorOf(reader.apps.event.authorizations.list({ event_context: 'x' }))).toBe(
      'invalid_event_context',
    );
  });
});
