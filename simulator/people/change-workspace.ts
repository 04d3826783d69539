import type { InnerEvent } from '../delivery/events.ts';
import { tellApps } from '../delivery/tell-apps.ts';
import type { WorkspaceRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';

export function changeWorkspace(
  world: World,
  record: WorkspaceRecord,
  fields: Partial<WorkspaceRecord>,
  event: InnerEvent,
): Promise<void> {
  world.store.change(() => Object.assign(record, fields));
  return tellApps(world, record.id, event, 'team:read');
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
  await tellApps(world, record.id, { type: 'grid_migration_started', enterprise_id: organizationId });
}

export async function finishMigration(world: World, record: WorkspaceRecord): Promise<void> {
  const organizationId = record.migratingTo;
  if (organizationId === null) throw new Error(`${record.name} is not on its way into an organization.`);
  world.store.change(() => Object.assign(record, { migratingTo: null, organizationId }));
  await tellApps(world, record.id, { type: 'grid_migration_finished', enterprise_id: organizationId });
}
