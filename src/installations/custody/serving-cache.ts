import { LRUCache } from 'lru-cache';

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
  const entries = new LRUCache<string, Remembered<Value>>({ max: capacity, dispose: unindex });
  /** Which entries a change takes away. */
  const keysByInstalledIn = new Map<string, Set<string>>();
  let changes = 0;

  function unindex({ installedIn }: Remembered<Value>, key: string): void {
    for (const id of installedIn) {
      const keys = keysByInstalledIn.get(id);
      keys?.delete(key);
      if (keys?.size === 0) keysByInstalledIn.delete(id);
    }
  }

  return {
    get(key, nowMs) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs < entry.untilMs) return entry.value;
      entries.delete(key);
      return undefined;
    },
    ticket: () => changes,
    remember(key, value, { ticket, installedIn, nowMs, untilMs = Number.POSITIVE_INFINITY }) {
      if (ticket !== changes) return;
      // The entry that this replaces leaves the index first.
      entries.set(key, { value, installedIn, untilMs: Math.min(untilMs, nowMs + lifetimeMs) });
      for (const id of installedIn) {
        const keys = keysByInstalledIn.get(id) ?? new Set();
        keysByInstalledIn.set(id, keys.add(key));
      }
    },
    forget(installedIn) {
      changes += 1;
      for (const key of [...(keysByInstalledIn.get(installedIn) ?? [])]) entries.delete(key);
    },
    clear() {
      changes += 1;
      entries.clear();
    },
    size: () => entries.size,
  };
}
