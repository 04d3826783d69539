import { AppError, type ErrorCode } from '../errors.ts';
import { isCodeOf, type SlackErrorClass } from './slack-error-codes.ts';

type SlackErrorOptions = {
  code: Extract<ErrorCode, `slack_${string}`>;
  message: string;
  hint?: string;
  retryable?: boolean;
  cause?: unknown;
  method: string;
  error?: string | undefined;
  retryAfterSeconds?: number | undefined;
  needed?: readonly string[] | undefined;
  provided?: readonly string[] | undefined;
  arrived?: 'no' | 'maybe' | undefined;
};

/** Whose token a call was made with: the workspace’s, or a person’s. */
export type TokenKind = 'bot' | 'user';

/** How a call of Slack's Web API failed. Nothing in it quotes an answer, apart from Slack's own codes and scope names. */
export class SlackError extends AppError {
  /** The method that was called, such as `users.info`. */
  readonly method: string;
  /** Slack's own code; undefined: Slack gave none, or something else answered. */
  readonly error: string | undefined;
  /** How long Slack wants no more calls of this method; undefined: it did not say. */
  readonly retryAfterSeconds: number | undefined;
  /** With `missing_scope`: the scopes the method wants, and those the token has. */
  readonly needed: readonly string[] | undefined;
  readonly provided: readonly string[] | undefined;
  /** Without a usable answer: whether Slack may have done what it was asked to do. */
  readonly arrived: 'no' | 'maybe' | undefined;
  /** Undefined: with the app’s own credentials. */
  tokenKind: TokenKind | undefined;

  constructor(options: SlackErrorOptions) {
    const { code, message, hint, retryable, cause, method } = options;
    super({
      code,
      message,
      // What the log shows; code reads the fields.
      details: {
        method,
        slackError: options.error,
        retryAfterSeconds: options.retryAfterSeconds,
        arrived: options.arrived,
      },
      ...(hint !== undefined && { hint }),
      ...(retryable !== undefined && { retryable }),
      ...(cause !== undefined && { cause }),
    });
    this.name = 'SlackError';
    this.method = method;
    this.error = options.error;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.needed = options.needed;
    this.provided = options.provided;
    this.arrived = options.arrived;
  }
}

/** Whether Slack answered with a code of one of these classes. */
export const isSlackError = (thrown: unknown, ...classes: readonly SlackErrorClass[]): thrown is SlackError =>
  thrown instanceof SlackError && isCodeOf(thrown.error, ...classes);

/** Slack's own code; undefined when it gave none. */
export const slackCodeOf = (thrown: unknown): string | undefined =>
  thrown instanceof SlackError ? thrown.error : undefined;

/** Whose token it is about; undefined: no one’s, or it isn’t known. */
export function tokenKindOf(error: AppError): TokenKind | undefined {
  if (error instanceof SlackError) return error.tokenKind;
  const { kind } = error.details;
  return kind === 'bot' || kind === 'user' ? kind : undefined;
}

/** How long Slack wants to be left alone; undefined when it did not say. */
export const retryAfterSecondsOf = (thrown: unknown): number | undefined =>
  thrown instanceof SlackError ? thrown.retryAfterSeconds : undefined;

/** Whether this code of ours means that Slack didn’t do what it was asked, and that an incident of Slack’s may be why. */
export const isSlacksFailure = (code: string): boolean =>
  isUnanswered(code) ||
  code === 'slack_rate_limited' ||
  code === 'slack_refused' ||
  code === 'rotation_pending';

/** Whether this code of ours means that Slack gave no usable answer. */
export const isUnanswered = (code: string): boolean =>
  code === 'slack_timeout' || code === 'slack_unreachable';
