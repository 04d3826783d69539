import { setTimeout as pause } from 'node:timers/promises';
import { toAppError } from '../../errors.ts';
import type { Room } from '../rows/room.ts';
import type { Grant } from './grant.ts';
import type { SavedGrant, SaveGrant } from './save-grant.ts';

/** Half a second, then twice as long each time, up to half a minute: for ten minutes in all. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const GIVE_UP_MS = 10 * 60_000;

type Dependencies = Pick<Room, 'logger'> & {
  saveGrant: SaveGrant;
  /** For tests: real time by default. */
  wait?: (ms: number) => Promise<unknown>;
};

/**
 * Saves a grant whose code is spent. Its tokens exist nowhere else, so an outage of the database is waited for, for ten
 * minutes; a `kill -9` before the commit loses them, and the person has to allow it once more.
 * @param onTrouble called after the first failure: from then on it may take minutes
 * @throws AppError `database_unavailable` after ten minutes; at once what no second try would change
 */
export async function keepGrant(
  { saveGrant, logger, wait = pause }: Dependencies,
  grant: Grant,
  onTrouble?: () => void,
): Promise<SavedGrant> {
  const { installedIn, isEnterpriseInstall } = grant.key;
  const about = { installedIn, isEnterpriseInstall, userId: grant.grantedByUserId };
  let waitedMs = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await saveGrant(grant, waitedMs > 0 ? { late: true } : {});
    } catch (err) {
      if (!toAppError(err).retryable) throw err;
      if (waitedMs >= GIVE_UP_MS) {
        logger.error(
          { err, ...about },
          'A permission that someone granted was not saved: it has to be granted again',
        );
        throw err;
      }
      logger.warn(
        { err, ...about, waitMs: pauseMs },
        'A permission that someone granted could not be saved yet',
      );
      if (waitedMs === 0) onTrouble?.();
      await wait(pauseMs);
      waitedMs += pauseMs;
    }
  }
}
