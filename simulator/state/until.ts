import type { Store } from './store.ts';

/**
 * Resolves as soon as `read` gives something after a change; at once when it already does.
 * @param timeoutMs then it rejects, with what `describe` says
 */
export function until<T>(
  store: Store,
  read: () => T | undefined,
  describe: () => string,
  timeoutMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = read();
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    const unwatch = store.watch(look);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`Waited ${timeoutMs} ms without success. ${describe()}`));
    }, timeoutMs);
    const stop = () => {
      unwatch();
      clearTimeout(timer);
    };
    look();
  });
}
