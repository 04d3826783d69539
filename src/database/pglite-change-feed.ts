import type { PGlite } from '@electric-sql/pglite';
import type { ChangeFeed } from './change-feed.ts';

/** The embedded database has one process, and its notifications cannot be lost. */
export function createPGliteChangeFeed(pglite: PGlite): ChangeFeed {
  return {
    async listen(channel, { onChange }) {
      let live = true;
      const stop = await pglite.listen(channel, onChange);
      return {
        isLive: () => live && !pglite.closed,
        async stop() {
          live = false;
          if (!pglite.closed) await stop();
        },
      };
    },
  };
}
