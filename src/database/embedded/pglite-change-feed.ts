import type pg from 'pg';
import type { ChangeFeed } from '../change-feed.ts';
import { quoteIdentifier } from '../session-settings.ts';

/** The embedded database has one process and one session, and its notifications cannot be lost. */
export function createPGliteChangeFeed(pool: pg.Pool): ChangeFeed {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const tell = ({ channel, payload = '' }: pg.Notification) => {
    for (const onChange of listeners.get(channel) ?? []) onChange(payload);
  };
  pool.on('connect', (client) => client.on('notification', tell));
  return {
    channelName: (channel) => channel,
    async listen(channel, { onChange }) {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all.add(onChange));
      await pool.query(`LISTEN ${quoteIdentifier(channel)}`);
      const isLive = () => all.has(onChange) && !pool.ending;
      return {
        isLive,
        state: () => (isLive() ? 'live' : 'lost'),
        async stop() {
          all.delete(onChange);
        },
      };
    },
  };
}
