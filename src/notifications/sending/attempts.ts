import { type AppError, toAppError } from '../../errors.ts';
import { isSlackError, retryAfterSecondsOf, SlackError, slackCodeOf } from '../../slack-api/slack-error.ts';

const FIRST_WAIT_MS = 5 * 60_000;
/** With each wait twice the one before, the last try is some five hours after the first. */
export const MOST_ATTEMPTS = 7;

/** What a failure to send means for what was to be said. */
export type Failure =
  /** No one can be written to there, now or later. */
  | { kind: 'never'; reason: string }
  /** Slack has certainly not got it. */
  | { kind: 'later'; reason: string; waitMs: number }
  /** Slack is rate-limiting everything here for a while: no one's fault, and it doesn't count as a try. */
  | { kind: 'busy'; reason: string; waitMs: number }
  /** The answer was lost: it may have arrived. */
  | { kind: 'unclear'; reason: string };

const GONE: ReadonlySet<string> = new Set(['not_installed', 'slack_token_dead']);

/** @param attempts how often it was tried before */
export function failureOf(thrown: unknown, attempts: number): Failure {
  const error = toAppError(thrown);
  const reason = slackCodeOf(error) ?? error.code;
  if (GONE.has(error.code)) return { kind: 'never', reason: 'app_removed' };
  if (isSlackError(error, 'nobody', 'closed_to_messages', 'channel_gone')) return { kind: 'never', reason };
  if (mayHaveArrived(error)) return { kind: 'unclear', reason };
  return triedAgain(error, reason, attempts);
}

/** The same of a call that only asked, or that can be repeated: nothing is unclear about it. */
export function questionFailureOf(thrown: unknown, attempts: number): Exclude<Failure, { kind: 'unclear' }> {
  const failure = failureOf(thrown, attempts);
  return failure.kind === 'unclear' ? triedAgain(toAppError(thrown), failure.reason, attempts) : failure;
}

function triedAgain(error: AppError, reason: string, attempts: number) {
  if (error.code === 'slack_rate_limited') {
    const waitMs = Math.max(1, retryAfterSecondsOf(error) || 60) * 1000;
    return { kind: 'busy', reason, waitMs } as const;
  }
  if (attempts + 1 >= MOST_ATTEMPTS) return { kind: 'never', reason } as const;
  return { kind: 'later', reason, waitMs: FIRST_WAIT_MS * 2 ** attempts } as const;
}

const mayHaveArrived = (error: AppError): boolean => error instanceof SlackError && error.arrived === 'maybe';
