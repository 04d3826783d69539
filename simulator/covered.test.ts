import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { coverage } from './covered.ts';
import { coverageTable } from './covered-table.ts';
import { responseUrlRoutes } from './messages/response-url-routes.ts';
import { oauthRoutes } from './oauth/oauth-routes.ts';
import type { World } from './state/world.ts';
import { statusRoutes } from './status-routes.ts';
import { startWithApp, type WithApp } from './test-app.ts';
import { methods } from './web-api/methods.ts';
import { webApiRoutes } from './web-api/router.ts';

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({
    app: {
      botScopes: ['commands', 'chat:write', 'users:read', 'team:read', 'admin.apps:read'],
      botEvents: Object.keys(coverage.events),
      orgDeploy: true,
    },
  });
});
afterAll(() => one.stop());

/** A workspace moves into an organization, and loses another app. */
async function lifeOfAWorkspace() {
  const other = { ...one.registration, appId: 'A0OTHER', clientId: '5.6', botEvents: [] };
  const workspace = one.slack.workspace('Life Two');
  const owner = workspace.person('Olga', { role: 'owner' });
  await one.install(owner);
  one.slack.registerApp(other);
  await one.exchange(await owner.allows(one.authorizeUrl({ client_id: '5.6' })), { client_id: '5.6' });
  workspace.person('Mia').setRole('admin');
  await workspace.rename('Life Three');
  await workspace.setDomain('life-three');
  await workspace.startMigration(one.slack.organization('Life'));
  await workspace.finishMigration();
  await workspace.uninstall('A0OTHER');
}

describe('the coverage table', () => {
  test('lists the methods that there are', () => {
    expect(Object.keys(coverage.methods).sort()).toEqual(Object.keys(methods).sort());
  });

  test('stands in docs/simulator.md as it is; `npm run settings` writes it', async () => {
    const page = await readFile('docs/simulator.md', 'utf8');
    expect(/<!-- coverage -->\n([\s\S]*?)\n<!-- \/coverage -->/.exec(page)?.[1]).toBe(coverageTable());
  });

  test('lists the routes that speak Slack', () => {
    // Registering reads nothing of the world.
    const world = {} as World;
    const registered = [
      webApiRoutes(world, [], () => {}),
      oauthRoutes(world),
      responseUrlRoutes(world, []),
      statusRoutes(world),
    ].flatMap(({ routes }) => routes.map(({ method, path }) => `${method} ${path.replace('{.+}', '')}`));
    expect(Object.keys(coverage.routes).sort()).toEqual(registered.sort());
  });

  test('lists the events and deliveries that a whole life of an app brings', async () => {
    const organization = one.slack.organization('Life');
    const workspace = one.slack.workspace('Life One', { organization });
    const owner = workspace.person('Olga', { role: 'owner' });
    await one.install(owner, {}, { target: 'organization' });
    await owner.opensHome();
    await owner.types('/ask');
    const blocks = [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }],
      },
    ];
    const view = { type: 'home' as const, blocks };
    await one.client(one.app.botToken(workspace)).views.publish({ user_id: owner.id, view });
    await owner.presses('go');
    await organization.removes(workspace);
    await organization.uninstall();
    await lifeOfAWorkspace();
    await one.slack.settled();
    const { deliveries } = one.slack;
    const events = deliveries.flatMap(
      ({ payload }) => (payload.event as { type?: string } | undefined)?.type ?? [],
    );
    expect([...new Set(events)].sort()).toEqual(Object.keys(coverage.events).sort());
    expect([...new Set(deliveries.map(({ kind }) => kind))].sort()).toEqual(
      Object.keys(coverage.deliveries).sort(),
    );
  });
});
