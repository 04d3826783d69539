import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../people/people.ts';
import { errorOf, startWithApp, type WithApp } from '../test-app.ts';

const GRACE_MS = 30_000;
const LIFE_MS = 43_200_000;

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({ refreshGraceMs: GRACE_MS, app: { tokenRotation: true } });
});
afterAll(() => one.stop());
afterEach(() => one.slack.healFaults());

const owner = (workspace: string): Person => one.slack.workspace(workspace).person('Olga', { role: 'owner' });
const answerOf = (token: string) => errorOf(one.client(token).auth.test());

/** The refresh on the wire, with the credentials in the header as Slack prefers. */
async function refresh(refreshToken: string, over: Record<string, string> = {}) {
  const { clientId, clientSecret } = one.registration;
  const { body } = await one.raw('oauth.v2.access', {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, ...over }),
  });
  return body;
}

describe('with token rotation', () => {
  test('an installation gives expiring tokens and a refresh token for each part', async () => {
    const answer = await one.install(owner('Pairs'));
    const pair = { refresh_token: expect.stringMatching(/^xoxe-1-/), expires_in: 43_200 };
    expect(answer).toMatchObject({ ...pair, access_token: expect.stringMatching(/^xoxe\.xoxb-1-/) });
    expect(answer.authed_user).toMatchObject({
      ...pair,
      access_token: expect.stringMatching(/^xoxe\.xoxp-1-/),
      token_type: 'user',
    });
    const personal = await one.install(owner('Pairs'), { scope: '' });
    expect(personal).not.toHaveProperty('refresh_token');
    expect(personal).not.toHaveProperty('expires_in');
  });

  test('auth.test tells how long a token still lives, and an expired one says so', async () => {
    const person = owner('Expiry');
    const { access_token } = await one.install(person);
    one.forward(1_000_000);
    const { expires_in } = (await one.client(access_token).auth.test()) as { expires_in?: number };
    expect(expires_in).toBeGreaterThan(42_190);
    expect(expires_in).toBeLessThanOrEqual(42_200);
    one.forward(LIFE_MS);
    expect(await answerOf(access_token)).toBe('token_expired');
    expect(person.tokens().expiresAt?.getTime()).toBeLessThan(Date.now() + LIFE_MS + 1_000_000);
  });

  test("a refresh answers flat: a bot's and a person's tokens both stand at the top", async () => {
    const person = owner('Flat');
    const { refresh_token, authed_user, bot_user_id } = await one.install(person);
    const shared = {
      ok: true,
      app_id: 'A0TEST',
      expires_in: 43_200,
      team: { id: person.workspace.id, name: 'Flat' },
      enterprise: null,
      is_enterprise_install: false,
      refresh_token: expect.stringMatching(/^xoxe-1-/),
    };
    expect(await refresh(refresh_token)).toEqual({
      ...shared,
      access_token: expect.stringMatching(/^xoxe\.xoxb-1-/),
      token_type: 'bot',
      scope: 'commands,chat:write,users:read,team:read',
      bot_user_id,
    });
    const { clientId: client_id, clientSecret: client_secret } = one.registration;
    const inBody = await one.client().oauth.v2.access({
      client_id,
      client_secret,
      grant_type: 'refresh_token',
      refresh_token: authed_user.refresh_token,
    });
    expect(inBody).toMatchObject({
      ...shared,
      access_token: expect.stringMatching(/^xoxe\.xoxp-1-/),
      token_type: 'user',
      scope: 'users:read',
      user_id: person.id,
    });
    expect(inBody).not.toHaveProperty('authed_user');
    expect(person.tokens().refreshes).toBe(1);
  });

  test('two access tokens work at a time: the third refresh pushes out the oldest', async () => {
    const first = await one.install(owner('Two'));
    const second = await refresh(first.refresh_token);
    expect([await answerOf(first.access_token), await answerOf(second.access_token)]).toEqual([
      'no error',
      'no error',
    ]);
    const third = await refresh(second.refresh_token);
    expect(await answerOf(first.access_token)).toBe('token_revoked');
    expect(await answerOf(second.access_token)).toBe('no error');
    expect(await answerOf(third.access_token)).toBe('no error');
  });

  test('a used refresh token mints another pair within the grace period, and none after it', async () => {
    const { refresh_token } = await one.install(owner('Grace'));
    const left = await refresh(refresh_token);
    const right = await refresh(refresh_token);
    expect(right.access_token).not.toBe(left.access_token);
    expect(right.refresh_token).not.toBe(left.refresh_token);
    one.forward(GRACE_MS + 1);
    expect(await refresh(refresh_token)).toEqual({ ok: false, error: 'invalid_refresh_token' });
    // The twin that came first lost its place when the second one was minted.
    expect((await refresh(left.refresh_token)).error).toBe('invalid_refresh_token');
    expect((await refresh(right.refresh_token)).ok).toBe(true);
  });

  test('a refresh token works long after its access token expired', async () => {
    const workspace = one.slack.workspace('Quiet');
    const { refresh_token } = await one.install(owner('Quiet'));
    one.forward(30 * LIFE_MS);
    const { access_token } = await refresh(refresh_token);
    expect(await answerOf(access_token)).toBe('no error');
    expect(workspace.botTokens().access).toBe(access_token);
  });

  test('nobody refreshes what is unknown, of another app, ended, or with the wrong secret', async () => {
    const person = owner('Refusals');
    const { refresh_token, authed_user } = await one.install(person);
    expect((await refresh('xoxe-1-unknown')).error).toBe('invalid_refresh_token');
    const { body } = await one.raw('oauth.v2.access', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token,
        client_id: one.registration.clientId,
        client_secret: 'wrong',
      }),
    });
    expect(body.error).toBe('bad_client_secret');
    await person.revokesOwnPermission();
    expect((await refresh(authed_user.refresh_token)).error).toBe('invalid_refresh_token');
    await one.slack.workspace('Refusals').uninstall();
    expect((await refresh(refresh_token)).error).toBe('invalid_refresh_token');
  });

  test('auth.revoke kills one token of a pair alone, and the installation lives on', async () => {
    const workspace = one.slack.workspace('One token');
    const { access_token, refresh_token } = await one.install(owner('One token'));
    const before = one.slack.deliveries.length;
    expect(await one.client(access_token).auth.revoke()).toMatchObject({ revoked: true });
    await one.slack.settled();
    expect(one.slack.deliveries.slice(before)).toEqual([]);
    expect(await answerOf(access_token)).toBe('token_revoked');
    expect(workspace.hasInstalled()).toBe(true);
    const next = await refresh(refresh_token);
    expect(await answerOf(next.access_token)).toBe('no error');
    expect(await answerOf(next.refresh_token)).toBe('not_allowed_token_type');
    expect(await one.client(next.refresh_token).auth.revoke()).toMatchObject({ revoked: true });
    expect((await refresh(next.refresh_token)).error).toBe('invalid_refresh_token');
    expect(await answerOf(next.access_token)).toBe('no error');
  });

  test('a new installation over a living one gives a fresh pair', async () => {
    const person = owner('Again');
    const first = await one.install(person);
    const second = await one.install(person);
    expect(second.access_token).not.toBe(first.access_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await answerOf(first.access_token)).toBe('no error');
    one.forward(GRACE_MS + 1);
    expect((await refresh(first.refresh_token)).error).toBe('invalid_refresh_token');
    expect((await refresh(second.refresh_token)).ok).toBe(true);
  });

  test('a test lets tokens expire and refresh tokens die, for one person alone', async () => {
    const workspace = one.slack.workspace('Verbs');
    const [olga, mia] = [owner('Verbs'), workspace.person('Mia')];
    await one.install(olga);
    await one.install(mia, { scope: '' });
    olga.tokens().expire();
    workspace.botTokens().expire();
    const tokens = [olga, mia].map((person) => one.app.userToken(person) ?? '');
    expect(await Promise.all(tokens.map(answerOf))).toEqual(['token_expired', 'no error']);
    expect(await answerOf(one.app.botToken(workspace) ?? '')).toBe('token_expired');
    const dead = mia.tokens().refresh ?? '';
    mia.tokens().killRefreshTokens();
    expect((await refresh(dead)).error).toBe('invalid_refresh_token');
    expect((await refresh(olga.tokens().refresh ?? '')).ok).toBe(true);
  });

  test('no token of a pair stands in the record of calls', async () => {
    const { refresh_token } = await one.install(owner('Masked'));
    const next = await refresh(refresh_token);
    await one.client(next.access_token).auth.revoke();
    const record = JSON.stringify(one.slack.calls);
    for (const secret of one.slack.secrets()) expect(record).not.toContain(secret);
    expect(one.slack.secrets()).toEqual(expect.arrayContaining([refresh_token, next.refresh_token]));
  });
});

