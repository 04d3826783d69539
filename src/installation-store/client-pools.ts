import type { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { LRUCache } from 'lru-cache';

/** Tokens of one workspace or organization that have a client: its bot's, and those of the people who acted last. */
const PER_POOL = 20;
const POOLS = 1_000;

/**
 * Bolt keeps a client for every token it has seen, for ever: with token rotation a bot brings more than two a day. In
 * their place come pools that forget the client that was not used for longest.
 *
 * Bolt has no setting for it: this replaces its private field `clients`. A test holds it to the installed version.
 */
export function keepClientPoolsSmall(app: App): void {
  const pools = new LRUCache<string, Pool>({ max: POOLS });
  const holder = app as unknown as { clients: Record<string, Pool> };
  if (typeof holder.clients !== 'object')
    throw new Error('This version of Bolt keeps its clients elsewhere.');
  holder.clients = new Proxy<Record<string, Pool>>(
    {},
    { get: (_, installedIn) => getOrCreate(pools, String(installedIn), createPool) },
  );
}

type Pool = { getOrCreate(token: string, options: WebClientOptions): WebClient };

function createPool(): Pool {
  const clients = new LRUCache<string, WebClient>({ max: PER_POOL });
  return {
    getOrCreate: (token, options) => getOrCreate(clients, token, () => new WebClient(token, options)),
  };
}

function getOrCreate<Value extends object>(
  cache: LRUCache<string, Value>,
  key: string,
  create: () => Value,
): Value {
  const found = cache.get(key);
  if (found) return found;
  const value = create();
  cache.set(key, value);
  return value;
}
