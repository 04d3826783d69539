import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWithApp, type WithApp } from '../test-app.ts';
import { AuthorizeRefusal } from './authorize-request.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp();
});
afterAll(() => one.stop());

const owner = (workspace: string) => one.slack.workspace(workspace).person('Olga', { role: 'owner' });

describe('the authorize URL', () => {
  test.each([
    [{ client_id: '9.9' }, 'invalid_client_id'],
    [{ redirect_uri: 'https://elsewhere.example.com/oauth' }, 'bad_redirect_uri'],
    [{ scope: 'commands,admin' }, 'invalid_scope'],
    [{ scope: 'commands, chat:write' }, 'invalid_scope'],
    [{ user_scope: 'commands' }, 'invalid_scope'],
    [{ scope: '', user_scope: '' }, 'no_scopes'],
  ])('with %j shows an error page, not a consent page', async (query, code) => {
    owner('Refusals');
    const response = await fetch(one.authorizeUrl(query));
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain(`<code>${code}</code>`);
    expect(page).not.toContain('<form');
  });

  test('takes a redirect URI below a registered one, and none beside it', async () => {
    const person = owner('Below');
    const below = `${one.baseUrl}/oauth/deeper`;
    expect(await person.allows(one.authorizeUrl({ redirect_uri: below }))).toContain(`${below}?code=`);
    for (const path of ['/oauthx', '/oauth/../other', '/oauth#part', '/oauth/%2e%2e/other']) {
      const wrong = one.authorizeUrl({ redirect_uri: `${one.baseUrl}${path}` });
      await expect(person.allows(wrong)).rejects.toThrow(AuthorizeRefusal);
    }
  });

  test('echoes the state on Allow and on Cancel', async () => {
    const person = owner('State');
    const allowed = new URL(await person.allows(one.authorizeUrl()));
    expect(allowed.searchParams.get('state')).toBe('the-state');
    expect(allowed.searchParams.get('code')).toMatch(/^\d+\.\d+\.[0-9a-f]{64}$/);
    const cancelled = new URL(await person.cancels(one.authorizeUrl()));
    expect(Object.fromEntries(cancelled.searchParams)).toEqual({
      error: 'access_denied',
      state: 'the-state',
    });
  });

  test('is refused to deactivated people and, for a bot, to guests', async () => {
    const workspace = one.slack.workspace('Barred');
    await expect(
      workspace.person('Gone', { deleted: true }).allows(one.authorizeUrl()),
    ).rejects.toMatchObject({
      code: 'account_inactive',
    });
    const guest = workspace.person('Guest', { role: 'guest' });
    await expect(guest.allows(one.authorizeUrl())).rejects.toMatchObject({ code: 'access_denied' });
    expect(await guest.allows(one.authorizeUrl({ scope: '' }))).toContain('code=');
  });
});