describe('a refresh whose answer goes astray', () => {
  test('was done by Slack all the same, and the used token still heals it', async () => {
    const person = owner('Lost');
    const { refresh_token, access_token } = await one.install(person);
    one.slack.fault('oauth.v2.access', { loseAnswer: true });
    await expect(refresh(refresh_token)).rejects.toThrow('fetch failed');
    expect(one.slack.workspace('Lost').botTokens().refreshes).toBe(1);
    const healed = await refresh(refresh_token);
    expect(await answerOf(healed.access_token)).toBe('no error');
    expect(await answerOf(access_token)).toBe('token_revoked');
  });

  test('may also arrive late', async () => {
    const workspace = one.slack.workspace('Late');
    const { refresh_token } = await one.install(owner('Late'));
    one.slack.fault('oauth.v2.access', { delayAnswerMs: 60_000 });
    const gaveUp = new AbortController();
    const late = fetch(`${one.slack.apiUrl}oauth.v2.access`, {
      method: 'POST',
      signal: gaveUp.signal,
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token,
        client_id: one.registration.clientId,
        client_secret: one.registration.clientSecret,
      }),
    });
    const done = new Promise<void>((resolve) => {
      const unwatch = one.slack.watch(() => {
        unwatch();
        resolve();
      });
    });
    await done;
    gaveUp.abort();
    await expect(late).rejects.toThrow('aborted');
    expect(workspace.botTokens().refreshes).toBe(1);
  });
});

