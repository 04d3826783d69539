import type { App } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';

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
  const pools = new Map<string, Pool>();
  const holder = app as unknown as { clients: Record<string, Pool> };
  if (typeof holder.clients !== 'object')
    throw new Error('This version of Bolt keeps its clients elsewhere.');
  holder.clients = new Proxy<Record<string, Pool>>(
    {},
    { get: (_, installedIn) => recent(pools, String(installedIn), POOLS, createPool) },
  );
}

type Pool = { getOrCreate(token: string, options: WebClientOptions): WebClient };

function createPool(): Pool {
  const clients = new Map<string, WebClient>();
  return {
    getOrCreate: (token, options) => recent(clients, token, PER_POOL, () => new WebClient(token, options)),
  };
}

/** A Map goes through its keys in the order in which they came: whatever is used goes to the end. */
function recent<Value>(map: Map<string, Value>, key: string, limit: number, create: () => Value): Value {
  const value = map.get(key) ?? create();
  map.delete(key);
  map.set(key, value);
  if (map.size > limit) map.delete(map.keys().next().value as string);
  return value;
}
