import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import { retryAfterSecondsOf, slackCodeOf } from '../../slack-api/slack-error.ts';
import { withUrgency } from '../../turns.ts';
import type { UseToken } from '../lending/use-token.ts';
import { isAlive } from '../rows/find-installation.ts';
import { recordVerification } from '../rows/record-verification.ts';
import type { Room } from '../rows/room.ts';
import { readRow } from '../rows/token-row.ts';
import type { ImportedRow } from './import-grant.ts';

export type VerifiedImports = {
  total: number;
  working: number;
  /** By Slack's own code: ended here when it says that the token is dead, noted at the permission otherwise. */
  refused: Record<string, number>;
  /** Slack could not be asked, or it was stopped: they are asked about with the next import. */
  unanswered: number;
};

type Verifying = Pick<Room, 'prisma' | 'clientId' | 'clock'> &
  Pick<UseToken, 'callerFor'> & {
    /** For tests: real time by default. */
    wait?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
  };

/** Slack takes hundreds of `auth.test` a minute; when it has enough it says for how long. */
const AT_ONCE = 5;
/** When it didn't say. */
const PAUSE_SECONDS = 30;
/** After so many waits for one token something else is wrong. */
const MOST_WAITS = 10;

/**
 * Asks Slack about tokens that were imported, within its limits: after a refusal for being too fast nothing is asked until
 * the time is over that Slack named.
 * @see https://docs.slack.dev/reference/methods/auth.test and https://docs.slack.dev/apis/web-api/rate-limits
 */
export async function verifyImported(
  room: Verifying,
  rows: readonly ImportedRow[],
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void } = {},
): Promise<VerifiedImports> {
  const { wait = (ms, stopped) => pause(ms, undefined, stopped && { signal: stopped }).catch(() => {}) } =
    room;
  const result: VerifiedImports = { total: rows.length, working: 0, refused: {}, unanswered: 0 };
  let [done, quietUntilMs] = [0, 0];

  async function ask(row: ImportedRow): Promise<string | null | undefined> {
    for (let waits = 0; waits <= MOST_WAITS && !signal?.aborted; waits += 1) {
      const quietMs = quietUntilMs - performance.now();
      if (quietMs > 0) await wait(quietMs, signal);
      if (signal?.aborted) break;
      const answer = await askOnce(room, row);
      if (typeof answer !== 'object' || answer === null) return answer;
      quietUntilMs = performance.now() + answer.waitSeconds * 1_000;
    }
    return undefined;
  }

  await withUrgency('nobody', () =>
    inParallel(rows, { atOnce: AT_ONCE }, async (row) => {
      const answer = await ask(row);
      if (answer === null) result.working += 1;
      else if (answer === undefined) result.unanswered += 1;
      else result.refused[answer] = (result.refused[answer] ?? 0) + 1;
      done += 1;
      onProgress?.(done, rows.length);
    }),
  );
  return result;
}

/** Null: it works. A text: Slack's code, or ours for what could not be used at all. Undefined: no answer. */
async function askOnce(
  { prisma, clientId, clock, callerFor }: Verifying,
  { kind, id }: ImportedRow,
): Promise<string | null | undefined | { waitSeconds: number }> {
  const ours = { where: { id, clientId } };
  const count = kind === 'bot' ? prisma.installation.count(ours) : prisma.userAuthorization.count(ours);
  const row = (await count) > 0 ? await readRow(prisma, { kind, id }) : undefined;
  if (!row || !isAlive(row)) return undefined;
  const note = async (code: string | null) => {
    await recordVerification({ prisma, clientId }, kind, row, clock(), code);
    return code;
  };
  try {
    await (await callerFor(row)).call('auth.test');
    return await note(null);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    switch (error.code) {
      case 'slack_token_dead':
      case 'slack_refused':
        // A dead one has been ended where it was used; the code stays with it.
        return note(slackCodeOf(error) ?? error.code);
      case 'token_expired':
      case 'token_unreadable':
        return note(error.code);
      case 'slack_rate_limited':
        return { waitSeconds: retryAfterSecondsOf(error) ?? PAUSE_SECONDS };
      default:
        return undefined;
    }
  }
}
