import { userObject } from '../people/user-object.ts';
import { liveBotGrant, servingInstallation } from '../state/find.ts';
import type { PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import type { InnerEvent } from './events.ts';

/** Tells every app whose bot serves this workspace and has one of the scopes. Resolves after the first attempts. */
export async function tellApps(
  world: World,
  workspaceId: string,
  event: InnerEvent,
  scope?: string,
): Promise<void> {
  const { state } = world.store;
  const sent = world.apps.all().map((app) => {
    const place = servingInstallation(state, app, workspaceId);
    const allowed = place && (!scope || liveBotGrant(state, app.appId, place)?.scopes.includes(scope));
    return allowed ? world.events.emit(app, { workspaceId, place, event }) : undefined;
  });
  await Promise.all(sent);
}

/** What a bot may know of a person: never their second factor. */
export function tellUserChange(world: World, person: PersonRecord): Promise<void> {
  const viewer = { userId: null, administers: false, seesEmail: false, seesLocale: true };
  const user = userObject(world.store.state, person, viewer, world.clock());
  const event = { type: 'user_change', user, cache_ts: Math.floor(world.clock().getTime() / 1000) };
  return tellApps(world, person.workspaceId, event, 'users:read');
}