describe('oauth.v2.exchange', () => {
  let old: WithApp;
  beforeAll(async () => {
    old = await startWithApp();
  });
  afterAll(() => old.stop());

  const exchange = async (token: string, over: Record<string, string> = {}) => {
    const { clientId: client_id, clientSecret: client_secret } = old.registration;
    const body = new URLSearchParams({ client_id, client_secret, token, ...over });
    return (await old.raw('oauth.v2.exchange', { method: 'POST', body })).body;
  };

  test('gives a pair for a long-lived token, which works on until the first refresh', async () => {
    const person = old.slack.workspace('Exchange').person('Olga', { role: 'owner' });
    const { access_token, authed_user } = await old.install(person);
    expect(access_token).toMatch(/^xoxb-/);
    expect((await exchange(access_token)).error).toBe('token_rotation_not_enabled');
    old.app.turnOnTokenRotation();
    expect(old.app.rotatesTokens).toBe(true);
    const bot = await exchange(access_token);
    expect(bot).toMatchObject({ ok: true, token_type: 'bot', bot_user_id: expect.any(String) });
    expect(await exchange(authed_user.access_token)).toMatchObject({
      token_type: 'user',
      user_id: person.id,
    });
    expect((await exchange(access_token)).error).toBe('token_already_exchanged');
    expect((await exchange(bot.access_token)).error).toBe('invalid_token');
    const works = (token: string) => errorOf(old.client(token).auth.test());
    expect([await works(access_token), await works(bot.access_token)]).toEqual(['no error', 'no error']);
    await old.client().oauth.v2.access({
      client_id: old.registration.clientId,
      client_secret: old.registration.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: bot.refresh_token,
    });
    expect([await works(access_token), await works(bot.access_token)]).toEqual(['token_expired', 'no error']);
  });

  test('refuses what it does not know, what has ended, and who cannot prove to be the app', async () => {
    const { workspace, ...person } = old.slack.workspace('Ended').person('Olga', { role: 'owner' });
    old.app.turnOnTokenRotation();
    expect((await exchange('xoxb-unknown')).error).toBe('invalid_token');
    expect((await exchange('xoxb-unknown', { client_secret: 'wrong' })).error).toBe('bad_client_secret');
    expect((await exchange('xoxb-unknown', { client_id: '9.9' })).error).toBe('invalid_client_id');
    expect((await old.raw('oauth.v2.exchange')).body.error).toBe('invalid_client_id');
    const { access_token } = await old.install(person as Person);
    await old.slack.workspace(workspace.name).uninstall();
    expect((await exchange(access_token)).error).toBe('authorization_not_found');
  });
});
