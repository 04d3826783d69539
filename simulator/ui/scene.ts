import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { AppRegistration } from '../apps.ts';
import { createPerson, type Person } from '../people.ts';
import type { PersonRecord, WorkspaceRecord } from '../state.ts';
import type { ApiCall } from '../web-api/router.ts';
import { findPerson, servingInstallation, type World } from '../world.ts';
import type { Reading } from './mrkdwn.ts';

export type Pane = 'home' | 'messages' | 'general' | 'manage';

/** What the window needs of the simulator. */
export type UiParts = {
  world: World;
  calls: readonly ApiCall[];
  /** Where "Add to Slack" begins. Without it the window has no such buttons. */
  installUrl?: string | undefined;
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
  if (!workspace || !record || record.deleted) return undefined;
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

/** Where the same pane is for somebody else. */
export const panePath = (pane: Pane, app: AppRegistration | undefined): string =>
  pane === 'general' || !app ? 'general' : `${pane}/${app.appId}`;

export function readingOf({ world, workspace }: Scene): Reading {
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

/** Where adding the app to this workspace begins, or where the person gives their own permission. */
export function installLink({ installUrl, workspace }: Scene, { own = false } = {}): string | undefined {
  if (!installUrl) return undefined;
  const url = new URL(installUrl);
  if (own) url.searchParams.set('for', 'me');
  url.searchParams.set('team', workspace.id);
  return url.href;
}
