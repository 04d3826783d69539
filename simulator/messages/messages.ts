import { validateMessageBlocks } from '../block-kit/validate.ts';
import { slackId } from '../state/ids.ts';
import type { Block, ChannelRecord, MessageRecord, SimulatorState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { completeBlocks } from '../surfaces/view-object.ts';

const MAX_TEXT_LENGTH = 40_000;

export type Content = { text: string; blocks: Block[] };
export type ContentProblem = {
  error: 'no_text' | 'msg_too_long' | 'invalid_blocks' | 'invalid_blocks_format';
  messages: string[];
};

export type Messages = {
  add(message: Omit<MessageRecord, 'id' | 'ts' | 'atMs' | 'editedAtMs'>): MessageRecord;
  replace(id: number, content: Content): void;
  remove(id: number): void;
};

export function createMessages({ store, clock }: { store: Store; clock: () => Date }): Messages {
  return {
    add(message) {
      return store.change((state) => {
        const id = store.next();
        const atMs = clock().getTime();
        const ts = `${Math.floor(atMs / 1000)}.${`${id % 1_000_000}`.padStart(6, '0')}`;
        const added = { ...message, id, ts, atMs, editedAtMs: null };
        state.messages.push(added);
        return added;
      });
    },
    replace(id, content) {
      store.change((state) => {
        const found = state.messages.find((message) => message.id === id);
        if (found) Object.assign(found, content, { editedAtMs: clock().getTime() });
      });
    },
    remove(id) {
      store.change((state) => {
        state.messages = state.messages.filter((message) => message.id !== id);
      });
    },
  };
}

/** Checks a message's text and blocks as `chat.*` and `response_url` do, and completes the blocks. */
export function readContent(body: Record<string, unknown>): Content | ContentProblem {
  const text = typeof body.text === 'string' ? body.text : '';
  const blocks = body.blocks ?? [];
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  if (text === '' && blocks.length === 0) return { error: 'no_text', messages: [] };
  if (text.length > MAX_TEXT_LENGTH) return { error: 'msg_too_long', messages: [] };
  const messages = blocks.length > 0 ? validateMessageBlocks(blocks) : [];
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  return { text, blocks: completeBlocks(blocks as Block[]) };
}

/** The channel everyone is in; made together with its workspace. */
export function generalChannel(state: SimulatorState, workspaceId: string): ChannelRecord {
  const found = state.channels.find(
    (channel) => channel.workspaceId === workspaceId && channel.kind === 'general',
  );
  if (!found) throw new Error(`Workspace ${workspaceId} has no #general.`);
  return found;
}

export const findDirectChannel = (
  state: SimulatorState,
  workspaceId: string,
  userId: string,
  appId: string,
): ChannelRecord | undefined =>
  state.channels.find(
    (channel) => channel.workspaceId === workspaceId && channel.userId === userId && channel.appId === appId,
  );

/** The direct messages between a person and an app; made at the first use. */
export function directChannel(
  store: Store,
  workspaceId: string,
  userId: string,
  appId: string,
): ChannelRecord {
  const found = findDirectChannel(store.state, workspaceId, userId, appId);
  if (found) return found;
  const channel: ChannelRecord = {
    id: slackId('D'),
    workspaceId,
    kind: 'dm',
    name: 'directmessage',
    userId,
    appId,
  };
  store.change((state) => state.channels.push(channel));
  return channel;
}

export function channelById(state: SimulatorState, id: string): ChannelRecord {
  const found = state.channels.find((channel) => channel.id === id);
  if (!found) throw new Error(`There is no channel ${id}.`);
  return found;
}

/** Everything this person can read, oldest first. */
export function readableBy(state: SimulatorState, workspaceId: string, userId: string): MessageRecord[] {
  return state.messages.filter((message) => {
    if (message.workspaceId !== workspaceId) return false;
    const channel = channelById(state, message.channelId);
    if (channel.kind === 'dm' && channel.userId !== userId) return false;
    return message.onlyFor === null || message.onlyFor === userId;
  });
}
