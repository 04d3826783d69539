import { organizationById } from '../state/find.ts';
import { slackId } from '../state/ids.ts';
import type { PersonRecord, Role, TwoFactor, WorkspaceRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';

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

/** By name within the workspace; made when there is no one of that name. */
export function findOrMakePerson(
  world: World,
  workspace: WorkspaceRecord,
  name: string,
  options: PersonOptions,
): PersonRecord {
  const { byName, handles } = indexOf(world.store.state.people);
  const namesakes = byName.get(name) ?? [];
  const found = namesakes.find((each) => each.workspaceId === workspace.id);
  if (found) return found;
  const elsewhere = namesakes.find((each) => inSameOrganization(world, each, workspace));
  const record: PersonRecord = {
    id: elsewhere?.id ?? slackId('U'),
    workspaceId: workspace.id,
    name,
    handle: freeHandle(handles, workspace.id, name),
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

/** Someone of another workspace, who shares a channel with this one. */
export function connectPerson(world: World, workspace: WorkspaceRecord, home: PersonRecord): PersonRecord {
  const { people } = world.store.state;
  const here = people.find((each) => each.id === home.id && each.workspaceId === workspace.id);
  if (here) return here;
  const record: PersonRecord = {
    ...home,
    workspaceId: workspace.id,
    homeWorkspaceId: home.workspaceId,
    role: 'stranger',
    handle: freeHandle(indexOf(people).handles, workspace.id, home.name),
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

type Index = { counted: number; byName: Map<string, PersonRecord[]>; handles: Set<string> };
const indexes = new WeakMap<PersonRecord[], Index>();
const handleKey = (workspaceId: string, handle: string): string => `${workspaceId} ${handle}`;

/** People by name, kept up with a list that only grows: ten thousand of them are made in one go. */
function indexOf(people: PersonRecord[]): Index {
  const index = indexes.get(people) ?? { counted: 0, byName: new Map(), handles: new Set() };
  indexes.set(people, index);
  for (const person of people.slice(index.counted)) {
    index.byName.set(person.name, [...(index.byName.get(person.name) ?? []), person]);
    index.handles.add(handleKey(person.workspaceId, person.handle));
  }
  index.counted = people.length;
  return index;
}

function freeHandle(handles: Set<string>, workspaceId: string, name: string): string {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '.')
      .replaceAll(/^\.+|\.+$/g, '') || 'person';
  let handle = plain;
  for (let count = 2; handles.has(handleKey(workspaceId, handle)); count += 1) handle = `${plain}${count}`;
  return handle;
}
