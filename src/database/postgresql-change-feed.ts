import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { ChangeFeed, Listening } from './change-feed.ts';

/** A connection can be gone without a word: it is asked this often, and has as long to answer. */
const HEARTBEAT_MS = 3_000;
const RECONNECT_MS = 1_000;

/** One connection beside the pool, that only listens. Poolers in transaction mode do not carry LISTEN: then it is never live. */
export function createPostgresqlChangeFeed(url: string, onLost: (error: Error) => void): ChangeFeed {
  return {
    async listen(channel, { onChange, onGap }): Promise<Listening> {
      const stopping = new AbortController();
      let live = false;
      let client: pg.Client | undefined;

      async function connect(): Promise<pg.Client> {
        const fresh = new pg.Client({ connectionString: url, keepAlive: true, query_timeout: HEARTBEAT_MS });
        // Without a listener a lost connection would end the process; the heartbeat tells.
        fresh.on('error', () => fresh.end().catch(() => {}));
        fresh.on('notification', (message) => onChange(message.payload ?? ''));
        fresh.on('end', () => {
          if (fresh === client) live = false;
        });
        try {
          await fresh.connect();
          await fresh.query(`LISTEN ${fresh.escapeIdentifier(channel)}`);
        } catch (error) {
          await fresh.end().catch(() => {});
          throw error;
        }
        return fresh;
      }

      /** True while the connection lives. */
      async function keep(): Promise<boolean> {
        try {
          if (!client) {
            client = await connect();
            // In this order: what changed before LISTEN is unknown, what changes after it is told.
            onGap();
            live = true;
          }
          await client.query('SELECT 1');
          return live;
        } catch (error) {
          live = false;
          onGap();
          if (!stopping.signal.aborted) onLost(error as Error);
          await client?.end().catch(() => {});
          client = undefined;
          return false;
        }
      }

      const loop = async (connected: boolean) => {
        let ok = connected;
        while (!stopping.signal.aborted) {
          await wait(ok ? HEARTBEAT_MS : RECONNECT_MS, undefined, { signal: stopping.signal }).catch(
            () => {},
          );
          if (!stopping.signal.aborted) ok = await keep();
        }
      };
      const running = loop(await keep());
      return {
        isLive: () => live,
        async stop() {
          stopping.abort();
          live = false;
          await running;
          await client?.end().catch(() => {});
        },
      };
    },
  };
}