describe('oauth.v2.access', () => {
  test('answers bot and user tokens for a workspace', async () => {
    const person = owner('Both');
    expect(await one.install(person)).toEqual({
      ok: true,
      app_id: 'A0TEST',
      access_token: expect.stringMatching(/^xoxb-sim-/),
      token_type: 'bot',
      scope: 'commands,chat:write,users:read,team:read',
      bot_user_id: expect.stringMatching(/^U/),
      authed_user: {
        id: person.id,
        scope: 'users:read',
        access_token: expect.stringMatching(/^xoxp-sim-/),
        token_type: 'user',
      },
      team: { id: person.workspace.id, name: 'Both' },
      enterprise: null,
      is_enterprise_install: false,
    });
  });

  test('answers a bot alone, and a person alone, without the other', async () => {
    const person = owner('Alone');
    expect((await one.install(person, { user_scope: '' })).authed_user).toEqual({ id: person.id });
    const personal = await one.install(person, { scope: '' });
    for (const key of ['access_token', 'token_type', 'scope', 'bot_user_id'])
      expect(personal).not.toHaveProperty(key);
    expect(personal.authed_user.access_token).toMatch(/^xoxp-/);
  });

  test('names the organization of a workspace that belongs to one', async () => {
    const organization = one.slack.organization('Umbrella');
    const person = one.slack.workspace('Umbrella East', { organization }).person('Uma');
    const answer = await one.install(person);
    expect(answer.enterprise).toEqual({ id: organization.id, name: 'Umbrella' });
    expect(answer.is_enterprise_install).toBe(false);
  });

  test('installs org-wide for an owner, and for nobody else', async () => {
    const organization = one.slack.organization('Grid');
    const workspace = one.slack.workspace('Grid One', { organization });
    const boss = workspace.person('Gina', { role: 'primary_owner' });
    const answer = await one.install(boss, {}, { target: 'organization' });
    expect(answer).toMatchObject({
      team: null,
      enterprise: { id: organization.id },
      is_enterprise_install: true,
      access_token: expect.stringMatching(/^xoxb-/),
    });
    const who = await one.client(answer.access_token).auth.test();
    expect(who).toMatchObject({ team_id: organization.id, is_enterprise_install: true });
    await expect(
      workspace.person('Member').allows(one.authorizeUrl(), { target: 'organization' }),
    ).rejects.toMatchObject({ code: 'access_denied' });
    expect((await one.install(boss)).error).toBe('cannot_install_an_org_installed_app');
  });

  test('an org-wide installation reaches a workspace only once it was added there', async () => {
    const organization = one.slack.organization('Slow Grid');
    const workspace = one.slack.workspace('Slow One', { organization });
    const boss = workspace.person('Bea', { role: 'owner' });
    await one.install(boss, {}, { target: 'organization', addTo: [] });
    await expect(boss.opensHome()).rejects.toThrow('not added to Slow One');
    await organization.adds(workspace);
    await boss.opensHome();
    const { payload } = one.slack.deliveries.at(-1) ?? {};
    expect(payload).toMatchObject({
      team_id: workspace.id,
      authorizations: [
        { enterprise_id: organization.id, team_id: workspace.id, is_enterprise_install: true },
      ],
    });
  });

  test('a code works once', async () => {
    const redirect = await owner('Once').allows(one.authorizeUrl());
    expect((await one.exchange(redirect)).ok).toBe(true);
    expect(await one.exchange(redirect)).toEqual({ ok: false, error: 'invalid_code' });
  });

  test('a code works for ten minutes', async () => {
    const person = owner('Ten minutes');
    const [early, late] = [await person.allows(one.authorizeUrl()), await person.allows(one.authorizeUrl())];
    one.forward(9 * 60_000);
    expect((await one.exchange(early)).ok).toBe(true);
    one.forward(61_000);
    expect((await one.exchange(late)).error).toBe('invalid_code');
  });

  test.each([
    [{ redirect_uri: 'http://127.0.0.1/other' }, 'bad_redirect_uri'],
    [{ redirect_uri: '' }, 'bad_redirect_uri'],
    [{ client_secret: 'wrong' }, 'bad_client_secret'],
    [{ client_secret: '' }, 'bad_client_secret'],
    [{ client_id: '9.9' }, 'invalid_client_id'],
    [{ code: 'wrong' }, 'invalid_code'],
    [{ grant_type: 'password' }, 'invalid_grant_type'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_refresh_token'],
  ])('with %j is refused, and leaves the code as it was', async (over, error) => {
    const redirect = await owner('Wrong').allows(one.authorizeUrl());
    expect(await one.exchange(redirect, over)).toEqual({ ok: false, error });
    expect((await one.exchange(redirect)).ok).toBe(true);
  });

  test('takes the client credentials by HTTP Basic', async () => {
    const code = new URL(await owner('Basic').allows(one.authorizeUrl())).searchParams.get('code') ?? '';
    const exchange = (secret: string) =>
      one.raw('oauth.v2.access', {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`111.222:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ code, redirect_uri: `${one.baseUrl}/oauth` }),
      });
    expect((await exchange('wrong')).body.error).toBe('bad_client_secret');
    expect((await exchange(one.registration.clientSecret)).body.ok).toBe(true);
  });

  test('installing again adds scopes and keeps the tokens', async () => {
    const person = owner('Again');
    const first = await one.install(person, { scope: 'commands' });
    const second = await one.install(person, { scope: 'team:read', user_scope: 'chat:write' });
    expect(second.access_token).toBe(first.access_token);
    expect(second.scope).toBe('commands,team:read');
    expect(second.authed_user).toMatchObject({
      access_token: first.authed_user.access_token,
      scope: 'users:read,chat:write',
    });
  });

  test('a declined optional scope is not granted', async () => {
    const answer = await one.install(owner('Declined'), {}, { withoutScopes: ['chat:write'] });
    expect(answer.scope).toBe('commands,users:read,team:read');
  });
});

describe('the consent page', () => {
  test('lets optional scopes be declined one by one, and no others', async () => {
    const optional = await startWithApp({
      app: { optionalScopes: { bot: ['team:read'], user: ['chat:write'] } },
    });
    const person = optional.slack.workspace('Choosy').person('Olga', { role: 'owner' });
    const url = optional.authorizeUrl({ user_scope: 'users:read,chat:write' });
    const page = await (await fetch(url)).text();
    expect(page.match(/<input type="checkbox" name="optional_\w+" value="[^"]+" checked>/g)).toEqual([
      '<input type="checkbox" name="optional_bot" value="team:read" checked>',
      '<input type="checkbox" name="optional_user" value="chat:write" checked>',
    ]);
    const answered = async (ticked: Record<string, string>) => {
      const body = new URLSearchParams({
        ...Object.fromEntries(new URL(url).searchParams),
        ...ticked,
        person: `${person.workspace.id}/${person.id}`,
        decision: 'allow',
      });
      const { headers } = await fetch(optional.slack.authorizeUrl, {
        method: 'POST',
        body,
        redirect: 'manual',
      });
      return optional.exchange(headers.get('location') ?? '');
    };
    const part = await answered({ optional_user: 'chat:write' });
    expect(part.scope).toBe('commands,chat:write,users:read');
    expect(part.authed_user.scope).toBe('users:read,chat:write');
    await optional.stop();
  });

  test('names app, workspace and scopes in words, and honours the team hint', async () => {
    owner('Aardvark');
    const { workspace } = owner('Hinted <&>');
    const page = await (await fetch(one.authorizeUrl({ team: workspace.id }))).text();
    expect(page).toContain('access the Hinted &lt;&amp;&gt; workspace');
    expect(page).toContain('Add slash commands');
    expect(page).toContain('On your behalf it may');
    expect(page).not.toContain('<script');
  });

  test.each([
    ['allow', /^http:\/\/127\.0\.0\.1:\d+\/oauth\?code=.+&state=the-state$/],
    ['cancel', /\?error=access_denied&state=the-state$/],
  ])('works by its form alone: %s', async (decision, destination) => {
    const person = owner('Form');
    const page = await (await fetch(one.authorizeUrl())).text();
    const form = new URLSearchParams({ decision, person: `${person.workspace.id}/${person.id}` });
    for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) {
      form.set(String(name), String(value));
    }
    const response = await fetch(one.slack.authorizeUrl, { method: 'POST', body: form, redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(destination);
  });

  test('offers the whole organization to its owner only', async () => {
    const organization = one.slack.organization('Choice');
    const workspace = one.slack.workspace('Choice One', { organization });
    const show = async (name: string, role: 'owner' | 'member') => {
      const person = workspace.person(name, { role });
      return (await fetch(one.authorizeUrl({ person: `${workspace.id}/${person.id}` }))).text();
    };
    expect(await show('Olivia', 'owner')).toContain('the whole organization');
    expect(await show('Milo', 'member')).not.toContain('the whole organization');
  });
});
