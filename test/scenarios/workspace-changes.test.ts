import { expect, test } from '@jest/globals';
import { ask } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { until, untilHome } from '../support/until.ts';

describeLanyard('what happens to a workspace', (lanyard) => {
  const nowSeconds = () => Math.floor(lanyard.clock.now().getTime() / 1000);
  const rowIn = (installedIn: string) =>
    lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn } });

  async function team(name: string) {
    const workspace = lanyard.slack.workspace(name);
    const owner = workspace.person('Olga', { role: 'owner' });
    await lanyard.install(owner);
    return { workspace, owner };
  }

  async function orgWide(name: string) {
    const org = lanyard.slack.organization(name);
    const one = lanyard.slack.workspace(`${name} One`, { organization: org });
    const owner = one.person('Uma', { role: 'primary_owner' });
    await lanyard.install(owner, { consent: { target: 'organization' } });
    return { org, one, owner };
  }

  test('a new name is the one that people read', async () => {
    const { workspace, owner } = await team('Old Name');
    await workspace.rename('New Name');
    await lanyard.slack.settled();
    await owner.opensHome();
    await untilHome(owner, 'New Name');
  });

  test('a new address is kept', async () => {
    const { workspace } = await team('Moved Address');
    await workspace.setDomain('new-address');
    await lanyard.slack.settled();
    expect(await rowIn(workspace.id)).toMatchObject({ domain: 'new-address' });
  });

  test('while Slack moves it into an organization nothing is asked and nothing is lost; then it works on', async () => {
    const { workspace, owner } = await team('Mover');
    const org = lanyard.slack.organization('Destination');
    await workspace.startMigration(org);
    await lanyard.slack.settled();
    const callsHere = () =>
      lanyard.slack.calls.filter(
        ({ method, workspaceId }) => workspaceId === workspace.id && method !== 'response_url',
      );
    const before = callsHere().length;
    const run = await owner.types('/2fa');
    const [answer] = await until(
      () => run.messages(),
      (messages) => messages.length > 0,
      'an answer',
    );
    expect(answer?.text).toContain('moving this workspace into an organization');
    expect(callsHere()).toHaveLength(before);

    await workspace.finishMigration();
    await lanyard.slack.settled();
    expect(await rowIn(workspace.id)).toMatchObject({
      enterpriseId: org.id,
      migrationStartedAt: null,
      revokedAt: null,
      uninstalledAt: null,
    });
    await owner.opensHome();
    await untilHome(owner, 'Granted by you');
  });

  test('a move whose end was never told does not lock the workspace out', async () => {
    const { workspace, owner } = await team('Forgotten');
    const org = lanyard.slack.organization('Silent');
    await workspace.deliver({ type: 'grid_migration_started', enterprise_id: org.id });
    lanyard.clock.forward(25 * 60 * 60_000);
    await owner.opensHome();
    await untilHome(owner, 'Granted by you');
  });

  test('an organization takes its access away and gives it back, and the workspace follows', async () => {
    const { org, one, owner } = await orgWide('Umbrella');
    expect((await ask(owner, '/token-status')).text).toContain('2 permissions aren’t checked yet');
    const takenAt = nowSeconds();
    await org.deliver({ type: 'team_access_revoked', team_ids: [one.id] }, { eventTimeSeconds: takenAt });
    expect((await ask(owner, '/token-status')).text).toContain('isn’t installed');
    // Nothing ended: the organization's installation serves its other workspaces.
    expect(await rowIn(org.id)).toMatchObject({ revokedAt: null, uninstalledAt: null });

    await org.deliver(
      { type: 'team_access_granted', team_ids: [one.id] },
      { eventTimeSeconds: takenAt + 60 },
    );
    expect((await ask(owner, '/token-status')).text).toContain('2 permissions aren’t checked yet');
    // The older one again, late, as another event.
    await org.deliver(
      { type: 'team_access_revoked', team_ids: [one.id] },
      { eventTimeSeconds: takenAt + 30 },
    );
    expect((await ask(owner, '/token-status')).text).toContain('2 permissions aren’t checked yet');
  });

  test('whether access was taken or given is asked of Slack where the time of the event tells nothing', async () => {
    const { org, one, owner } = await orgWide('Ahead of us');
    const ahead = nowSeconds() + 600;
    await org.deliver({ type: 'team_access_revoked', team_ids: [one.id] }, { eventTimeSeconds: ahead });
    expect((await ask(owner, '/token-status')).text).toContain('2 permissions aren’t checked yet');
    const [row] = await lanyard.prisma.workspaceAccess.findMany({ where: { teamId: one.id } });
    expect(row?.granted).toBe(true);
    expect(Number(row?.changedAt)).toBeLessThanOrEqual(lanyard.clock.now().getTime());
    // Nothing of it stands in the way of what comes after.
    lanyard.clock.forward(2_000);
    await org.deliver(
      { type: 'team_access_revoked', team_ids: [one.id] },
      { eventTimeSeconds: nowSeconds() },
    );
    expect((await ask(owner, '/token-status')).text).toContain('isn’t installed');
  });

  test('of an org-wide installation the removal from one workspace ends that workspace alone', async () => {
    const { org, one, owner } = await orgWide('Corp');
    const event = {
      type: 'app_uninstalled_team',
      app_id: lanyard.credentials.appId,
      team_id: one.id,
      user_id: owner.id,
    };
    expect((await one.deliver(event)).status).toBe(200);
    expect((await ask(owner, '/token-status')).text).toContain('isn’t installed');
    expect(await rowIn(org.id)).toMatchObject({ revokedAt: null, uninstalledAt: null });
  });

  test('the removal of somebody else’s app changes nothing', async () => {
    const { workspace } = await team('Watcher');
    lanyard.clock.forward(5 * 60_000);
    const event = { type: 'app_uninstalled_team', app_id: 'A0SOMEBODY', team_id: workspace.id };
    expect((await workspace.deliver(event)).status).toBe(200);
    expect(await rowIn(workspace.id)).toMatchObject({ uninstalledAt: null });
  });

  test.each([
    { type: 'team_rename' },
    { type: 'team_domain_change' },
    { type: 'grid_migration_started' },
    { type: 'team_access_revoked' },
  ])('an event $type that lacks what it is about is refused as malformed', async (event) => {
    const { workspace } = await team(`Malformed ${event.type}`);
    expect((await workspace.deliver(event)).status).toBe(400);
  });

  test('the same event id changes things once', async () => {
    const { workspace } = await team('Once');
    await workspace.deliver({ type: 'team_rename', name: 'First' }, { eventId: `EvOnce${workspace.id}` });
    await workspace.deliver({ type: 'team_rename', name: 'Second' }, { eventId: `EvOnce${workspace.id}` });
    expect(await rowIn(workspace.id)).toMatchObject({ name: 'First' });
  });
});
