/**
 * Tells every process on the same database that something changed: by NOTIFY in the transaction of the change, so that
 * no one hears of what was rolled back, and everyone hears of what was committed.
 * @see https://www.postgresql.org/docs/current/sql-notify.html
 */
export type ChangeFeed = {
  /** The name to send to with `pg_notify`, for those who listen to `channel`. */
  channelName(channel: string): string;
  /**
   * Begins to listen. `onChange` gets the payload of each change; `onGap` runs whenever changes may have been missed.
   * Resolves once listening, or once the first attempt failed; further attempts follow in the background.
   */
  listen(channel: string, handlers: { onChange(payload: string): void; onGap(): void }): Promise<Listening>;
};

/** `unheard`: connected, but nothing comes through, as behind a pooler in transaction mode. `lost`: no connection. */
export type FeedState = 'live' | 'unheard' | 'lost';

export type Listening = {
  /** False while changes of other processes may be missed: what is remembered of the database is not to be trusted. */
  isLive(): boolean;
  state(): FeedState;
  stop(): Promise<void>;
};
