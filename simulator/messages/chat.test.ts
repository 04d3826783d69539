import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({
    app: { botScopes: ['commands', 'chat:write', 'chat:write.public', 'im:write'] },
  });
});
afterAll(() => one.stop());

async function team(name: string) {
  const workspace = one.slack.workspace(name);
  const [owner, mia] = [workspace.person('Olga', { role: 'owner' }), workspace.person('Mia')];
  const { access_token } = await one.install(owner);
  const general = one.slack.state.channels.find(
    ({ workspaceId, kind }) => workspaceId === workspace.id && kind === 'general',
  );
  return { workspace, owner, mia, bot: one.client(access_token), channel: general?.id ?? '' };
}

describe('a message of the app', () => {
  test('is changed in place and taken away by its author alone', async () => {
    const { bot, mia, owner } = await team('Edits');
    const dm = (await bot.conversations.open({ users: mia.id })).channel?.id ?? '';
    const { ts = '' } = await bot.chat.postMessage({ channel: dm, text: 'Failing' });
    await bot.chat.update({ channel: dm, ts, text: 'Resolved' });
    expect(mia.sees()).toMatchObject([{ text: 'Resolved', edited: true, channel: 'dm' }]);
    const { authed_user } = await one.install(mia, { scope: '', user_scope: 'chat:write' });
    const asMia = one.client(authed_user.access_token);
    expect(await errorOf(asMia.chat.update({ channel: dm, ts, text: 'Mine' }))).toBe('cant_update_message');
    expect(await errorOf(asMia.chat.delete({ channel: dm, ts }))).toBe('cant_delete_message');
    expect(await errorOf(bot.chat.update({ channel: dm, ts: '1.000000', text: 'x' }))).toBe(
      'message_not_found',
    );
    expect(await errorOf(bot.chat.update({ channel: 'C0NONE', ts, text: 'x' }))).toBe('channel_not_found');
    await bot.chat.delete({ channel: dm, ts });
    expect(mia.sees()).toEqual([]);
    expect(owner.sees()).toEqual([]);
  });

  test('posted to one person is read by nobody else, and cannot be changed', async () => {
    const { bot, mia, owner, channel } = await team('Ephemeral');
    const { message_ts: ts = '' } = await bot.chat.postEphemeral({ channel, user: mia.id, text: 'Psst' });
    expect(mia.sees()).toMatchObject([{ text: 'Psst', ephemeral: true, channel: 'general' }]);
    expect(owner.sees()).toEqual([]);
    expect(await errorOf(bot.chat.update({ channel, ts, text: 'x' }))).toBe('message_not_found');
    expect(await errorOf(bot.chat.postEphemeral({ channel, user: 'U404', text: 'x' }))).toBe(
      'user_not_in_channel',
    );
  });

  test('to a person who is not there or not here any more goes nowhere', async () => {
    const { bot, mia } = await team('Nowhere');
    await mia.deactivate();
    expect(await errorOf(bot.conversations.open({ users: mia.id }))).toBe('user_disabled');
    expect(await errorOf(bot.conversations.open({ users: 'U404' }))).toBe('user_not_found');
    expect(await errorOf(bot.chat.postMessage({ channel: mia.id, text: 'x' }))).toBe('channel_not_found');
  });
});

test('what a person writes is read by everybody in the channel, and is nobody’s command', async () => {
  const { owner, mia } = await team('Chatter');
  const before = one.received.length;
  mia.says('Good morning');
  expect(owner.reads()).toMatchObject([
    { text: 'Good morning', authorId: mia.id, appId: null, via: 'person' },
  ]);
  expect(one.received.length).toBe(before);
});

describe('people', () => {
  test('of another company, and guests of one channel, are known as such', async () => {
    const people = await startWithApp();
    const workspace = people.slack.workspace('Kinds');
    const owner = workspace.person('Olga', { role: 'owner', timeZone: 'Asia/Tokyo' });
    const { access_token } = await people.install(owner);
    const { users } = people.client(access_token);
    const stranger = workspace.person('Sam', { role: 'stranger' });
    const guest = workspace.person('Gil', { role: 'single_channel_guest' });
    const who = async (user: string) => (await users.info({ user })).user;
    expect(await who(owner.id)).toMatchObject({ tz: 'Asia/Tokyo', tz_offset: 32_400 });
    expect(await who(guest.id)).toMatchObject({ is_restricted: true, is_ultra_restricted: true });
    const outside = await who(stranger.id);
    expect(outside).toMatchObject({ is_stranger: true, team_id: 'T0ELSEWHERE' });
    expect(outside).not.toHaveProperty('is_admin');
    await expect(stranger.allows(people.authorizeUrl())).rejects.toMatchObject({ code: 'access_denied' });
    await people.stop();
  });

  test('whose role changes are made known; whose second factor changes are not', async () => {
    const told = await startWithApp({ app: { botEvents: ['user_change', 'tokens_revoked'] } });
    const workspace = told.slack.workspace('Changes');
    const [owner, mia] = [workspace.person('Olga', { role: 'owner' }), workspace.person('Mia')];
    await told.install(owner);
    mia.setTwoFactor('app');
    mia.setRole('admin');
    await mia.deactivate();
    await told.slack.settled();
    const users = told.slack.deliveries.map(({ payload }) => (payload.event as { user: object }).user);
    expect(users).toMatchObject([
      { id: mia.id, is_admin: true },
      { id: mia.id, deleted: true },
    ]);
    expect(JSON.stringify(users)).not.toContain('has_2fa');
    await told.stop();
  });
});

test('Slack’s probes reach the app: of its certificate, and of events withheld', async () => {
  const { workspace } = await team('Probes');
  const ssl = await one.app.checksSsl();
  expect(ssl.headers).not.toHaveProperty('X-Slack-Signature');
  expect(ssl.body).toContain('ssl_check=1');
  const { payload } = await one.app.withholdsEvents(workspace);
  expect(payload).toMatchObject({ type: 'app_rate_limited', team_id: workspace.id, api_app_id: 'A0TEST' });
  expect(payload).not.toHaveProperty('event');
});
