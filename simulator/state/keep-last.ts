/** Enough for every test; a demo that runs for days must not grow without end. */
const KEPT = 5_000;

/** Appends, and forgets the oldest beyond what anyone looks back on. */
export function keepLast<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > KEPT) list.splice(0, list.length - KEPT);
}
