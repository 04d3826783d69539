import type { FeedState } from './change-feed.ts';
import type { RunSql } from './run-sql.ts';

/** A database that was opened to look at it. */
export type Inspection = {
  kind: 'embedded' | 'postgresql';
  /** Names of the migrations that the database does not have yet. */
  pending: string[];
  sql: RunSql;
  /** Whether processes would hear each other's changes, tried by one notification. Takes 3 s where they would not. */
  changeFeed(): Promise<FeedState>;
  /** Parameters of the URL without effect, each with what to use instead. */
  ignoredParameters: Readonly<Record<string, string>>;
  /** @throws AppError `migration_failed` when this version could not start on the database */
  refuseForeign(): Promise<void>;
  close(): Promise<void>;
};
