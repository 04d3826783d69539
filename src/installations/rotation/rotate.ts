import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { isUnanswered } from '../../slack-api/slack-error.ts';
import { withUrgency } from '../../turns.ts';
import type { Custody } from '../custody/custody.ts';
import { isAlive } from '../rows/find-installation.ts';
import type { Room } from '../rows/room.ts';
import { readRow, type TokenRow } from '../rows/token-row.ts';
import { type RotationVerdict, readRotation, readRotationFailure } from './rotation-answer.ts';
import type { RotationStore } from './rotation-store.ts';

/**
 * How a rotation ended for the caller: `renewed` (by us or by someone else; the row is as it is now, the same for
 * all who waited), `dead` (a new authorization is needed), `later` (Slack did not do it now), `gone` (the token ended
 * meanwhile).
 */
export type Rotation = { outcome: 'renewed'; row: TokenRow } | { outcome: 'dead' | 'later' | 'gone' };
export type RotationOutcome = Rotation['outcome'];

/** A row, and the token that the caller found in it: when there is another one by now, that is the answer. */
export type SeenToken = Pick<TokenRow, 'kind' | 'id' | 'tokenHash'>;

export type Rotate = {
  /**
   * Gets a new pair for this token: one call to Slack however many ask, in however many processes. Waits `budgetMs` at
   * most; what is under way then continues, and the answer is `later`.
   */
  (seen: SeenToken, budgetMs: number): Promise<Rotation>;
  /** Resolves when no rotation of this process is under way, or after `limitMs`. */
  settled(limitMs: number): Promise<void>;
};

type Dependencies = Pick<Room, 'prisma' | 'slack' | 'metrics' | 'logger' | 'clock'> & {
  custody: Custody;
  store: RotationStore;
};

/** Three attempts fit into a lease. A lost answer is asked for again at once: inside Slack's grace that still works. */
const ATTEMPT_TIMEOUTS_MS = [5_000, 5_000, 5_000];
const ATTEMPT_PAUSE_MS = 500;
/** A fresh pair exists nowhere else: its commit is tried through a short outage of the database. */
const COMMIT_ATTEMPTS = 4;
const COMMIT_PAUSE_MS = 500;
/** Looking whether another process is done. */
const POLL_MS = 100;
const BACKOFF_FIRST_MS = 30_000;
const BACKOFF_LIMIT_MS = 30 * 60_000;

