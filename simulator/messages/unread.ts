import type { PersonRecord } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { readableBy } from './messages.ts';

/** How many messages of a channel this person has not seen yet; their own do not count. */
export function unreadIn({ state }: Store, person: PersonRecord, channelId: string): number {
  const upTo = readUpTo(state.reads, person, channelId)?.messageId ?? 0;
  return readableBy(state, person.workspaceId, person.id).filter(
    (message) => message.channelId === channelId && message.id > upTo && message.authorId !== person.id,
  ).length;
}

/** The person looks at the channel. */
export function markRead(store: Store, person: PersonRecord, channelId: string): void {
  if (unreadIn(store, person, channelId) === 0) return;
  const newest = readableBy(store.state, person.workspaceId, person.id)
    .filter((message) => message.channelId === channelId)
    .at(-1);
  store.change((state) => {
    const found = readUpTo(state.reads, person, channelId);
    if (found) found.messageId = newest?.id ?? 0;
    else
      state.reads.push({
        workspaceId: person.workspaceId,
        userId: person.id,
        channelId,
        messageId: newest?.id ?? 0,
      });
  });
}

const readUpTo = <T extends { workspaceId: string; userId: string; channelId: string }>(
  reads: readonly T[],
  person: PersonRecord,
  channelId: string,
): T | undefined =>
  reads.find(
    (each) =>
      each.workspaceId === person.workspaceId && each.userId === person.id && each.channelId === channelId,
  );
