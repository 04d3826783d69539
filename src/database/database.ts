import type { ChangeFeed } from './change-feed.ts';
import type { PrismaClient } from './generated/client.ts';

export type Database = {
  prisma: PrismaClient;
  kind: 'embedded' | 'postgresql';
  changes: ChangeFeed;
  /** The schema of the job queue, next to the one of our own tables. */
  jobsSchema: string;
  /** Plain SQL with `$1` parameters, for what brings its own tables. Answers the rows by column name. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** @throws AppError `database_unavailable` when no answer comes within 2 s */
  ping(): Promise<void>;
  /** Names of the migrations that this version brings and the database does not have, oldest first. */
  pendingMigrations(): Promise<string[]>;
  /** Ends what runs, closes every connection and frees the data directory. Closing twice is closing once. */
  close(): Promise<void>;
};

export type DatabaseLog = (message: string, details?: object) => void;

/** How long a transaction waits for its start while others are under way: long, because no one's patience is this short. */
export const QUEUE_PATIENCE_MS = 60_000;
/** How many statements and transactions may wait. People's own limits are far lower; this one keeps memory bounded. */
export const MOST_WAITING = 10_000;
