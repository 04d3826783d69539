import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWithApp, type WithApp } from '../test-app.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp();
});
afterAll(() => one.stop());

type Member = { id: string; has_2fa?: boolean; two_factor_type?: string };

/** An owner, an admin, a member and a guest, each with an own token, somebody deactivated, and the bot. */
async function team(name: string) {
  const workspace = one.slack.workspace(name);
  const owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
  const admin = workspace.person('Ada', { role: 'admin', twoFactor: 'sms' });
  const member = workspace.person('Mia', { twoFactor: 'off' });
  const gone = workspace.person('Gone', { twoFactor: 'app', deleted: true });
  const { access_token: bot } = await one.install(owner);
  const tokenOf = async (person: typeof owner) =>
    (await one.install(person, { scope: '' })).authed_user.access_token as string;
  const everybody = async (token: string) => {
    const { members } = await one.client(token).users.list({});
    return new Map((members as Member[]).map((each) => [each.id, each]));
  };
  return { workspace, owner, admin, member, gone, bot: bot as string, tokenOf, everybody };
}

describe('has_2fa', () => {
  test.each(['owner', 'admin'] as const)(
    "is visible to an %s's token for every active person",
    async (role) => {
      const all = await team(`Admins ${role}`);
      const seen = await all.everybody(await all.tokenOf(all[role]));
      expect(seen.get(all.owner.id)).toMatchObject({ has_2fa: true, two_factor_type: 'app' });
      expect(seen.get(all.admin.id)).toMatchObject({ has_2fa: true, two_factor_type: 'sms' });
      expect(seen.get(all.member.id)?.has_2fa).toBe(false);
      expect(seen.get(all.member.id)).not.toHaveProperty('two_factor_type');
    },
  );

  test("is visible to a member's token for themselves only", async () => {
    const all = await team('Members');
    const seen = await all.everybody(await all.tokenOf(all.member));
    expect(seen.get(all.member.id)?.has_2fa).toBe(false);
    expect(seen.get(all.owner.id)).not.toHaveProperty('has_2fa');
    expect(seen.get(all.admin.id)).not.toHaveProperty('has_2fa');
  });

  test('is never visible to a bot token', async () => {
    const all = await team('Bots');
    for (const member of (await all.everybody(all.bot)).values())
      expect(member).not.toHaveProperty('has_2fa');
    const { user } = await one.client(all.bot).users.info({ user: all.owner.id });
    expect(user).not.toHaveProperty('has_2fa');
  });

  test('is never carried by bots and the deactivated', async () => {
    const all = await team('Never');
    const seen = await all.everybody(await all.tokenOf(all.owner));
    const { user_id: bot } = await one.client(all.bot).auth.test();
    for (const id of [all.gone.id, String(bot), 'USLACKBOT']) {
      expect(seen.has(id)).toBe(true);
      expect(seen.get(id)).not.toHaveProperty('has_2fa');
      expect(seen.get(id)).not.toHaveProperty('two_factor_type');
    }
  });

  test('follows what the person sets, and the role they have now', async () => {
    const all = await team('Changing');
    const token = await all.tokenOf(all.member);
    all.member.setTwoFactor('app');
    expect((await one.client(token).users.info({ user: all.member.id })).user).toMatchObject({
      has_2fa: true,
    });
    all.member.setRole('admin');
    expect((await one.client(token).users.info({ user: all.owner.id })).user).toMatchObject({
      has_2fa: true,
      two_factor_type: 'app',
    });
    all.member.setRole('member');
    expect((await one.client(token).users.info({ user: all.owner.id })).user).not.toHaveProperty('has_2fa');
  });

  test('may be on without a method', async () => {
    const all = await team('Unnamed');
    all.member.setTwoFactor('on');
    const { user } = await one.client(await all.tokenOf(all.owner)).users.info({ user: all.member.id });
    expect(user).toMatchObject({ has_2fa: true });
    expect(user).not.toHaveProperty('two_factor_type');
  });

  test('is one across the workspaces of an organization', async () => {
    const organization = one.slack.organization('Two Factor Org');
    const [east, west] = ['East', 'West'].map((name) => one.slack.workspace(`TF ${name}`, { organization }));
    const [here, there] = [east?.person('Pam', { twoFactor: 'sms' }), west?.person('Pam')];
    expect(there?.id).toBe(here?.id);
    here?.setTwoFactor('app');
    expect(there?.twoFactor).toBe('app');
  });
});
