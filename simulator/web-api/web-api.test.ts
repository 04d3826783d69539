import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, startWithApp, type WithApp } from '../test-app.ts';
import { methods } from './methods.ts';

let one: WithApp;
const failures: string[] = [];
beforeAll(async () => {
  one = await startWithApp({ log: (line) => failures.push(line) });
});
afterAll(() => one.stop());

async function team(name: string, query?: Record<string, string>) {
  const workspace = one.slack.workspace(name);
  const owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
  const answer = await one.install(owner, query);
  return {
    workspace,
    owner,
    bot: answer.access_token as string,
    user: answer.authed_user.access_token as string,
  };
}
const json = (body: string, token?: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
  body,
});

describe('tokens', () => {
  test('a missing, an unknown and a dead token are told apart', async () => {
    const { bot, user, workspace, owner } = await team('Tokens');
    expect(await errorOf(one.client().auth.test())).toBe('not_authed');
    expect(await errorOf(one.client('xoxb-nobodys').auth.test())).toBe('invalid_auth');
    await owner.revokesOwnPermission();
    expect(await errorOf(one.client(user).auth.test())).toBe('token_revoked');
    await workspace.uninstall();
    expect(await errorOf(one.client(bot).auth.test())).toBe('account_inactive');
    await one.slack.settled();
  });

  test('a token counts in the header as Bearer or in a form, not in a query, not in JSON, not as bearer', async () => {
    const { bot } = await team('Places');
    const form = { method: 'POST', body: new URLSearchParams({ token: bot }) };
    expect((await one.raw('auth.test', form)).body.ok).toBe(true);
    const refused = [
      await one.raw(`auth.test?token=${bot}`, {}),
      await one.raw('auth.test', json(JSON.stringify({ token: bot }))),
      await one.raw('auth.test', { method: 'POST', headers: { authorization: `bearer ${bot}` } }),
      await one.raw('auth.test', { method: 'POST', headers: { authorization: `Token ${bot}` } }),
    ];
    expect(refused.map(({ body }) => body.error)).toEqual(Array(4).fill('not_authed'));
  });

  test('the wrong kind of token is refused', async () => {
    const { user, owner } = await team('Kinds');
    const view = { type: 'home' as const, blocks: [] };
    expect(await errorOf(one.client(user).views.publish({ user_id: owner.id, view }))).toBe(
      'not_allowed_token_type',
    );
  });

  test('a missing scope is named, with the headers that say what there is', async () => {
    const { bot } = await team('Scopes', { scope: 'commands,chat:write' });
    const { body, response } = await one.raw('users.info', {
      method: 'POST',
      headers: { authorization: `Bearer ${bot}` },
      body: new URLSearchParams({ user: 'U1' }),
    });
    expect(body).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'commands,chat:write',
    });
    expect(response.headers.get('x-oauth-scopes')).toBe('commands,chat:write');
    expect(response.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
    expect(response.headers.get('x-slack-req-id')).toMatch(/^[0-9a-f]+$/);
  });

  test("one workspace's token sees nobody of another", async () => {
    const [mine, theirs] = [await team('Mine'), await team('Theirs')];
    const client = one.client(mine.bot);
    expect(await errorOf(client.users.info({ user: theirs.owner.id }))).toBe('user_not_found');
    expect(await errorOf(client.chat.postMessage({ channel: theirs.owner.id, text: 'x' }))).toBe(
      'channel_not_found',
    );
    const view = { type: 'home' as const, blocks: [] };
    expect(await errorOf(client.views.publish({ user_id: theirs.owner.id, view }))).toBe('user_not_found');
  });
});

describe('arguments', () => {
  test('unknown methods and unreadable bodies have their own errors', async () => {
    const { bot } = await team('Unreadable');
    const errors = [
      await one.raw('no.such.method', json('{', bot)),
      await one.raw('constructor', {}),
      await one.raw('chat.postMessage', json('{', bot)),
      await one.raw('chat.postMessage', json('[1]', bot)),
      await one.raw('chat.postMessage', {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: '<a/>',
      }),
      await one.raw('chat.postMessage', {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data' },
        body: 'x',
      }),
    ];
    expect(errors.map(({ body }) => body.error)).toEqual([
      'unknown_method',
      'unknown_method',
      'invalid_json',
      'json_not_object',
      'invalid_post_type',
      'invalid_form_data',
    ]);
  });

  test('what is required is named when it is missing', async () => {
    const { bot } = await team('Required');
    const { body } = await one.raw('views.publish', json('{}', bot));
    expect(body).toEqual({
      ok: false,
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] missing required field: user_id', '[ERROR] missing required field: view'],
      },
    });
  });

  test('a method that reads forms only does not see a JSON body', async () => {
    const { bot, owner } = await team('Forms only');
    const { body } = await one.raw('users.info', json(JSON.stringify({ user: owner.id }), bot));
    expect(body.error).toBe('invalid_arguments');
  });

  test('nothing that is sent brings it down', async () => {
    const { bot, user } = await team('Hostile');
    const values = ['', '[]', 'null', '{"type":"home"}', '{"__proto__":{}}', 'x'.repeat(50_000)];
    const names = [
      'user',
      'user_id',
      'view',
      'blocks',
      'text',
      'channel',
      'cursor',
      'limit',
      'trigger_id',
      'hash',
      'team',
    ];
    const hostile = values.flatMap((value) => {
      const fields = Object.fromEntries(names.map((name) => [name, value]));
      return [bot, user].flatMap((token) => [
        { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams(fields) },
        json(JSON.stringify(fields), token),
        json(`{"view":${JSON.stringify(value)},"blocks":[null]}`, token),
      ]);
    });
    for (const method of Object.keys(methods).filter((name) => !/revoke|uninstall/.test(name))) {
      const answers = await Promise.all(hostile.map((init) => one.raw(method, init)));
      for (const { body } of answers) expect(body).toHaveProperty('ok');
      expect(failures).toEqual([]);
    }
  });
});

