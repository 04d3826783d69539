/** Work that goes on after its request was answered. A stop waits for it. */
export type InFlight = ReturnType<typeof createInFlight>;

export function createInFlight() {
  const running = new Set<Promise<unknown>>();
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
      await Promise.race([Promise.all(running), limit]);
      clearTimeout(timer);
      return running.size;
    },
  };
}
