import type { InnerEvent } from './events.ts';
import type { WorkspaceRecord } from './state.ts';
import { liveBotGrant, servingInstallation, type World } from './world.ts';

/** Tells every app whose bot serves this workspace and has one of the scopes. Resolves after the first attempts. */
async function tellApps(
  world: World,
  { id }: WorkspaceRecord,
  event: InnerEvent,
  scope?: string,
): Promise<void> {
  const { state } = world.store;
  const sent = world.apps.all().map((app) => {
    const place = servingInstallation(state, app, id);
    const allowed = place && (!scope || liveBotGrant(state, app.appId, place)?.scopes.includes(scope));
    return allowed ? world.events.emit(app, { workspaceId: id, place, event }) : undefined;
  });
  await Promise.all(sent);
}

export function changeWorkspace(
  world: World,
  record: WorkspaceRecord,
  fields: Partial<WorkspaceRecord>,
  event: InnerEvent,
): Promise<void> {
  world.store.change(() => Object.assign(record, fields));
  return tellApps(world, record, event, 'team:read');
}

/**
 * A workspace on its way into an organization. Its installations move along; Slack takes no calls meanwhile.
 * @see https://docs.slack.dev/reference/events/grid_migration_started
 */
export async function startMigration(
  world: World,
  record: WorkspaceRecord,
  organizationId: string,
): Promise<void> {
  if (record.organizationId !== null) throw new Error(`${record.name} is in an organization already.`);
  world.store.change(() => {
    record.migratingTo = organizationId;
  });
  await tellApps(world, record, { type: 'grid_migration_started', enterprise_id: organizationId });
}

export async function finishMigration(world: World, record: WorkspaceRecord): Promise<void> {
  const organizationId = record.migratingTo;
  if (organizationId === null) throw new Error(`${record.name} is not on its way into an organization.`);
  world.store.change(() => Object.assign(record, { migratingTo: null, organizationId }));
  await tellApps(world, record, { type: 'grid_migration_finished', enterprise_id: organizationId });
}
