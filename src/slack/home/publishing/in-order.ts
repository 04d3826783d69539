/**
 * Runs work on the same thing one after the other, in the order of the calls, so that an older answer never comes
 * after a newer one. A failure is its caller's alone; the next in line runs all the same.
 */
export function createInOrder() {
  const last = new Map<string, Promise<unknown>>();
  return function inOrder<T>(thing: string, work: () => Promise<T>): Promise<T> {
    const mine = (last.get(thing) ?? Promise.resolve()).then(work, work);
    last.set(thing, mine);
    const forget = () => {
      if (last.get(thing) === mine) last.delete(thing);
    };
    mine.then(forget, forget);
    return mine;
  };
}
