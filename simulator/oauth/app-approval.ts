import { generalChannel } from '../messages/messages.ts';
import { tellPerson } from '../messages/slackbot-says.ts';
import type { AppRegistration } from '../state/apps.ts';
import { administers, isGuest, servingInstallation, workspaceById } from '../state/find.ts';
import type { AppApprovalRecord, PersonRecord, SimulatorState, WorkspaceRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';

/** Why someone's consent page has no Allow. */
export type Obstacle =
  | { kind: 'stranger' }
  | { kind: 'guest' }
  /** Admins approve apps first: the person may ask them. */
  | { kind: 'needs_approval' }
  | { kind: 'asked'; of: string[] }
  | { kind: 'denied' };

/**
 * What is between this person and installing; undefined: nothing. An app that works in the workspace was approved
 * by the person who installed it.
 */
export function obstacleFor(
  state: SimulatorState,
  app: AppRegistration,
  person: PersonRecord,
  { asksForBot }: { asksForBot: boolean },
): Obstacle | undefined {
  if (person.role === 'stranger') return { kind: 'stranger' };
  if (isGuest(person) && asksForBot) return { kind: 'guest' };
  const workspace = workspaceById(state, person.workspaceId);
  if (!workspace.approvesApps || administers(person)) return undefined;
  if (servingInstallation(state, app, workspace.id)) return undefined;
  const approval = approvalOf(state, app, workspace);
  if (approval?.decision === 'approved') return undefined;
  if (approval?.decision === 'denied') return { kind: 'denied' };
  if (!approval?.requests.some(({ userId }) => userId === person.id)) return { kind: 'needs_approval' };
  return { kind: 'asked', of: adminsOf(state, workspace).map(({ name }) => name) };
}

export const approvalOf = (
  state: SimulatorState,
  { appId }: AppRegistration,
  { id }: WorkspaceRecord,
): AppApprovalRecord | undefined =>
  state.appApprovals.find((each) => each.appId === appId && each.workspaceId === id);

/** A person asks the admins; each of them reads it from Slackbot. Asking twice changes nothing. */
export function askForApproval(
  world: World,
  app: AppRegistration,
  person: PersonRecord,
  message: string,
): void {
  const { state } = world.store;
  const workspace = workspaceById(state, person.workspaceId);
  const approval = findOrMake(world, app, workspace);
  if (approval.requests.some(({ userId }) => userId === person.id)) return;
  world.store.change(() => approval.requests.push({ userId: person.id, message }));
  const said = message === '' ? '' : `\n> ${message.replaceAll('\n', '\n> ')}`;
  const text = `<@${person.id}> would like to add ${app.name} to ${workspace.name}. Decide under *Manage ${app.name}*.${said}`;
  for (const admin of adminsOf(state, workspace)) bringNews(world, admin, text);
}

/** An admin's word; who asked reads it from Slackbot. */
export function decideOn(
  world: World,
  app: AppRegistration,
  workspace: WorkspaceRecord,
  decision: 'approved' | 'denied',
): void {
  const { state } = world.store;
  const approval = findOrMake(world, app, workspace);
  const asked = approval.requests;
  world.store.change(() => Object.assign(approval, { decision, requests: [] }));
  const text =
    decision === 'approved'
      ? `${app.name} was approved for ${workspace.name}. Nothing is installed yet: you can add it anytime.`
      : `An admin of ${workspace.name} didn’t approve ${app.name}. Nothing was installed.`;
  for (const { userId } of asked) {
    const person = state.people.find((each) => each.id === userId && each.workspaceId === workspace.id);
    if (person) bringNews(world, person, text);
  }
}

const bringNews = (world: World, person: PersonRecord, text: string): void =>
  tellPerson(world, person, generalChannel(world.store.state, person.workspaceId), { text, via: 'slackbot' });

const adminsOf = (state: SimulatorState, { id }: WorkspaceRecord): PersonRecord[] =>
  state.people.filter((person) => person.workspaceId === id && !person.deleted && administers(person));

function findOrMake(world: World, app: AppRegistration, workspace: WorkspaceRecord): AppApprovalRecord {
  const found = approvalOf(world.store.state, app, workspace);
  if (found) return found;
  const made: AppApprovalRecord = {
    appId: app.appId,
    workspaceId: workspace.id,
    decision: null,
    requests: [],
  };
  world.store.change((state) => state.appApprovals.push(made));
  return made;
}
