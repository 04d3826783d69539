import type { ChangeFeed, FeedState, Listening } from '../../database/change-feed.ts';
import type { Prisma, PrismaClient } from '../../database/generated/client.ts';

const CHANNEL = 'lanyard_installations';

/** Says and hears in which workspace or organization an installation or a person's permission changed. */
export type Announcer = {
  /** Within the transaction of the change: no one hears of what is rolled back. */
  announce(tx: Prisma.TransactionClient | PrismaClient, installedIn: string): Promise<void>;
  /** After the commit, for this process itself: it does not wait to hear its own announcement. */
  changedHere(installedIn: string): void;
  /** @param onGap changes may have been missed: nothing that was remembered holds anymore */
  onChange(onChange: (installedIn: string) => void, onGap: () => void): void;
  /** False: changes of other processes may go unheard right now. */
  isLive(): boolean;
  /** `lost` also before the start, and where there is no feed. */
  state(): FeedState;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function createAnnouncer({
  changes,
  clientId,
}: {
  changes: ChangeFeed | undefined;
  clientId: string;
}): Announcer {
  const listeners: { onChange(installedIn: string): void; onGap(): void }[] = [];
  let listening: Listening | undefined;
  const tell = (installedIn: string) => {
    for (const { onChange } of listeners) onChange(installedIn);
  };
  return {
    async announce(tx, installedIn) {
      if (!changes) return;
      await tx.$executeRaw`SELECT pg_notify(${changes.channelName(CHANNEL)}, ${JSON.stringify([clientId, installedIn])})`;
    },
    changedHere: tell,
    onChange(onChange, onGap) {
      listeners.push({ onChange, onGap });
    },
    isLive: () => listening?.isLive() ?? false,
    state: () => listening?.state() ?? 'lost',
    async start() {
      listening ??= await changes?.listen(CHANNEL, {
        onChange(payload) {
          const [id, installedIn] = JSON.parse(payload) as [string, string];
          if (id === clientId) tell(installedIn);
        },
        onGap() {
          for (const { onGap } of listeners) onGap();
        },
      });
    },
    async stop() {
      const ending = listening;
      listening = undefined;
      await ending?.stop();
    },
  };
}
