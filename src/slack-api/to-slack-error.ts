import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { AppError } from '../errors.ts';
import { isSlackCode, NotSlacksAnswer } from './slack-answer.ts';
import { SlackError } from './slack-error.ts';
import { isCodeOf } from './slack-error-codes.ts';

/**
 * The Web API client's errors as ours. `error` holds Slack's own code where it gave one, and never anything else: what is
 * not a code is not an answer. An `AppError`, such as `overloaded`, stays what it is.
 */
export function toSlackError(error: unknown, method: string): AppError {
  if (error instanceof AppError) return error;
  const notSlack = error instanceof WebAPIRequestError ? error.original : error;
  if (notSlack instanceof NotSlacksAnswer) return unreachable(method, notSlack.message, notSlack);
  if (error instanceof WebAPIRateLimitedError || isCodeOf(platformCode(error), 'rate_limited')) {
    const retryAfterSeconds = error instanceof WebAPIRateLimitedError ? error.retryAfter : undefined;
    return new SlackError({
      code: 'slack_rate_limited',
      message: `Slack is rate-limiting ${method} for now.`,
      retryable: true,
      method,
      retryAfterSeconds,
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: code, needed, provided } = error.data as WebAPIPlatformError['data'] & ScopesInAnswer;
    if (!isSlackCode(code)) return unreachable(method, 'its error isn’t one of Slack', undefined);
    if (isCodeOf(code, 'passing')) return unreachable(method, `Slack answered ${code}`, error);
    return new SlackError({
      code: isCodeOf(code, 'dead_token') ? 'slack_token_dead' : 'slack_refused',
      message: `Slack refused ${method}: ${code}.`,
      method,
      error: code,
      needed: scopesIn(needed),
      provided: scopesIn(provided),
      cause: error,
    });
  }
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error;
    return unreachable(
      method,
      `Slack answered HTTP ${statusCode}`,
      error,
      GATEWAY.has(statusCode) ? 'maybe' : 'no',
    );
  }
  if (error instanceof WebAPIRequestError) {
    const timedOut = error.original.name === 'TimeoutError' || error.original.name === 'AbortError';
    if (!timedOut) return unreachable(method, 'no connection', error, wasConnected(error) ? 'maybe' : 'no');
    return new SlackError({
      code: 'slack_timeout',
      message: `Slack did not answer ${method} in time.`,
      retryable: true,
      method,
      arrived: 'maybe',
      cause: error,
    });
  }
  return unreachable(method, 'the call failed', error);
}

/** For an answer that has Slack's form, and not what it would have to hold. @param why quotes nothing of it */
export const noUsableAnswer = (method: string, why: string): SlackError =>
  unreachable(method, why, undefined);

/** Slack's answer to `auth.revoke` when it did not do it: what was to end still works, and is to be asked for again. */
export const nothingRevoked = (method: string): SlackError =>
  new SlackError({
    code: 'slack_refused',
    message: `Slack answered ${method}, and revoked nothing.`,
    retryable: true,
    method,
  });

type ScopesInAnswer = { needed?: unknown; provided?: unknown };

const SCOPE_LIST = /^[a-z0-9_:.,-]{1,4000}$/;

/** Slack's comma-separated list; undefined when it sent none, or something else. */
const scopesIn = (list: unknown): string[] | undefined =>
  typeof list === 'string' && SCOPE_LIST.test(list) ? list.split(',').filter(Boolean) : undefined;

function platformCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** Something in front of Slack answers like this: no one knows what happened behind it. */
const GATEWAY: ReadonlySet<number> = new Set([502, 504]);
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function wasConnected({ original }: WebAPIRequestError): boolean {
  const { cause } = original as { cause?: { code?: unknown } };
  return !NEVER_CONNECTED.has(cause?.code);
}

/** @param arrived whether Slack may have done what was asked all the same */
function unreachable(
  method: string,
  why: string,
  cause: unknown,
  arrived: 'no' | 'maybe' = 'maybe',
): SlackError {
  return new SlackError({
    code: 'slack_unreachable',
    message: `${method} did not reach Slack or got no usable answer: ${why}.`,
    hint: 'See https://slack-status.com, and whether this machine reaches the address in SLACK_API_URL.',
    retryable: true,
    method,
    arrived,
    cause,
  });
}