export function createRotate({
  prisma,
  store,
  custody,
  slack,
  metrics,
  logger,
  clock,
}: Dependencies): Rotate {
  const flights = new Map<string, Promise<Rotation>>();

  async function fly(seen: SeenToken): Promise<Rotation> {
    for (;;) {
      const row = await readRow(prisma, seen);
      if (!row || !isAlive(row)) return { outcome: 'gone' };
      if (row.tokenHash !== seen.tokenHash) return { outcome: 'renewed', row };
      const known = whatIsKnown(row, clock());
      if (known) return { outcome: known };
      const lease = await store.claim(row);
      // The lease runs, so this goes before everything that has time, whatever asked for it.
      if (lease) return withUrgency('acknowledgement', () => rotateUnder(row, lease));
      await wait(POLL_MS);
    }
  }

  async function rotateUnder(row: TokenRow, lease: string): Promise<Rotation> {
    const verdict = await ask(row);
    const about = { kind: row.kind, installedIn: row.installedIn, userId: row.userId };
    if (verdict.kind === 'pair') {
      if (await persistently(() => store.keep(row, lease, verdict.pair))) {
        metrics.rotations.inc({ kind: row.kind, outcome: 'renewed' });
        logger.info(about, 'A token was rotated');
        return asItIsNow(row);
      }
      return discard(row, verdict.pair);
    }
    const retryAt = verdict.kind === 'dead' ? null : retryTime(row, verdict, clock());
    await store.fail(row, lease, verdict.slackError, retryAt);
    metrics.rotations.inc({ kind: row.kind, outcome: verdict.kind });
    const details = { ...about, slackError: verdict.slackError, retryAt };
    if (verdict.kind === 'dead')
      logger.error(details, 'A token can no longer be renewed: it has to be authorized again');
    else logger.warn(details, 'A token was not rotated, and will be tried again');
    return { outcome: verdict.kind };
  }

  async function asItIsNow(row: TokenRow): Promise<Rotation> {
    const current = await readRow(prisma, row);
    return current && isAlive(current) ? { outcome: 'renewed', row: current } : { outcome: 'gone' };
  }

  /** The row changed while Slack was asked. When it ended, the pair must not outlive it. */
  async function discard(row: TokenRow, pair: { token: string; refreshToken: string }): Promise<Rotation> {
    const current = await asItIsNow(row);
    metrics.rotations.inc({ kind: row.kind, outcome: 'discarded' });
    if (current.outcome === 'renewed') return current;
    for (const token of [pair.token, pair.refreshToken]) {
      await slack
        .withToken(token)
        .call('auth.revoke')
        .catch((err) =>
          logger.warn(
            { err, installedIn: row.installedIn },
            'Tokens that came too late are still alive at Slack',
          ),
        );
    }
    return current;
  }

  async function ask(row: TokenRow): Promise<RotationVerdict> {
    let refreshToken: string | undefined;
    try {
      refreshToken = custody.openRefreshToken(row);
    } catch (error) {
      // Its key may come back, so the token isn't dead.
      if (error instanceof AppError) return { kind: 'later', slackError: error.code };
      throw error;
    }
    let verdict: RotationVerdict = { kind: 'later', slackError: 'not_asked' };
    for (const [index, timeoutMs] of ATTEMPT_TIMEOUTS_MS.entries()) {
      if (index > 0) await wait(ATTEMPT_PAUSE_MS);
      try {
        const answer = await slack.withAppCredentials({ timeoutMs }).call('oauth.v2.access', {
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
        });
        return readRotation(answer, row, clock());
      } catch (error) {
        verdict = readRotationFailure(error);
        // Slack may have acted and its answer been lost. A refusal or a rate limit is not a loss.
        const worthAnother = error instanceof AppError && isUnanswered(error.code);
        if (!worthAnother) return verdict;
      }
    }
    return verdict;
  }

  async function persistently<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= COMMIT_ATTEMPTS) throw error;
        logger.warn({ err: error, attempt }, 'Rotated tokens could not be saved yet');
        await wait(COMMIT_PAUSE_MS * attempt);
      }
    }
  }

  function join(seen: SeenToken): Promise<Rotation> {
    const key = `${seen.kind} ${seen.id}`;
    const flying = flights.get(key);
    if (flying) return flying;
    const flight = fly(seen).finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  }

  const rotate = async (seen: SeenToken, budgetMs: number): Promise<Rotation> => {
    const flight = join(seen);
    // A caller that stops waiting leaves it running: its failure is logged here, not lost.
    flight.catch((err) => logger.error({ err, kind: seen.kind, id: seen.id }, 'A rotation failed'));
    const enough = new AbortController();
    const later = { outcome: 'later' } as const;
    const tooLong = wait(budgetMs, later, { signal: enough.signal }).catch(() => later);
    try {
      return await Promise.race([flight, tooLong]);
    } finally {
      enough.abort();
    }
  };
  const settled = async (limitMs: number) => {
    const limit = new AbortController();
    const tooLong = wait(limitMs, undefined, { signal: limit.signal }).catch(() => {});
    await Promise.race([Promise.allSettled(flights.values()), tooLong]);
    limit.abort();
  };
  return Object.assign(rotate, { settled });
}

/** What an earlier attempt found, while it still holds: then Slack is not asked again. */
function whatIsKnown(row: TokenRow, now: Date): 'dead' | 'later' | undefined {
  if (row.sealedRefreshToken === null) return 'dead';
  if (row.rotationError === null) return undefined;
  if (row.rotationRetryAt === null) return 'dead';
  return row.rotationRetryAt > now ? 'later' : undefined;
}

/** Twice as long after each failure, up to half an hour, a tenth of it at random: one outage, no stampede after it. */
function retryTime(row: TokenRow, verdict: { retryAfterMs?: number | undefined }, now: Date): Date {
  const backoffMs = Math.min(BACKOFF_FIRST_MS * 2 ** row.rotationFailures, BACKOFF_LIMIT_MS);
  const delayMs = Math.max(verdict.retryAfterMs ?? 0, backoffMs);
  return new Date(now.getTime() + delayMs * (1 + Math.random() / 10));
}
