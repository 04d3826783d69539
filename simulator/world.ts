import type { Activity } from './activity.ts';
import type { AppRegistration, Apps } from './apps.ts';
import type { Deliveries } from './delivery.ts';
import type { Endings } from './endings.ts';
import type { Events } from './events.ts';
import type { Faults } from './faults.ts';
import type { Messages } from './messages.ts';
import type {
  InstallationRecord,
  PersonRecord,
  Place,
  SimulatorState,
  TokenRecord,
  WorkspaceRecord,
} from './state.ts';
import { samePlace } from './state.ts';
import type { Store } from './store.ts';
import type { Triggers } from './triggers.ts';

/** The parts of one simulator that its routes and verbs share. */
export type World = {
  store: Store;
  apps: Apps;
  clock: () => Date;
  activity: Activity;
  deliveries: Deliveries;
  events: Events;
  endings: Endings;
  messages: Messages;
  triggers: Triggers;
  faults: Faults;
  /** Of this simulator, without a slash at the end; known once it listens. */
  url: () => string;
};

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

export const administers = (person: PersonRecord): boolean =>
  person.role === 'admin' || ownsOrganization(person);

export const liveTokens = (state: SimulatorState, appId: string, place: Place): TokenRecord[] =>
  state.tokens.filter((token) => token.ended === null && token.appId === appId && samePlace(token, place));

export const liveBotToken = (state: SimulatorState, appId: string, place: Place): TokenRecord | undefined =>
  liveTokens(state, appId, place).find((token) => token.kind === 'bot');

/** The installation that serves a workspace: its own, else its organization's where that was added to it. */
export function servingInstallation(
  state: SimulatorState,
  app: AppRegistration,
  workspaceId: string,
): InstallationRecord | undefined {
  const live = state.installations.filter(
    (installation) => installation.appId === app.appId && liveBotToken(state, app.appId, installation),
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
      liveBotToken(state, app.appId, installation),
  );
  throw new Error(
    orgWide
      ? `${app.name} is installed org-wide, but not added to ${workspace.name}: organization.adds(workspace).`
      : `${app.name} is not installed in ${workspace.name}.`,
  );
}
