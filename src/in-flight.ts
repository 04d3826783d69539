/** Work that goes on after its request was answered. A stop waits for it. */
export type InFlight = ReturnType<typeof createInFlight>;

export function createInFlight() {
  const running = new Set<Promise<unknown>>();
  /** What ends may have begun something else. */
  async function drained(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    /** Hands the same promise on; its failure stays the caller's to handle. */
    track<T>(work: Promise<T>): Promise<T> {
      const settled: Promise<unknown> = work.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return work;
    },

    /** Resolves when all work is done, or after `limitMs`. @returns how many pieces were left unfinished */
    async finished(limitMs: number): Promise<number> {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((resolve) => {
        timer = setTimeout(resolve, limitMs);
      });
      await Promise.race([drained(), limit]);
      clearTimeout(timer);
      return running.size;
    },
  };
}
