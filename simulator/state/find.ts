import type { AppRegistration } from './apps.ts';
import type {
  GrantRecord,
  InstallationRecord,
  PersonRecord,
  Place,
  SimulatorState,
  WorkspaceRecord,
} from './state.ts';
import { samePlace } from './state.ts';

export const inWorkspace = (workspaceId: string): Place => ({ workspaceId, organizationId: null });
export const inOrganization = (organizationId: string): Place => ({ workspaceId: null, organizationId });
export const placeOf = ({ workspaceId, organizationId }: Place): Place =>
  ({ workspaceId, organizationId }) as Place;

export function workspaceById(state: SimulatorState, id: string): WorkspaceRecord {
  const found = state.workspaces.find((workspace) => workspace.id === id);
  if (!found) throw new Error(`There is no workspace ${id}.`);
  return found;
}

export const organizationById = (state: SimulatorState, id: string | null) =>
  state.organizations.find((organization) => organization.id === id);

export const findPerson = (
  state: SimulatorState,
  workspaceId: string,
  userId: string,
): PersonRecord | undefined =>
  state.people.find((person) => person.workspaceId === workspaceId && person.id === userId);

/** An owner of one of its workspaces may decide for the organization: roles of an organization itself are not kept. */
export const ownsOrganization = (person: PersonRecord): boolean =>
  person.role === 'owner' || person.role === 'primary_owner';

export const isGuest = ({ role }: PersonRecord): boolean =>
  role === 'guest' || role === 'single_channel_guest';

/** Of a stranger: the workspace of another company, which no one here can look into. */
export const teamOf = ({ role, workspaceId, homeWorkspaceId }: PersonRecord): string =>
  role === 'stranger' ? (homeWorkspaceId ?? 'T0ELSEWHERE') : workspaceId;

export const administers = (person: PersonRecord): boolean =>
  person.role === 'admin' || ownsOrganization(person);

export const liveGrants = (state: SimulatorState, appId: string, place: Place): GrantRecord[] =>
  state.grants.filter((grant) => grant.ended === null && grant.appId === appId && samePlace(grant, place));

export const liveBotGrant = (state: SimulatorState, appId: string, place: Place): GrantRecord | undefined =>
  liveGrants(state, appId, place).find((grant) => grant.kind === 'bot');

/** What this person granted to apps in their workspace or, across it, in its organization. */
export const liveGrantsBy = (state: SimulatorState, { id, workspaceId }: PersonRecord): GrantRecord[] => {
  const { organizationId } = workspaceById(state, workspaceId);
  return state.grants.filter(
    (grant) =>
      grant.ended === null &&
      grant.kind === 'user' &&
      grant.userId === id &&
      (grant.workspaceId === workspaceId ||
        (grant.organizationId !== null && grant.organizationId === organizationId)),
  );
};

/** The installation that serves a workspace: its own, else its organization's where that was added to it. */
export function servingInstallation(
  state: SimulatorState,
  app: AppRegistration,
  workspaceId: string,
): InstallationRecord | undefined {
  const live = state.installations.filter(
    (installation) => installation.appId === app.appId && liveBotGrant(state, app.appId, installation),
  );
  const { organizationId } = workspaceById(state, workspaceId);
  return (
    live.find((installation) => installation.workspaceId === workspaceId) ??
    live.find(
      (installation) =>
        organizationId !== null &&
        installation.organizationId === organizationId &&
        installation.addedTo.includes(workspaceId),
    )
  );
}

/** As `servingInstallation`; says what a person would see in Slack when there is none. */
export function requireInstallation(
  state: SimulatorState,
  app: AppRegistration,
  workspaceId: string,
): InstallationRecord {
  const found = servingInstallation(state, app, workspaceId);
  if (found) return found;
  const workspace = workspaceById(state, workspaceId);
  const orgWide = state.installations.some(
    (installation) =>
      installation.organizationId !== null &&
      installation.organizationId === workspace.organizationId &&
      liveBotGrant(state, app.appId, installation),
  );
  throw new Error(
    orgWide
      ? `${app.name} is installed org-wide, but not added to ${workspace.name}: organization.adds(workspace).`
      : `${app.name} is not installed in ${workspace.name}.`,
  );
}
