import { type FetchFunction, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { slackLogger } from '../observability/slack-logger.ts';
import { type AnswerTo, readAnswerTo, type SlackMethod, type TokenAnswer } from './answers.ts';
import { slackFetch } from './slack-answer.ts';
import type { SlackClock } from './slack-clock.ts';
import { nothingRevoked, toSlackError } from './slack-error.ts';
import type { SlackReach } from './slack-reach.ts';

/** The longest one call may take. People wait for most of them. */
const TIMEOUT_MS = 8_000;

/** Calls of the Web API, bound to one credential that the holder of this object cannot read. */
export type SlackCaller = {
  /**
   * Calls a method, once: no silent retries, a limit of 8 seconds. The answer has been read: it holds what the method
   * promises.
   * @throws AppError `slack_refused` (with `details.slackError`, a code), `slack_token_dead`, `slack_rate_limited`,
   *   `slack_timeout`; `slack_unreachable` also when the answer is not Slack's
   */
  call<Method extends SlackMethod>(method: Method, args?: Record<string, unknown>): Promise<AnswerTo<Method>>;
};

export type SlackClient = {
  withToken(token: string): SlackCaller;
  /**
   * Removes the app from where this token belongs to. Slack wants the app's own credentials with it.
   * @throws as `SlackCaller.call`
   * @see https://docs.slack.dev/reference/methods/apps.uninstall
   */
  uninstall(token: string): Promise<void>;
  /**
   * Exchanges a long-lived token for a rotating pair. Slack names the app's credentials among the arguments.
   * @throws as `SlackCaller.call`
   * @see https://docs.slack.dev/reference/methods/oauth.v2.exchange
   */
  exchange(token: string): Promise<TokenAnswer>;
  /** HTTP Basic with the app's own credentials, as Slack prefers it for token calls. @see RFC 6749 section 2.3.1 */
  withAppCredentials(options?: { timeoutMs?: number }): SlackCaller;
};

type SlackClientOptions = {
  reach?: Pick<SlackReach, 'note'>;
  slackClock?: Pick<SlackClock, 'note'>;
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  logger: Logger;
  metrics: Metrics;
};

/**
 * A client a call, never pooled: a pool keyed by token grows with every rotation. The client's own retries (ten in
 * half an hour by default) are off, because a person or Slack's three seconds are waiting.
 */
export function createSlackClient(options: SlackClientOptions): SlackClient {
  const logger = slackLogger(options.logger, 'web-api');

  function caller(clientOptions: WebClientOptions, token?: string): SlackCaller {
    const client = new WebClient(token, {
      slackApiUrl: options.apiUrl,
      logger,
      timeout: TIMEOUT_MS,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      fetch: notingTheTime(options.slackClock),
      ...clientOptions,
    });
    return {
      async call<Method extends SlackMethod>(method: Method, args: Record<string, unknown> = {}) {
        const beganMs = performance.now();
        const noted = (outcome: string, slackError?: unknown) =>
          options.logger.debug(
            { method, outcome, slackError, durationMs: Math.round(performance.now() - beganMs) },
            'Slack was asked',
          );
        try {
          const answer = readAnswerTo(method, { ...(await client.apiCall(method, args)) });
          if ('revoked' in answer && !answer.revoked) throw nothingRevoked(method);
          noted('ok');
          options.metrics.slackCalls.inc({ method, outcome: 'ok' });
          options.reach?.note('ok');
          return answer;
        } catch (cause) {
          const error = toSlackError(cause, method);
          noted(error.code, error.details.slackError);
          options.metrics.slackCalls.inc({ method, outcome: error.code });
          options.reach?.note(error.code);
          throw error;
        }
      },
    };
  }

  const basic = `${encodeURIComponent(options.clientId)}:${encodeURIComponent(options.clientSecret)}`;
  return {
    withToken: (token) => caller({}, token),
    async uninstall(token) {
      const { clientId: client_id, clientSecret: client_secret } = options;
      await caller({}, token).call('apps.uninstall', { client_id, client_secret });
    },
    exchange(token) {
      const { clientId: client_id, clientSecret: client_secret } = options;
      return caller({}).call('oauth.v2.exchange', { client_id, client_secret, token });
    },
    withAppCredentials: ({ timeoutMs = TIMEOUT_MS } = {}) =>
      caller({
        headers: { Authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
        timeout: timeoutMs,
      }),
  };
}

/** Every answer of Slack's tells the time at which it was sent. */
function notingTheTime(slackClock: Pick<SlackClock, 'note'> | undefined): FetchFunction {
  return async (url, init) => {
    const response = await slackFetch(url, init as RequestInit);
    const seconds = Date.parse(response.headers.get('date') ?? '') / 1000;
    if (!Number.isNaN(seconds)) slackClock?.note(seconds);
    return response;
  };
}
