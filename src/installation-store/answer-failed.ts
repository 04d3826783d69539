import { AppError, type ErrorCode } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';

const RESPONSE_TIMEOUT_MS = 5_000;

/** What a person reads when their command or button could not be authorized. */
export type FailureWords = (failure: { code: ErrorCode; installUrl: string }) => string;

const inEnglish: FailureWords = ({ code, installUrl }) => {
  if (code === 'rotation_pending') return 'Slack is renewing this app’s permission. Try again in a minute.';
  if (code === 'token_expired')
    return `This app’s permission has expired. Add it to Slack again: ${installUrl}`;
  if (code === 'not_installed')
    return `This app is not installed here, or it was removed. Add it to Slack: ${installUrl}`;
  return 'This app cannot look up its permission right now. Try again in a minute.';
};

type Options = { installUrl: string; logger: Logger; words?: FailureWords | undefined };
/** What Bolt hands to `app.error` of an App with `extendedErrorHandler`. Of any other it is the error alone. */
export type FailedRequest = { error: Error & { original?: unknown }; body: object };

/**
 * For `app.error`. Bolt would acknowledge what it could not authorize by an empty 200, and the person would see nothing:
 * they are answered through `response_url`. What has none (an event) is not acknowledged, and neither is anything of an App
 * without `extendedErrorHandler`, which does not tell what was asked.
 * @throws what a listener threw; and the failure itself where no one could be answered
 * @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function answerFailed(
  { installUrl, logger, words = inEnglish }: Options,
  failed: FailedRequest | FailedRequest['error'],
): Promise<void> {
  const { error, body } = failed instanceof Error ? { error: failed, body: {} } : failed;
  const failure = error.original;
  const { response_url: responseUrl } = body as { response_url?: string };
  logger.error({ err: failure ?? error }, 'Bolt could not handle a request');
  if (!(failure instanceof AppError) || !responseUrl) throw error;
  const text = words({ code: failure.code, installUrl });
  const answer = await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
  });
  if (!answer.ok) throw error;
}
