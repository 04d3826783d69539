import { slackId } from './ids.ts';
import type { PersonRecord, Role, TwoFactor, WorkspaceRecord } from './state.ts';
import { organizationById, type World } from './world.ts';

export type PersonOptions = {
  /** Default: `member`. */
  role?: Role;
  /** Default: `off`. */
  twoFactor?: TwoFactor;
  deleted?: boolean;
  /** Default: `en-US`. */
  locale?: string;
  /** An IANA time zone; default: `Europe/London`. */
  timeZone?: string;
};

/** By name within the workspace; made when there is nobody of that name. */
export function findOrMakePerson(
  world: World,
  workspace: WorkspaceRecord,
  name: string,
  options: PersonOptions,
): PersonRecord {
  const { people } = world.store.state;
  const found = people.find((each) => each.workspaceId === workspace.id && each.name === name);
  if (found) return found;
  const elsewhere = people.find((each) => each.name === name && inSameOrganization(world, each, workspace));
  const record: PersonRecord = {
    id: elsewhere?.id ?? slackId('U'),
    workspaceId: workspace.id,
    name,
    handle: freeHandle(world, workspace.id, name),
    role: options.role ?? 'member',
    twoFactor: elsewhere?.twoFactor ?? options.twoFactor ?? 'off',
    deleted: options.deleted ?? false,
    locale: options.locale ?? 'en-US',
    timeZone: options.timeZone ?? 'Europe/London',
    updatedAtSeconds: Math.floor(world.clock().getTime() / 1000),
  };
  world.store.change((state) => state.people.push(record));
  return record;
}

function inSameOrganization(
  world: World,
  person: PersonRecord,
  { organizationId }: WorkspaceRecord,
): boolean {
  const { state } = world.store;
  const theirs = state.workspaces.find((each) => each.id === person.workspaceId)?.organizationId ?? null;
  return organizationId !== null && organizationById(state, theirs)?.id === organizationId;
}

function freeHandle(world: World, workspaceId: string, name: string): string {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '.')
      .replaceAll(/^\.+|\.+$/g, '') || 'person';
  const taken = world.store.state.people
    .filter((each) => each.workspaceId === workspaceId)
    .map((each) => each.handle);
  let handle = plain;
  for (let count = 2; taken.includes(handle); count += 1) handle = `${plain}${count}`;
  return handle;
}
