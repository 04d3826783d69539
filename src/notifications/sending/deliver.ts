import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import type { MessageItem } from '../message-item.ts';
import type { PersonAt } from './recipient.ts';

/** Where a message is in Slack. */
export type Where = { channelId: string; ts: string };

/** What one message says: a day's items, in the order in which they were found. */
export type OutgoingMessage = PersonAt & { items: readonly MessageItem[] };

/** What the door to Slack does for this room, which knows no words. Each throws what the Slack client throws. */
export type Deliver = {
  post(outgoing: OutgoingMessage): Promise<Where>;
  update(outgoing: OutgoingMessage, where: Where): Promise<void>;
  /** No longer being there is as good. */
  remove(key: InstallationKey, where: Where): Promise<void>;
};