describe('methods', () => {
  test('auth.test tells a bot from a person', async () => {
    const { workspace, owner, bot, user } = await team('Who');
    const common = { ok: true, url: 'https://who.slack.com/', team: 'Who', team_id: workspace.id };
    expect(await one.client(bot).auth.test()).toMatchObject({
      ...common,
      bot_id: expect.stringMatching(/^B/),
      user: 'testapp',
      is_enterprise_install: false,
    });
    const self = await one.client(user).auth.test();
    expect(self).toMatchObject({ ...common, user: 'olga', user_id: owner.id });
    expect(self).not.toHaveProperty('bot_id');
  });

  test('users.list pages through everybody once, bots and the deactivated included', async () => {
    const { workspace, bot, owner } = await team('Paged');
    for (const name of ['Ann', 'Ben', 'Cem', 'Dee']) workspace.person(name, { deleted: name === 'Dee' });
    const seen: string[] = [];
    for await (const page of one.client(bot).paginate('users.list', { limit: 2 })) {
      const { members } = page as unknown as { members: { id: string }[] };
      expect(members.length).toBeLessThanOrEqual(2);
      seen.push(...members.map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(7);
    expect(seen).toEqual(expect.arrayContaining([owner.id, 'USLACKBOT']));
    expect(await errorOf(one.client(bot).users.list({ cursor: 'stale' }))).toBe('invalid_cursor');
  });

  test('users.list brings ten thousand people, in pages of two hundred', async () => {
    const { workspace, bot } = await team('Crowd');
    for (let count = workspace.people().length; count < 10_000; count += 1)
      workspace.person(`Person ${count}`);
    const { users } = one.client(bot);
    const ids = new Set<string>();
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await users.list({ limit: 200, ...(cursor ? { cursor } : {}) });
      for (const { id } of page.members ?? []) ids.add(String(id));
      cursor = page.response_metadata?.next_cursor;
      pages += 1;
    } while (cursor);
    // With Slackbot and the bot.
    expect([ids.size, pages]).toEqual([10_002, 51]);
  });

  test('team.info tells of single sign-on only where there is one', async () => {
    const plain = await team('Plain');
    expect((await one.client(plain.bot).team.info()).team).not.toHaveProperty('sso_provider');
    plain.workspace.setSso(true);
    expect((await one.client(plain.bot).team.info()).team).toHaveProperty('sso_provider');
  });

  test('chat.postMessage reaches the person, and nobody else', async () => {
    const { workspace, owner, bot } = await team('Posting');
    const answer = await one.client(bot).chat.postMessage({ channel: owner.id, text: 'Hello *you*' });
    expect(answer).toMatchObject({
      ok: true,
      channel: expect.stringMatching(/^D/),
      message: { text: 'Hello *you*' },
    });
    expect(owner.sees()).toMatchObject([{ visible: 'Hello you', ephemeral: false, via: 'chat.postMessage' }]);
    expect(workspace.person('Other').sees()).toEqual([]);
    expect(await errorOf(one.client(bot).chat.postMessage({ channel: owner.id, text: '' }))).toBe('no_text');
    expect(await errorOf(one.client(bot).chat.postMessage({ channel: 'C404', text: 'x' }))).toBe(
      'channel_not_found',
    );
  });

  test('chat.postMessage refuses invalid blocks with pointers to what is wrong', async () => {
    const { owner, bot } = await team('Blocks');
    const blocks = JSON.stringify([{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }]);
    const { body } = await one.raw(
      'chat.postMessage',
      json(JSON.stringify({ channel: owner.id, blocks }), bot),
    );
    expect(body.error).toBe('invalid_blocks');
    expect(body.errors).toContainEqual(expect.stringContaining('[json-pointer:/blocks/0/text/text]'));
  });
});

describe('calls', () => {
  test('are listed without any token or secret', async () => {
    const { bot } = await team('Listed');
    await one.raw('auth.test', {
      method: 'POST',
      body: new URLSearchParams({ token: bot, note: `mine is ${bot}` }),
    });
    const listed = JSON.stringify(one.slack.calls);
    for (const secret of one.slack.secrets()) expect(listed).not.toContain(secret);
    expect(one.slack.calls.at(-1)).toMatchObject({
      method: 'auth.test',
      tokenKind: 'bot',
      args: { note: 'mine is [bot token]' },
      status: 200,
    });
  });
});
