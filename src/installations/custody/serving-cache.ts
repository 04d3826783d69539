/** How many answers are remembered, and for how long at most. Both small: what is remembered holds open tokens. */
const CAPACITY = 10_000;
const LIFETIME_MS = 10_000;

type Remembered<Value> = { value: Value; untilMs: number; installedIn: readonly string[] };

/**
 * A bounded, short-lived memory of what was read for a request. Nothing that was read before a change is remembered
 * after it: a reader takes a `ticket` first, and what a change has overtaken is not remembered.
 */
export type ServingCache<Value> = {
  get(key: string, nowMs: number): Value | undefined;
  /** To be taken before reading. */
  ticket(): number;
  remember(key: string, value: Value, read: Reading): void;
  /** Something changed in this workspace or organization. */
  forget(installedIn: string): void;
  /** Anything may have changed. */
  clear(): void;
  size(): number;
};

type Reading = {
  ticket: number;
  /** The workspaces and organizations whose changes concern it. */
  installedIn: readonly string[];
  nowMs: number;
  /** When it ends before its lifetime does. */
  untilMs?: number | undefined;
};

type Size = { capacity?: number; lifetimeMs?: number };

export function createServingCache<Value>({
  capacity = CAPACITY,
  lifetimeMs = LIFETIME_MS,
}: Size = {}): ServingCache<Value> {
  const entries = new Map<string, Remembered<Value>>();
  /** Which entries a change takes away. */
  const keysByInstalledIn = new Map<string, Set<string>>();
  let changes = 0;

  function drop(key: string): void {
    const entry = entries.get(key);
    if (!entry) return;
    entries.delete(key);
    for (const installedIn of entry.installedIn) {
      const keys = keysByInstalledIn.get(installedIn);
      keys?.delete(key);
      if (keys?.size === 0) keysByInstalledIn.delete(installedIn);
    }
  }

  return {
    get(key, nowMs) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs < entry.untilMs) return entry.value;
      drop(key);
      return undefined;
    },
    ticket: () => changes,
    remember(key, value, { ticket, installedIn, nowMs, untilMs = Number.POSITIVE_INFINITY }) {
      if (ticket !== changes) return;
      drop(key);
      // The oldest goes first; what is asked for often comes back by one query.
      if (entries.size >= capacity) drop(entries.keys().next().value as string);
      entries.set(key, { value, installedIn, untilMs: Math.min(untilMs, nowMs + lifetimeMs) });
      for (const id of installedIn) {
        const keys = keysByInstalledIn.get(id) ?? new Set();
        keysByInstalledIn.set(id, keys.add(key));
      }
    },
    forget(installedIn) {
      changes += 1;
      for (const key of [...(keysByInstalledIn.get(installedIn) ?? [])]) drop(key);
    },
    clear() {
      changes += 1;
      entries.clear();
      keysByInstalledIn.clear();
    },
    size: () => entries.size,
  };
}
