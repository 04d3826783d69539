import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({ ackTimeoutMs: 250 });
});
afterAll(() => one.stop());

async function team(name: string) {
  const workspace = one.slack.workspace(name);
  const owner = workspace.person('Olga Ost', { role: 'owner' });
  const other = workspace.person('Otto');
  await one.install(owner);
  one.answers((_, response) => response.end());
  return { workspace, owner, other };
}

/** Runs the command and hands out how to post to its response_url. */
async function asked(name: string) {
  const { owner, other, workspace } = await team(name);
  const run = await owner.types('/ask', 'something');
  const url = String(run.delivery.payload.response_url);
  const respond = async (body: unknown) => {
    const response = await fetch(url, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  return { owner, other, workspace, run, respond };
}
const answerWith = (body: object) => (_: unknown, response: import('node:http').ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};

describe('a command', () => {
  test('carries the fields that Slack sends', async () => {
    const { workspace, owner } = await team('Fields');
    const { delivery } = await owner.types('/ask', 'the text');
    expect(Object.fromEntries(new URLSearchParams(delivery.body))).toEqual({
      token: expect.any(String),
      team_id: workspace.id,
      team_domain: 'fields',
      channel_id: expect.stringMatching(/^C/),
      channel_name: 'general',
      user_id: owner.id,
      user_name: 'olga.ost',
      command: '/ask',
      text: 'the text',
      api_app_id: 'A0TEST',
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/\/commands\/T\w+\/\d+\/[0-9a-f]+$/),
      trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
    });
  });

  test('names people, channels and links by id where the manifest asks for it', async () => {
    const { owner, other } = await team('Escaped');
    const { delivery } = await owner.types('/ask', '@otto in #general see https://example.com/?a=1 @nobody');
    expect(delivery.payload.text).toMatch(
      new RegExp(`^<@${other.id}\\|otto> in <#C\\w+\\|general> see <https://example\\.com/\\?a=1> @nobody$`),
    );
  });

  test('in direct messages says so', async () => {
    const { owner } = await team('Direct');
    const { delivery } = await owner.types('/ask', '', { channel: 'dm' });
    expect(delivery.payload).toMatchObject({
      channel_name: 'directmessage',
      channel_id: expect.stringMatching(/^D/),
    });
  });

  test.each([
    [
      'text',
      (_: unknown, response: import('node:http').ServerResponse) => void response.end('Hello *there*'),
    ],
    ['JSON', answerWith({ text: 'Hello *there*' })],
  ])('answered by %s in its acknowledgement is read by the asker only', async (kind, how) => {
    const { owner, other } = await team(`Answered ${kind}`);
    one.answers(how);
    const run = await owner.types('/ask');
    expect(run.messages()).toMatchObject([
      { visible: 'Hello there', ephemeral: true, via: 'ack', channel: 'general' },
    ]);
    expect(owner.sees()).toEqual(run.messages());
    expect(other.sees()).toEqual([]);
  });

  test('answered in_channel is read by everybody', async () => {
    const { owner, other } = await team('Public');
    one.answers(answerWith({ response_type: 'in_channel', text: 'For all' }));
    await owner.types('/ask');
    expect(other.sees()).toMatchObject([{ text: 'For all', ephemeral: false }]);
  });

  test('acknowledged without words shows nothing', async () => {
    const { owner } = await team('Silent');
    const run = await owner.types('/ask');
    expect(run).toMatchObject({ timedOut: false, error: null });
    expect(owner.reads()).toEqual([]);
  });

  test.each([
    ['operation_timeout', () => {}],
    [
      'http_service_error',
      (_: unknown, response: import('node:http').ServerResponse) => void response.writeHead(500).end(),
    ],
    ['invalid_blocks', answerWith({ blocks: [{ type: 'nonsense' }] })],
  ])('that ends in %s is told to the asker by Slack, and never repeated', async (error, how) => {
    const { owner, other } = await team(`Failing ${error}`);
    const before = one.received.length;
    one.answers(how);
    const run = await owner.types('/ask');
    expect(run).toMatchObject({ error, timedOut: error === 'operation_timeout' });
    expect(owner.reads()).toMatchObject([{ text: `/ask failed with the error "${error}"`, via: 'slack' }]);
    expect(owner.sees()).toEqual([]);
    expect(other.reads()).toEqual([]);
    expect(one.received.length).toBe(before + 1);
  });

  test('is not there before the app is installed, unless a test insists', async () => {
    const stranger = one.slack.workspace('Stranger').person('Sam');
    await expect(stranger.types('/ask')).rejects.toThrow('not a valid command');
    await expect(stranger.types('/nope')).rejects.toThrow('not a valid command');
    const run = await stranger.types('/ask', '', { evenIfNotInstalled: true });
    expect(run.delivery.status).toBe(200);
  });
});

describe('a response_url', () => {
  test('takes five answers, each a message of its own for the asker', async () => {
    const { owner, other, run, respond } = await asked('Five');
    for (let count = 1; count <= 5; count += 1) {
      expect(await respond({ text: `Answer ${count}` })).toEqual({ status: 200, body: { ok: true } });
    }
    expect(await respond({ text: 'Answer 6' })).toEqual({
      status: 404,
      body: { ok: false, error: 'used_url' },
    });
    expect(run.messages().map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((count) => `Answer ${count}`));
    expect(owner.sees().every(({ ephemeral, via }) => ephemeral && via === 'response_url')).toBe(true);
    expect(other.sees()).toEqual([]);
  });

  test('lives for thirty minutes', async () => {
    const { respond } = await asked('Thirty');
    one.forward(29 * 60_000);
    expect((await respond({ text: 'In time' })).status).toBe(200);
    one.forward(2 * 60_000);
    expect(await respond({ text: 'Late' })).toEqual({
      status: 404,
      body: { ok: false, error: 'expired_url' },
    });
  });

  test('of a command replaces nothing: the replacement is a new message', async () => {
    const { run, respond } = await asked('Replace');
    await respond({ text: 'Thinking' });
    await respond({ text: 'Done', replace_original: true });
    expect(run.messages().map(({ text }) => text)).toEqual(['Thinking', 'Done']);
  });

  test.each([
    ['{', 'invalid_payload'],
    [{}, 'no_text'],
    [{ text: 'x', response_type: 'everyone' }, 'invalid_response_type'],
    [{ blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
    [{ blocks: 'x' }, 'invalid_blocks_format'],
  ])('refuses %j and counts no use', async (body, error) => {
    const { respond } = await asked('Refusing');
    for (let count = 0; count < 6; count += 1) {
      expect(await respond(body)).toEqual({ status: 400, body: { ok: false, error } });
    }
    expect((await respond({ text: 'Now well' })).status).toBe(200);
  });

  test('of a press replaces and deletes the message that was pressed, without changing who sees it', async () => {
    const { owner, other } = await team('Pressed');
    const button = (text: string) => ({
      type: 'actions',
      elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text } }],
    });
    one.answers(answerWith({ text: 'Go?', blocks: [button('Go')] }));
    await owner.types('/ask');
    one.answers((_, response) => response.end());
    const { payload } = await owner.presses('go');
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'message', is_ephemeral: true },
      channel: { name: 'general' },
      actions: [{ action_id: 'go', type: 'button' }],
    });
    expect(payload).not.toHaveProperty('message');
    const respond = (body: object) =>
      fetch(String(payload.response_url), { method: 'POST', body: JSON.stringify(body) });
    await respond({ text: 'Gone', replace_original: true, response_type: 'in_channel' });
    expect(owner.sees()).toMatchObject([{ text: 'Gone', ephemeral: true }]);
    expect(other.sees()).toEqual([]);
    await respond({ delete_original: true });
    expect(owner.sees()).toEqual([]);
  });

  test('unknown is refused', async () => {
    const response = await fetch(`${one.slack.url}/commands/T1/1/abc`, {
      method: 'POST',
      body: '{"text":"x"}',
    });
    expect(response.status).toBe(404);
  });
});
