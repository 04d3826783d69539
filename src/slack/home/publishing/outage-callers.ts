import { LRUCache } from 'lru-cache';
import type { Installations } from '../../../installations/installations.ts';
import { isAlive } from '../../../installations/rows/find-installation.ts';
import type { SlackContext } from '../../../installations/rows/installation-key.ts';
import type { SlackCaller } from '../../../slack-api/slack-client.ts';

/** A token is kept in memory no longer than an outage during which people may want to read something. */
const KEEP_MS = 60 * 60_000;
const MOST = 1_000;

export type OutageCallers = {
  remember(context: SlackContext, bot: SlackCaller): void;
  /** Undefined: no one of that place saw their Home lately, or the installation has ended since. */
  of(context: SlackContext): SlackCaller | undefined;
};

type Dependencies = {
  installations: Pick<Installations, 'findInstallation' | 'onChange'>;
  clock: () => Date;
};

/**
 * With what a Home can be shown while no token can be looked up: the last caller of each place. Each holds a token, so it
 * goes after an hour, and at once when its installation ends, in whichever process.
 */
export function createOutageCallers({ installations, clock }: Dependencies): OutageCallers {
  type Held = { context: SlackContext; bot: SlackCaller; until: number };
  /** A token leaves memory when its hour is over, whether or not anyone asks for it again. */
  const held = new LRUCache<string, Held>({
    max: MOST,
    // The cache keeps what is exactly this old, and its timer comes a millisecond after.
    ttl: KEEP_MS - 1,
    ttlAutopurge: true,
    ttlResolution: 0,
    perf: Date,
  });

  /** Changes may have gone unheard. While the database is away nothing better is known than what is held. */
  let missed = false;

  async function lookAgain(key: string, { context, bot }: Held): Promise<void> {
    const installation = await installations.findInstallation(context);
    // Another one may have been remembered meanwhile.
    if (!(installation && isAlive(installation)) && held.peek(key)?.bot === bot) held.delete(key);
  }

  installations.onChange(
    (installedIn) => {
      for (const [key, each] of held.entries()) {
        const { teamId, enterpriseId } = each.context;
        if (teamId !== installedIn && enterpriseId !== installedIn) continue;
        // Without a database no one knows: then it stays, for its hour, and Slack refuses what has ended.
        lookAgain(key, each).catch(() => {});
      }
    },
    () => {
      missed = true;
    },
  );

  return {
    /** Code that has a caller at hand has just read the database. */
    remember(context, bot) {
      if (missed) held.clear();
      missed = false;
      held.set(contextKey(context), { context, bot, until: clock().getTime() + KEEP_MS });
    },
    of(context) {
      const found = held.get(contextKey(context));
      return found && clock().getTime() < found.until ? found.bot : undefined;
    },
  };
}

export const contextKey = ({ teamId, enterpriseId }: SlackContext) => JSON.stringify([teamId, enterpriseId]);
