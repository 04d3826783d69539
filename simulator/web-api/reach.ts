import { findInstallation } from '../delivery/events.ts';
import type { ChannelRecord, PersonRecord } from '../state/state.ts';
import type { Call } from './method.ts';

/** Whether a caller's token counts in this workspace: its own, or one to which an org-wide app was added. */
function reaches({ world, caller: { grant, app } }: Call, workspaceId: string): boolean {
  if (grant.workspaceId !== null) return grant.workspaceId === workspaceId;
  return findInstallation(world.store.state, app.appId, grant)?.addedTo.includes(workspaceId) ?? false;
}

export const personFor = (call: Call, userId: string): PersonRecord | undefined =>
  call.world.store.state.people.find((each) => each.id === userId && reaches(call, each.workspaceId));

/** A channel by its id; of direct messages only the app's own. */
export function channelFor(call: Call, id: string): ChannelRecord | undefined {
  const { state } = call.world.store;
  const channel = state.channels.find((each) => each.id === id && reaches(call, each.workspaceId));
  return channel?.kind === 'dm' && channel.appId !== call.caller.app.appId ? undefined : channel;
}
