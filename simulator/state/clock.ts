/** A clock that runs with real time, and can be moved ahead. App and simulator read the same one. */
export type SimulatedClock = {
  now(): Date;
  /** By how much it is ahead of real time. */
  readonly movedMs: number;
  forward(ms: number): void;
  /** Only when everything begins again: no one likes time to run back. */
  toRealTime(): void;
  /** Calls after every move; returns how to stop. */
  onMove(listener: () => void): () => void;
};

/** @param ahead by how many milliseconds it starts ahead of real time */
export function createClock(ahead = 0): SimulatedClock {
  let movedMs = ahead;
  const listeners = new Set<() => void>();
  const moveTo = (ms: number) => {
    movedMs = ms;
    for (const listener of [...listeners]) listener();
  };
  return {
    now: () => new Date(Date.now() + movedMs),
    get movedMs() {
      return movedMs;
    },
    forward(ms) {
      if (!(ms >= 0)) throw new RangeError('Time only goes forward.');
      moveTo(movedMs + ms);
    },
    toRealTime: () => moveTo(0),
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A clock that others keep: it is read, and code that would move it is told to ask them. */
export function clockOf(given: SimulatedClock | (() => Date) | undefined): SimulatedClock | undefined {
  if (typeof given !== 'function') return given;
  const refuse = () => {
    throw new Error('This clock was given as a function: move it where it was made.');
  };
  return { now: given, movedMs: 0, forward: refuse, toRealTime: () => {}, onMove: () => () => {} };
}
