import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createPerson, type Person } from '../people/people.ts';
import type { AppRegistration } from '../state/apps.ts';
import { findPerson, servingInstallation } from '../state/find.ts';
import type { PersonRecord, WorkspaceRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import type { ApiCall } from '../web-api/router.ts';
import type { Reading } from './rendering/mrkdwn.ts';

export type Pane = 'home' | 'messages' | 'general' | 'manage';

/** What the window needs of the simulator. */
export type UiParts = {
  world: World;
  calls: readonly ApiCall[];
  /** How to begin again, together with the app. Without it the window cannot. */
  scenery?: Scenery | undefined;
  /** Lets the app do what is due. Without it, the app hears that time moved when it looks. */
  doWhatIsDue?: (() => void) | undefined;
};

export type Scenery = {
  /** What there is to begin with: id and words. */
  seeds: Record<string, string>;
  begin(seed: string): Promise<void>;
};

/** What the window shows: who looks, and at what. */
export type Scene = UiParts & {
  workspace: WorkspaceRecord;
  record: PersonRecord;
  person: Person;
  /** Whose Home, messages or settings are shown; undefined when no app is registered. */
  app: AppRegistration | undefined;
  installed: boolean;
  pane: Pane;
};

/** Names the person who acts in this browser as `<workspace id>/<person id>`; the consent page may begin with it. */
const ACTING_COOKIE = 'simulated_slack_person';

const actingKey = (c: Context): string | undefined => getCookie(c, ACTING_COOKIE);

export function rememberActing(c: Context, { workspace, record }: Scene): void {
  setCookie(c, ACTING_COOKIE, `${workspace.id}/${record.id}`, { path: '/', httpOnly: true, sameSite: 'Lax' });
}

/** The person this browser acted as last, in the wanted workspace if one is named; else the first who can act. */
export function lastActing(c: Context, world: World, teamId?: string): PersonRecord | undefined {
  const active = world.store.state.people.filter((person) => !person.deleted);
  const key = actingKey(c);
  const inTeam = teamId === undefined ? active : active.filter((person) => person.workspaceId === teamId);
  return inTeam.find((person) => `${person.workspaceId}/${person.id}` === key) ?? inTeam[0] ?? active[0];
}

export function readScene(c: Context, parts: UiParts, pane: Pane): Scene | undefined {
  const { world } = parts;
  const { state } = world.store;
  const { team = '', user = '', app: appId } = c.req.param();
  const workspace = state.workspaces.find((each) => each.id === team);
  const record = findPerson(state, team, user);
  if (!workspace || !record) return undefined;
  const apps = world.apps.all();
  const app = appId === undefined ? apps[0] : apps.find((each) => each.appId === appId);
  if (appId !== undefined && !app) return undefined;
  const installed = app !== undefined && servingInstallation(state, app, team) !== undefined;
  return { ...parts, workspace, record, person: createPerson(world, record), app, installed, pane };
}

export const clientPath = (workspaceId: string, userId: string, rest: string): string =>
  `/client/${workspaceId}/${userId}/${rest}`;

export const pathIn = ({ workspace, record }: Scene, rest: string): string =>
  clientPath(workspace.id, record.id, rest);

/** Where the same pane is for someone else. */
export const panePath = (pane: Pane, app: AppRegistration | undefined): string =>
  pane === 'general' || !app ? 'general' : `${pane}/${app.appId}`;

function readingOf({ world, workspace }: Scene): Reading {
  const { people, installations } = world.store.state;
  const apps = world.apps.all();
  return {
    now: world.clock(),
    nameOf(userId) {
      const person = people.find((each) => each.id === userId && each.workspaceId === workspace.id);
      if (person) return person.name;
      const bot = installations.find((each) => each.botUserId === userId);
      return bot && apps.find((app) => app.appId === bot.appId)?.name;
    },
  };
}

/** How an app's blocks are read here, and who and what can be chosen in them. */
export function renderingOf(scene: Scene) {
  const { people, channels } = scene.world.store.state;
  const here = <T extends { workspaceId: string }>(each: T) => each.workspaceId === scene.workspace.id;
  return {
    ...readingOf(scene),
    people: people.filter((each) => here(each) && !each.deleted),
    channels: channels.filter((each) => here(each) && each.kind === 'general'),
  };
}

/** Where adding the app to this workspace begins, or where the person grants their own permission. */
export function installLink({ app, workspace }: Scene, { own = false } = {}): string | undefined {
  if (!app?.installUrl) return undefined;
  const url = new URL(app.installUrl);
  if (own) url.searchParams.set('for', 'me');
  url.searchParams.set('team', workspace.id);
  return url.href;
}
