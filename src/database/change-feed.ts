/**
 * Tells every process on the same database that something changed: by NOTIFY in the transaction of the change, so that
 * nobody hears of what was rolled back, and everybody hears of what was committed.
 * @see https://www.postgresql.org/docs/current/sql-notify.html
 */
export type ChangeFeed = {
  /**
   * Begins to listen. `onChange` gets the payload of each change; `onGap` runs whenever changes may have been missed.
   * Resolves once listening, or once the first attempt failed: it goes on trying by itself.
   */
  listen(channel: string, handlers: { onChange(payload: string): void; onGap(): void }): Promise<Listening>;
};

export type Listening = {
  /** False while changes of other processes may be missed: what is remembered of the database is not to be trusted. */
  isLive(): boolean;
  stop(): Promise<void>;
};
