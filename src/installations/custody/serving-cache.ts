/** How many answers are remembered, and for how long at most. Both small: what is remembered holds open tokens. */
const CAPACITY = 10_000;
const LIFETIME_MS = 10_000;

type Remembered<Value> = { value: Value; untilMs: number; places: readonly string[] };

/**
 * A bounded, short-lived memory of what was read for a place (a workspace or an organization). Nothing that was read
 * before a change is remembered after it: whoever reads takes a `ticket` first, and one that a change has overtaken
 * remembers nothing.
 */
export function createPlaceCache<Value>({
  capacity = CAPACITY,
  lifetimeMs = LIFETIME_MS,
}: {
  capacity?: number;
  lifetimeMs?: number;
} = {}) {
  const entries = new Map<string, Remembered<Value>>();
  /** Which entries a change at a place takes away. */
  const keysByPlace = new Map<string, Set<string>>();
  let changes = 0;

  function drop(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    for (const place of entry.places) {
      const keys = keysByPlace.get(place);
      keys?.delete(key);
      if (keys?.size === 0) keysByPlace.delete(place);
    }
  }

  return {
    get(key: string, nowMs: number): Value | undefined {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs < entry.untilMs) return entry.value;
      drop(key);
      return undefined;
    },
    ticket: (): number => changes,
    remember(
      key: string,
      value: Value,
      {
        ticket,
        places,
        nowMs,
        untilMs = Number.POSITIVE_INFINITY,
      }: { ticket: number; places: readonly string[]; nowMs: number; untilMs?: number | undefined },
    ): void {
      if (ticket !== changes) return;
      drop(key);
      // The oldest goes first; what is asked for often comes back by one query.
      if (entries.size >= capacity) drop(entries.keys().next().value as string);
      entries.set(key, { value, places, untilMs: Math.min(untilMs, nowMs + lifetimeMs) });
      for (const place of places) {
        const keys = keysByPlace.get(place) ?? new Set();
        keysByPlace.set(place, keys.add(key));
      }
    },
    forget(place: string): void {
      changes += 1;
      for (const key of [...(keysByPlace.get(place) ?? [])]) drop(key);
    },
    clear(): void {
      changes += 1;
      entries.clear();
      keysByPlace.clear();
    },
    size: () => entries.size,
  };
}
