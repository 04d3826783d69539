import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, startWithApp, type WithApp } from '../test-app.ts';
import type { Organization } from './organizations.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({
    app: {
      botScopes: ['commands', 'team:read', 'admin.apps:read'],
      botEvents: [
        'app_uninstalled',
        'app_uninstalled_team',
        'grid_migration_finished',
        'grid_migration_started',
        'team_domain_change',
        'team_rename',
        'tokens_revoked',
      ],
    },
  });
});
afterAll(() => one.stop());

async function installed(name: string, organization?: Organization) {
  const workspace = one.slack.workspace(name, organization ? { organization } : {});
  const owner = workspace.person('Olga', { role: 'primary_owner' });
  const answer = await one.install(owner, {}, organization ? { target: 'organization' } : {});
  return { workspace, owner, bot: one.client(answer.access_token), answer, heard: since() };
}

/** What the app is told from here on. */
function since() {
  const from = one.slack.deliveries.length;
  return async () => {
    await one.slack.settled();
    return one.slack.deliveries.slice(from).map(({ payload }) => payload as { event: { type: string } });
  };
}

describe('a workspace', () => {
  test('that changes its name or address tells the apps that may read it', async () => {
    const { workspace, heard, bot } = await installed('Old Name');
    await workspace.rename('New Name');
    await workspace.setDomain('new-name');
    expect(await heard()).toMatchObject([
      { team_id: workspace.id, event: { type: 'team_rename', name: 'New Name' } },
      { event: { type: 'team_domain_change', url: 'https://new-name.slack.com', domain: 'new-name' } },
    ]);
    expect(await bot.team.info()).toMatchObject({ team: { name: 'New Name', domain: 'new-name' } });
  });

  test('on its way into an organization takes no calls, and then belongs to it', async () => {
    const organization = one.slack.organization('Destination');
    const { workspace, owner, heard, bot } = await installed('Mover');
    await workspace.startMigration(organization);
    expect(await errorOf(bot.auth.test())).toBe('org_login_required');
    await workspace.finishMigration();
    const enterprise_id = organization.id;
    expect((await heard()).map(({ event }) => event)).toMatchObject([
      { type: 'grid_migration_started', enterprise_id },
      { type: 'grid_migration_finished', enterprise_id },
    ]);
    expect(await bot.auth.test()).toMatchObject({ team_id: workspace.id, enterprise_id });
    expect((await one.install(owner)).enterprise).toMatchObject({ id: organization.id });
    await expect(workspace.startMigration(organization)).rejects.toThrow('in an organization already');
  });

  test('that an app leaves tells the apps of its admins', async () => {
    const { workspace, heard } = await installed('Watched');
    const leaving = {
      ...one.registration,
      appId: 'A0LEAVES',
      clientId: '5.6',
      name: 'Leaver',
      botEvents: [],
    };
    one.slack.registerApp(leaving);
    const grace = workspace.person('Grace', { role: 'owner' });
    const redirect = await grace.allows(one.authorizeUrl({ client_id: '5.6' }));
    expect((await one.exchange(redirect, { client_id: '5.6' })).ok).toBe(true);
    await workspace.uninstall('A0LEAVES');
    expect(await heard()).toMatchObject([
      {
        api_app_id: 'A0TEST',
        event: {
          type: 'app_uninstalled_team',
          app_id: 'A0LEAVES',
          app_name: 'Leaver',
          team_id: workspace.id,
          team_domain: 'watched',
        },
      },
    ]);
  });
});

describe('an org-wide installation', () => {
  test('lists the workspaces to which it was added, page by page', async () => {
    const organization = one.slack.organization('Wide');
    const { bot, workspace } = await installed('Wide One', organization);
    const second = one.slack.workspace('Wide Two', { organization });
    await organization.adds(second, 'A0TEST');
    const first = await bot.auth.teams.list({ limit: 1 });
    expect(first.teams).toEqual([{ id: workspace.id, name: 'Wide One' }]);
    const cursor = first.response_metadata?.next_cursor ?? '';
    const rest = await bot.auth.teams.list({ cursor });
    expect(rest).toMatchObject({ teams: [{ id: second.id }], response_metadata: { next_cursor: '' } });
    expect(await errorOf(bot.auth.teams.list({ cursor: 'stale' }))).toBe('invalid_cursor');
    expect(await errorOf(bot.auth.teams.list({ limit: 1_001 }))).toBe('invalid_limit');
  });

  test('may end by events with neither workspace nor authorizations in them', async () => {
    const organization = one.slack.organization('Vague');
    const { heard } = await installed('Vague One', organization);
    await organization.uninstall('A0TEST', { teamIdNull: true, withoutAuthorizations: true });
    const told = await heard();
    expect(told).toMatchObject([
      { team_id: null, enterprise_id: organization.id, event: { type: 'app_uninstalled' } },
      { team_id: null, enterprise_id: organization.id, event: { type: 'tokens_revoked' } },
    ]);
    for (const payload of told) expect(payload).not.toHaveProperty('authorizations');
  });

  test('can be sent any event about the whole organization', async () => {
    const organization = one.slack.organization('Told');
    const { heard } = await installed('Told One', organization);
    const event = { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } };
    await organization.deliver(event, { app: 'A0TEST', envelope: { team_id: null } });
    expect(await heard()).toMatchObject([{ team_id: null, is_enterprise_install: true, event }]);
  });
});

test('calls from an address that is not allowed are refused as if the token were unknown', async () => {
  const { bot } = await installed('Barred');
  one.app.barAddress(true);
  expect(await errorOf(bot.auth.test())).toBe('invalid_auth');
  expect((await one.raw('auth.test')).body).toEqual({ ok: false, error: 'not_authed' });
  one.app.barAddress(false);
  expect((await bot.auth.test()).ok).toBe(true);
});
