import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import PQueue from 'p-queue';
import { AppError } from './errors.ts';

/**
 * What waits for the work: Slack, for three seconds, with an acknowledgement (or another process, for a lease to end); a
 * person; or no one. In a queue the first goes before the second, and the second before the third.
 */
export type Urgency = 'acknowledgement' | 'person' | 'nobody';

const PRIORITY: Record<Urgency, number> = { acknowledgement: 2, person: 1, nobody: 0 };
const storage = new AsyncLocalStorage<Urgency>();

/** Everything that `work` asks of the database or of Slack queues with this urgency; without it, with a person's. */
export function withUrgency<T>(urgency: Urgency, work: () => T): T {
  return storage.run(urgency, work);
}

export type Turns = {
  /**
   * Runs the work when its turn has come: the most urgent first, otherwise in the order of the calls. How long that
   * takes isn't anyone's failure, so time limits belong inside `work`.
   * @throws AppError `overloaded` without running it, when too many wait already or the turns are closed
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** As `run`, for work that is not one function. @returns what ends the turn; it may be called twice */
  take(): Promise<() => void>;
  /** Refuses what waits and what comes; what runs continues. */
  close(): void;
};

type TurnsOptions = {
  /** For the error: what is busy. */
  what: string;
  atOnce: number;
  /** How many may wait. Beyond that a refusal now is better than an answer no one waits for anymore. */
  most: number;
};

export function createTurns({ what, atOnce, most }: TurnsOptions): Turns {
  const queue = new PQueue({ concurrency: atOnce });
  let closed = false;
  const overloaded = (why: string) =>
    new AppError({
      code: 'overloaded',
      message: `${what}: ${why}.`,
      hint: 'Try again in a moment. If this happens often, Lanyard needs more processors or PostgreSQL.',
      retryable: true,
    });

  function run<T>(work: () => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(overloaded('Lanyard is stopping'));
    if (queue.size >= most) return Promise.reject(overloaded(`${queue.size} are already waiting`));
    // The queue would run it in the context of whichever work ended before: with that one's reference in the log.
    const mine = AsyncResource.bind(async () => {
      if (closed) throw overloaded('Lanyard is stopping');
      return work();
    });
    return queue.add(mine, { priority: PRIORITY[storage.getStore() ?? 'person'] });
  }

  return {
    run,
    take: () =>
      new Promise((resolve, reject) => {
        run(() => new Promise<void>((end) => resolve(end))).catch(reject);
      }),
    close() {
      closed = true;
    },
  };
}
