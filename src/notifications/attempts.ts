import { type AppError, toAppError } from '../errors.ts';

const FIRST_WAIT_MS = 5 * 60_000;
/** With each wait twice the one before, the last try is some five hours after the first. */
export const MOST_ATTEMPTS = 7;

/** What a failure to send means for what was to be said. */
export type Failure =
  /** Nobody can be written to there, now or later. */
  | { kind: 'never'; reason: string }
  /** Slack has certainly not got it. */
  | { kind: 'later'; reason: string; waitMs: number }
  /** Slack takes no more for a while, of anything here: nobody's fault, and no try that counts. */
  | { kind: 'busy'; reason: string; waitMs: number }
  /** The answer was lost: it may have arrived. */
  | { kind: 'unclear'; reason: string };

const GONE: ReadonlySet<string> = new Set(['not_installed', 'slack_token_dead']);

/** Slack's word that this person cannot be written to. @see https://docs.slack.dev/reference/methods/chat.postMessage */
const NOBODY_TO_WRITE_TO: ReadonlySet<unknown> = new Set([
  'cannot_reply_to_message',
  'channel_not_found',
  'is_archived',
  'messages_tab_disabled',
  'restricted_action',
  'user_disabled',
  'user_not_found',
]);

/** @param attempts how often it was tried before */
export function failureOf(thrown: unknown, attempts: number): Failure {
  const error = toAppError(thrown);
  const { slackError } = error.details;
  const reason = typeof slackError === 'string' ? slackError : error.code;
  if (GONE.has(error.code)) return { kind: 'never', reason: 'app_removed' };
  if (NOBODY_TO_WRITE_TO.has(slackError)) return { kind: 'never', reason };
  if (mayHaveArrived(error)) return { kind: 'unclear', reason };
  return triedAgain(error, reason, attempts);
}

/** The same of a call that only asked, or that can be repeated: nothing is unclear about it. */
export function questionFailureOf(thrown: unknown, attempts: number): Exclude<Failure, { kind: 'unclear' }> {
  const failure = failureOf(thrown, attempts);
  return failure.kind === 'unclear' ? triedAgain(toAppError(thrown), failure.reason, attempts) : failure;
}

function triedAgain({ code, details }: AppError, reason: string, attempts: number) {
  if (code === 'slack_rate_limited') {
    const waitMs = Math.max(1, Number(details.retryAfterSeconds) || 60) * 1000;
    return { kind: 'busy', reason, waitMs } as const;
  }
  if (attempts + 1 >= MOST_ATTEMPTS) return { kind: 'never', reason } as const;
  return { kind: 'later', reason, waitMs: FIRST_WAIT_MS * 2 ** attempts } as const;
}

const mayHaveArrived = ({ code, details }: AppError): boolean =>
  code === 'slack_timeout' || (code === 'slack_unreachable' && details.arrived !== 'no');
