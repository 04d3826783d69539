import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** Why a request was refused: a closed set, because it becomes a label. */
export type RefusalReason =
  | 'ahead'
  | 'bad_signature'
  | 'content_type'
  | 'malformed'
  | 'no_certificate'
  | 'no_signature'
  | 'not_found'
  | 'stale'
  | 'too_large'
  | 'too_many'
  | 'too_many_bodies'
  | 'too_slow';

export type Refusals = {
  note(reason: RefusalReason): void;
  /** Logs what wasn’t logged yet. */
  stop(): void;
};

const PAUSE_MS = 60_000;

/**
 * Counts what was refused before we knew who asked. The first is logged at once, the rest at most once a minute with
 * their numbers: anyone can send such requests, and no one may fill the log with them.
 */
export function createRefusals({ metrics, logger }: { metrics: Metrics; logger: Logger }): Refusals {
  let counts: Partial<Record<RefusalReason, number>> = {};
  let pause: NodeJS.Timeout | undefined;

  function tell(): void {
    pause = undefined;
    if (Object.keys(counts).length === 0) return;
    logger.warn({ refused: counts }, 'Requests were refused');
    counts = {};
    pause = setTimeout(tell, PAUSE_MS).unref();
  }

  return {
    note(reason) {
      metrics.refusals.inc({ reason });
      counts[reason] = (counts[reason] ?? 0) + 1;
      if (!pause) tell();
    },
    stop() {
      clearTimeout(pause);
      tell();
      clearTimeout(pause);
    },
  };
}
