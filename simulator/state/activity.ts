export type Activity = {
  /** Counts the work as under way until its promise ends. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, also not what the last of it set off. */
  settled(): Promise<void>;
};

/** Knows whether anything is in flight: deliveries to apps and calls from them. */
export function createActivity(): Activity {
  let underWay = 0;
  let waiting: (() => void)[] = [];
  const ended = () => {
    underWay -= 1;
    if (underWay > 0) return;
    const wake = waiting;
    waiting = [];
    for (const resolve of wake) resolve();
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    during(work) {
      underWay += 1;
      return work.finally(ended);
    },
    async settled() {
      do {
        if (underWay > 0) await new Promise<void>((resolve) => waiting.push(resolve));
        await turn();
      } while (underWay > 0);
    },
  };
}
