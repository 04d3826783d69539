import type { SimulatedClock } from './clock.ts';

export type Alarms = {
  /** Does the work once the clock shows this time, whether it got there on its own or was moved. */
  at(dueMs: number, work: () => void): void;
  stop(): void;
};

/** setTimeout's own limit. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What is due later by the simulated clock. It holds no process up. */
export function createAlarms(clock: SimulatedClock): Alarms {
  let waiting: { dueMs: number; work: () => void }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function ring(): void {
    const nowMs = clock.now().getTime();
    const due = waiting.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    waiting = waiting.filter(({ dueMs }) => dueMs > nowMs);
    for (const { work } of due) work();
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (waiting.length === 0) return;
    const nextMs = Math.min(...waiting.map(({ dueMs }) => dueMs)) - clock.now().getTime();
    timer = setTimeout(ring, Math.min(Math.max(nextMs, 0), LONGEST_TIMER_MS));
    timer.unref();
  }

  const unwatch = clock.onMove(ring);
  return {
    at(dueMs, work) {
      waiting.push({ dueMs, work });
      arm();
    },
    stop() {
      unwatch();
      clearTimeout(timer);
      waiting = [];
    },
  };
}
