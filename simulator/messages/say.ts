import type { AppChoice } from '../state/apps.ts';
import type { MessageRecord, PersonRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { directChannel, generalChannel } from './messages.ts';

/** An ordinary message of a person, in #general or to an app. */
export function sayInChannel(
  { store, apps, messages }: World,
  { id, workspaceId }: PersonRecord,
  text: string,
  kind: 'general' | 'dm',
  choice: AppChoice,
): MessageRecord {
  const channel =
    kind === 'dm'
      ? directChannel(store, workspaceId, id, apps.choose(choice).appId)
      : generalChannel(store.state, workspaceId);
  return messages.add({
    text,
    blocks: [],
    workspaceId,
    channelId: channel.id,
    appId: null,
    authorId: id,
    onlyFor: null,
    via: 'person',
    responseUrlId: null,
  });
}
