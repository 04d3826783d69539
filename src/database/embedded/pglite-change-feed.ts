import type { PGlite } from '@electric-sql/pglite';
import type { ChangeFeed } from '../change-feed.ts';

/** The embedded database has one process, and its notifications cannot be lost. */
export function createPGliteChangeFeed(pglite: PGlite): ChangeFeed {
  return {
    channelName: (channel) => channel,
    async listen(channel, { onChange }) {
      let live = true;
      const stop = await pglite.listen(channel, onChange);
      const isLive = () => live && !pglite.closed;
      return {
        isLive,
        state: () => (isLive() ? 'live' : 'lost'),
        async stop() {
          live = false;
          if (!pglite.closed) await stop();
        },
      };
    },
  };
}
