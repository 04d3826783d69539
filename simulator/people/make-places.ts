import { slackId } from '../state/ids.ts';
import type { OrganizationRecord, SimulatorState, WorkspaceRecord } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export type WorkspaceOptions = {
  organization?: { id: string };
  /** People sign in through an identity provider: their 2FA is its affair. */
  sso?: boolean;
  /** Members may not add an app before an admin approved it. */
  approvesApps?: boolean;
  /** Default: made of the name. */
  domain?: string;
};

/** By name; made when there is none. */
export function findOrMakeOrganization(store: Store, name: string): OrganizationRecord {
  const { organizations } = store.state;
  const found = organizations.find((each) => each.name === name);
  if (found) return found;
  const record = { id: slackId('E'), name, domain: freeDomain(name, organizations) };
  store.change(() => organizations.push(record));
  return record;
}

/** By name; made, with its #general, when there is none. The options count only then. */
export function findOrMakeWorkspace(store: Store, name: string, options: WorkspaceOptions): WorkspaceRecord {
  const { workspaces, channels } = store.state;
  const found = workspaces.find((each) => each.name === name);
  if (found) return found;
  const record: WorkspaceRecord = {
    id: slackId('T'),
    name,
    domain: options.domain ?? freeDomain(name, workspaces),
    organizationId: options.organization?.id ?? null,
    sso: options.sso ?? false,
    approvesApps: options.approvesApps ?? false,
    migratingTo: null,
  };
  store.change(() => {
    workspaces.push(record);
    channels.push({
      id: slackId('C'),
      workspaceId: record.id,
      kind: 'general',
      name: 'general',
      userId: null,
      appId: null,
    });
  });
  return record;
}

/** @throws when there is a workspace of this name */
export function refuseTakenName({ workspaces }: SimulatorState, name: string): void {
  if (!workspaces.some((each) => each.name === name)) return;
  throw new Error(
    `The workspace “${name}” exists already, with the people and permissions it was given: choose another name.`,
  );
}

function freeDomain(name: string, others: readonly { domain: string }[]): string {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'workspace';
  let domain = plain;
  for (let count = 2; others.some((each) => each.domain === domain); count += 1) domain = `${plain}-${count}`;
  return domain;
}
