import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { ChangeFeed, FeedState, Listening } from '../change-feed.ts';
import { isBehindPooler, nameWithin } from '../session-settings.ts';

/** A connection can be gone without a word: it is tried this often, and has as long to answer. */
const HEARTBEAT_MS = 3_000;
const RECONNECT_MS = 1_000;
/** What no one hears is a matter of configuration: trying again soon would change nothing. */
const UNHEARD_RETRY_MS = 30_000;

type Options = {
  /** Where to listen: PostgreSQL itself, or what pools whole sessions. */
  connectionString: string;
  /** Two schemas of one database do not hear each other. */
  schema: string;
  /** Sends as changes are announced: on another connection, by the address that the queries go to. */
  notify(channel: string, payload: string): Promise<unknown>;
  onLost(error: Error): void;
  /** Connected, but its own notification did not come back. Once until it is heard again. */
  onUnheard(): void;
};

type Connection = { client: pg.Client; pooled: boolean; proven: boolean };

/**
 * One connection besides the pool, which only listens. It counts as live once a notification of its own has come back, and
 * again at every heartbeat: a pooler in transaction mode takes LISTEN and lets nothing through.
 */
export function createPostgresqlChangeFeed(options: Options): ChangeFeed {
  const { connectionString, schema, notify, onLost, onUnheard } = options;
  return {
    channelName: (channel) => nameWithin(schema, channel),
    async listen(channel, { onChange, onGap }): Promise<Listening> {
      const stopping = new AbortController();
      // Of this process alone, so that heartbeats wake no one else.
      const echoes = `lanyard_echo_${randomUUID()}`;
      let state: FeedState = 'lost';
      let connection: Connection | undefined;
      let heard = (_echo: string) => {};

      async function connect(): Promise<Connection> {
        const client = new pg.Client({ connectionString, keepAlive: true, query_timeout: HEARTBEAT_MS });
        // Without a listener a lost connection would end the process; the heartbeat tells.
        client.on('error', () => client.end().catch(() => {}));
        client.on('notification', (message) => {
          const { payload = '' } = message;
          if (message.channel === echoes) heard(payload);
          else onChange(payload);
        });
        client.on('end', () => {
          if (client === connection?.client && state === 'live') state = 'lost';
        });
        try {
          await client.connect();
          const names = [nameWithin(schema, channel), echoes].map((name) => client.escapeIdentifier(name));
          await client.query(names.map((name) => `LISTEN ${name}`).join('; '));
          return { client, pooled: await isBehindPooler(client), proven: false };
        } catch (error) {
          await client.end().catch(() => {});
          throw error;
        }
      }

      /**
       * @returns whether a notification came back. Sent by the other way at first, which proves that both ways lead to
       * one database, and always behind a pooler: on its own connection it could come back by luck. After that by
       * its own connection, so that a busy pool does not look like a deaf one.
       * @throws when it could not be sent in time
       */
      async function hearsItself({ client, pooled, proven }: Connection): Promise<boolean> {
        const echo = randomUUID();
        const back = new Promise<boolean>((resolve) => {
          heard = (payload) => {
            if (payload === echo) resolve(true);
          };
        });
        const send = () =>
          proven && !pooled ? client.query('SELECT pg_notify($1, $2)', [echoes, echo]) : notify(echoes, echo);
        let isSent = false;
        const answered = send().then(() => {
          isSent = true;
          return back;
        });
        answered.catch(() => {});
        const tooLate = new AbortController();
        try {
          const late = wait(HEARTBEAT_MS, false, { signal: tooLate.signal, ref: false });
          const isHeard = await Promise.race([answered, late.catch(() => false)]);
          if (!isHeard && (!isSent || proven)) throw new Error(`no answer within ${HEARTBEAT_MS} ms`);
          return isHeard;
        } finally {
          tooLate.abort();
        }
      }

      /** Brings the state up to date. */
      async function keep(): Promise<void> {
        const before = state;
        try {
          connection ??= await connect();
          const live = await hearsItself(connection);
          if (live && !connection.proven) {
            connection.proven = true;
            // In this order: what changed before LISTEN is unknown, what changes after it is told.
            onGap();
          }
          state = live ? 'live' : 'unheard';
          if (!live && before !== 'unheard' && !stopping.signal.aborted) onUnheard();
        } catch (error) {
          state = 'lost';
          if (!stopping.signal.aborted) onLost(error as Error);
        }
        if (state === 'live') return;
        onGap();
        // It stayed with a session that others use.
        if (state === 'unheard') await connection?.client.query('UNLISTEN *').catch(() => {});
        await connection?.client.end().catch(() => {});
        connection = undefined;
      }

      const pauseMs = () => ({ live: HEARTBEAT_MS, lost: RECONNECT_MS, unheard: UNHEARD_RETRY_MS })[state];
      const loop = async () => {
        while (!stopping.signal.aborted) {
          await wait(pauseMs(), undefined, { signal: stopping.signal }).catch(() => {});
          if (!stopping.signal.aborted) await keep();
        }
      };
      await keep();
      const running = loop();
      return {
        isLive: () => state === 'live',
        state: () => state,
        async stop() {
          stopping.abort();
          state = 'lost';
          await running;
          state = 'lost';
          await connection?.client.end().catch(() => {});
        },
      };
    },
  };
}
