import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp();
});
afterAll(() => one.stop());

async function team(name: string) {
  const workspace = one.slack.workspace(name);
  const owner = workspace.person('Olga', { role: 'owner' });
  const member = workspace.person('Mia');
  const { access_token: bot, bot_user_id: botUserId } = await one.install(owner);
  const { authed_user } = await one.install(member, { scope: '' });
  const from = one.slack.deliveries.length;
  const events = async () => {
    await one.slack.settled();
    return one.slack.deliveries
      .slice(from)
      .map(({ payload }) => payload as { event: { type: string; tokens?: object } });
  };
  return { workspace, owner, member, bot, botUserId, memberToken: authed_user.access_token, events };
}

describe('the end of a permission', () => {
  test("a person's revocation in Slack names that person, and nobody else's token dies", async () => {
    const { member, events, bot, memberToken } = await team('Person');
    await member.revokesOwnPermission();
    const [only, ...others] = await events();
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      type: 'event_callback',
      event: { type: 'tokens_revoked', tokens: { oauth: [member.id] } },
    });
    expect(only?.event).not.toHaveProperty('tokens.bot');
    expect(only).not.toHaveProperty('authorizations');
    await expect(one.client(memberToken).auth.test()).rejects.toThrow('token_revoked');
    expect((await one.client(bot).auth.test()).ok).toBe(true);
  });

  test('auth.revoke by the app is told like a revocation in Slack; a dry run ends nothing', async () => {
    const { member, events, memberToken } = await team('Api');
    expect(await one.client(memberToken).auth.revoke({ test: true })).toMatchObject({ revoked: false });
    expect(await events()).toEqual([]);
    expect(await one.client(memberToken).auth.revoke()).toMatchObject({ revoked: true });
    expect(await events()).toMatchObject([{ event: { tokens: { oauth: [member.id] } } }]);
    await expect(one.client(memberToken).auth.revoke()).rejects.toThrow('token_revoked');
  });

  test('the end of the bot alone names its user, and takes Home and commands away', async () => {
    const { workspace, owner, events, botUserId } = await team('Bot');
    await workspace.revokeBot();
    expect(await events()).toMatchObject([
      { event: { type: 'tokens_revoked', tokens: { bot: [botUserId] } } },
    ]);
    await expect(owner.opensHome()).rejects.toThrow('not installed in Bot');
    await expect(owner.types('/ask')).rejects.toThrow('not a valid command');
  });

  test('an uninstallation kills every token and sends both events', async () => {
    const { workspace, owner, member, events, botUserId, bot } = await team('All');
    await workspace.uninstall();
    const sent = await events();
    expect(sent.map(({ event }) => event.type).sort()).toEqual(['app_uninstalled', 'tokens_revoked']);
    const revoked = sent.find(({ event }) => event.type === 'tokens_revoked');
    expect(revoked?.event).toMatchObject({ tokens: { oauth: [owner.id, member.id], bot: [botUserId] } });
    await expect(one.client(bot).auth.test()).rejects.toThrow('account_inactive');
    await workspace.uninstall();
    expect(await events()).toHaveLength(2);
  });

  test('when the last token goes by itself the app is told that it is uninstalled', async () => {
    const { workspace, owner, member, events } = await team('Last');
    await workspace.revokeBot();
    await owner.revokesOwnPermission();
    expect((await events()).map(({ event }) => event.type)).not.toContain('app_uninstalled');
    await member.revokesOwnPermission();
    expect((await events()).map(({ event }) => event.type)).toContain('app_uninstalled');
  });

  test('apps.uninstall wants the credentials of its own app', async () => {
    const { bot, events } = await team('Asked');
    const { clientId, clientSecret } = one.registration;
    const uninstall = (client_id: string, client_secret: string) =>
      one.client(bot).apiCall('apps.uninstall', { client_id, client_secret });
    await expect(uninstall('9.9', clientSecret)).rejects.toThrow('invalid_client_id');
    await expect(uninstall(clientId, 'wrong')).rejects.toThrow('bad_client_secret');
    expect((await uninstall(clientId, clientSecret)).ok).toBe(true);
    expect(await events()).toHaveLength(2);
  });

  test('a deactivated person loses their own permission, and the bot stays', async () => {
    const { member, events, bot, memberToken } = await team('Left');
    await member.deactivate();
    expect(await events()).toMatchObject([{ event: { tokens: { oauth: [member.id] } } }]);
    await expect(one.client(memberToken).auth.test()).rejects.toThrow('token_revoked');
    expect((await one.client(bot).auth.test()).ok).toBe(true);
    await expect(member.types('/ask')).rejects.toThrow('deactivated');
  });

  test('a new installation gets new tokens for the same bot', async () => {
    const { workspace, owner, bot, botUserId } = await team('Back');
    await workspace.uninstall();
    const again = await one.install(owner);
    expect(again.bot_user_id).toBe(botUserId);
    expect(again.access_token).not.toBe(bot);
  });
});

describe('an event that is not subscribed', () => {
  test('is not sent', async () => {
    const quiet = await startWithApp({ app: { botEvents: [] } });
    const owner = quiet.slack.workspace('Quiet').person('Olga', { role: 'owner' });
    await quiet.install(owner);
    await owner.opensHome();
    await owner.revokesOwnPermission();
    await quiet.slack.settled();
    expect(quiet.slack.deliveries).toEqual([]);
    await quiet.stop();
  });
});
