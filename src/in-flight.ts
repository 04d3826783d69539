import { setTimeout as pause } from 'node:timers/promises';
import { toAppError } from './errors.ts';
import { createTurns, withUrgency } from './turns.ts';

/** Work that continues after its request was answered. A stop waits for it. */
export type InFlight = {
  /** Hands the same promise on; its failure stays the caller's to handle. */
  track<T>(work: Promise<T>): Promise<T>;
  /**
   * Work that no one waits for, such as a Home that changed: a few at once, in the order of the calls, after everything
   * that someone waits for, and once more after a second where trying again may help. It is in memory alone: only what
   * may run twice and comes up again on its own belongs here.
   * @throws AppError `overloaded` when a stop came first
   */
  later<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when all work is done, what it began included. */
  settled(): Promise<void>;
  /** Resolves when all work is done, or after `limitMs`. @returns how many pieces were left unfinished */
  finished(limitMs: number): Promise<number>;
};

const LATER_AT_ONCE = 8;
const PAUSE_MS = 1_000;
const MOST_WAITING = 10_000;

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  const turns = createTurns({
    what: 'Deferred work has to wait longer',
    atOnce: LATER_AT_ONCE,
    most: MOST_WAITING,
  });
  /** What ends may have begun something else. */
  async function drained(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }
  function track<T>(work: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = work.then(
      () => running.delete(settled),
      () => running.delete(settled),
    );
    running.add(settled);
    return work;
  }

  return {
    track,
    settled: drained,
    later: (work) => track(withUrgency('nobody', () => turns.run(() => twice(work)))),
    async finished(limitMs) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((resolve) => {
        timer = setTimeout(resolve, limitMs);
      });
      await Promise.race([drained(), limit]);
      clearTimeout(timer);
      // What has not begun by now would meet a database that is closed.
      turns.close();
      return running.size;
    },
  };
}

async function twice<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!toAppError(error).retryable) throw error;
  }
  await pause(PAUSE_MS);
  return work();
}
