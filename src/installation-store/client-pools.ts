import { LRUCache } from 'lru-cache';

/** Tokens of one workspace or organization that have a client: its bot's, and those of the people who acted last. */
const PER_POOL = 20;
const POOLS = 1_000;

/**
 * Bolt keeps a client for every token it has seen, for ever: with token rotation a bot brings more than two a day. From
 * now on it forgets the one that was not used for longest. The clients are still made by Bolt, with the app's options.
 *
 * Bolt has no setting for it: this replaces its private field `clients`, and the field `pool` of what Bolt puts there. A
 * test holds both to the installed version.
 * @throws Error when this version of Bolt keeps its clients elsewhere
 */
export function keepClientPoolsSmall(app: object): void {
  const holder = app as { clients?: unknown };
  if (typeof holder.clients !== 'object')
    throw new Error('This version of Bolt keeps its clients elsewhere.');
  holder.clients = bounded<{ pool?: unknown }>(POOLS, (pool) => {
    if (typeof pool.pool === 'object') pool.pool = bounded(PER_POOL);
  });
}

/** A record that forgets what was not used for longest. */
function bounded<Value extends object>(max: number, admit: (value: Value) => void = () => {}) {
  const kept = new LRUCache<string, Value>({ max });
  return new Proxy<Record<string, Value>>(
    {},
    {
      get: (_, key) => kept.get(String(key)),
      set(_, key, value: Value) {
        admit(value);
        kept.set(String(key), value);
        return true;
      },
    },
  );
}
