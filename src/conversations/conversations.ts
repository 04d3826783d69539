import type { SlackContext } from '../installations/rows/installation-key.ts';

/** Bolt's `ConversationStore`, in its own shape: nothing here depends on a version of Bolt. */
export type ConversationStore = {
  /**
   * Notes something about a conversation, in place of what was noted before.
   * @param value whatever JSON can hold; 64 KiB of it at most
   * @param expiresAt when it's over, in milliseconds since 1970; absent: a month after it was last noted
   * @throws AppError `bad_request`: it is too long, or no JSON; what was noted before stays
   */
  // biome-ignore lint/suspicious/noExplicitAny: each app has values of its own, as in Bolt's interface
  set(conversationId: string, value: any, expiresAt?: number): Promise<void>;
  /**
   * What was noted last, as a copy.
   * @throws Error `Conversation not found` or, once, `Conversation expired`, as Bolt's memory store does; AppError of the
   *   vault when what was sealed doesn't open
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  get(conversationId: string): Promise<any>;
};

/** What apps note about conversations, for Bolt's `convoStore`, in the database that their processes share. */
export type Conversations = {
  conversationStore: ConversationStore;
  /** Runs a request: what it notes is erased with the installation that it came for. */
  within<T>(context: SlackContext, request: () => Promise<T>): Promise<T>;
  /**
   * Deletes what is over, of every app, and of each app the oldest beyond 100,000 conversations.
   * @returns how many
   */
  sweep(): Promise<{ conversations: number }>;
  /** Seals with the first key what an older one has sealed. @returns how many could and could not be */
  reseal(signal?: AbortSignal): Promise<{ resealed: number; unreadable: number }>;
};
