import type { Incident } from '../slack-api/read-incidents.ts';

/** What is wrong at Slack, as Slack’s own Status API says. */
export type Incidents = {
  /**
   * What was open when Slack was last asked, the worst first. Empty: nothing was, Slack isn’t asked, or its last answer is
   * older than ten minutes. From memory, so it never waits and never throws.
   */
  open(): readonly Incident[];
  /**
   * Asks Slack, unless one of the processes on this database did so less than a minute ago. What isn’t an answer of Slack’s
   * leaves everything as it was.
   * @returns `asked` and `answered` are 1 or 0; `open` is the number of open incidents
   * @throws AppError `database_unavailable`
   */
  read(signal: AbortSignal): Promise<{ asked: number; answered: number; open: number }>;
  /** Loads what is known, then looks every half a minute at what other processes have read. Never throws. */
  start(): Promise<void>;
  stop(): void;
};
