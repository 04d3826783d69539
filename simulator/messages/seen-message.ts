import type { Block, MessageRecord, SimulatorState } from '../state/state.ts';
import { plainWords, visibleText } from '../surfaces/visible-text.ts';
import { channelById } from './messages.ts';

/** A message as a person meets it. */
export type SeenMessage = {
  id: number;
  text: string;
  blocks: Block[];
  /** What is to be read: of the blocks where there are any, else of the text. */
  visible: string;
  /** Only this person sees it. */
  ephemeral: boolean;
  channel: 'general' | 'dm';
  channelId: string;
  via: MessageRecord['via'];
  /** null: a person, or Slack itself. */
  appId: string | null;
  authorId: string;
  at: Date;
  edited: boolean;
};

export function seen(state: SimulatorState, message: MessageRecord): SeenMessage {
  const { id, text, blocks, via, appId, authorId } = message;
  const nameOf = namesIn(state, message.workspaceId);
  return {
    id,
    text,
    blocks,
    visible: blocks.length > 0 ? visibleText(blocks, nameOf) : plainWords(text, nameOf),
    ephemeral: message.onlyFor !== null,
    channel: channelById(state, message.channelId).kind,
    channelId: message.channelId,
    via,
    appId,
    authorId,
    at: new Date(message.atMs),
    edited: message.editedAtMs !== null,
  };
}

/** Names for mentions; an id that no one has stays an id. */
export function namesIn(state: SimulatorState, workspaceId: string): (userId: string) => string {
  return (userId) =>
    state.people.find((person) => person.workspaceId === workspaceId && person.id === userId)?.name ?? userId;
}
