import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** Why a request was refused: a closed set, for it becomes a label. */
export type RefusalReason =
  | 'ahead'
  | 'bad_signature'
  | 'content_type'
  | 'malformed'
  | 'no_certificate'
  | 'no_signature'
  | 'stale'
  | 'too_large'
  | 'too_many';

export type Refusals = {
  note(reason: RefusalReason): void;
  /** Writes what is still to be told. */
  stop(): void;
};

const PAUSE_MS = 60_000;

/**
 * Counts what was refused before anybody was authenticated. The log is told at once, then at most once a minute with the
 * numbers: anybody can send such requests, and must not be able to fill it.
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
