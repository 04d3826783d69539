import { type FetchFunction, WebClient } from '@slack/web-api';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { slackLogger } from '../observability/slack-logger.ts';
import { createTurns } from '../turns.ts';
import { type AnswerTo, readAnswerTo, type SlackMethod, type TokenAnswer } from './answers.ts';
import { startPatience } from './patience.ts';
import { NotSlacksAnswer, slackFetch } from './slack-answer.ts';
import type { SlackClock } from './slack-clock.ts';
import { SlackError, slackCodeOf, type TokenKind } from './slack-error.ts';
import type { SlackReach } from './slack-reach.ts';
import { nothingRevoked, toSlackError } from './to-slack-error.ts';

/** The longest one call may take, from when it is sent. People wait for most of them. */
const TIMEOUT_MS = 8_000;
/** As many connections to Slack as one process needs, and as a burst opens with a TLS handshake each. */
const AT_ONCE = 64;
const MOST_WAITING = 10_000;

/** Calls of the Web API, bound to one credential that the holder of this object cannot read. */
export type SlackCaller = {
  /**
   * Calls a method, once: no silent retries, a limit of 8 seconds from when it is sent. Of many calls at once some wait
   * for their turn, the most urgent least. The answer has been read: it holds what the method promises.
   * @throws SlackError `slack_refused` and `slack_token_dead` (with Slack's code in `error`), `slack_rate_limited`,
   *   `slack_timeout`; `slack_unreachable` also when the answer is not Slack's. AppError `overloaded`: it was not sent
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
  /** How many calls may be under way at the same time. */
  atOnce?: number;
};

/**
 * A client a call, never pooled: a pool keyed by token grows with every rotation. The client's own retries (ten in
 * half an hour by default) are off, because a person or Slack's three seconds are waiting.
 */
export function createSlackClient(options: SlackClientOptions): SlackClient {
  const logger = slackLogger(options.logger, 'web-api');
  const fetchSlack = notingTheTime(options.slackClock);
  const turns = createTurns({
    what: 'Slack can’t be asked right now',
    atOnce: options.atOnce ?? AT_ONCE,
    most: MOST_WAITING,
  });

  function caller(headers: Record<string, string>, token?: string, timeoutMs = TIMEOUT_MS): SlackCaller {
    /** In its turn: neither this wait nor a stall of this process counts against the limit. */
    async function send(method: string, args: Record<string, unknown>) {
      const patience = startPatience(timeoutMs);
      const client = new WebClient(token, {
        slackApiUrl: options.apiUrl,
        logger,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        headers,
        fetch: (url, init) => fetchSlack(url, { ...init, signal: patience.signal }),
      });
      try {
        return await client.apiCall(method, args);
      } finally {
        patience.end();
      }
    }
    return {
      async call<Method extends SlackMethod>(method: Method, args: Record<string, unknown> = {}) {
        const beganMs = performance.now();
        const noted = (outcome: string, slackError?: unknown) =>
          options.logger.debug(
            { method, outcome, slackError, durationMs: Math.round(performance.now() - beganMs) },
            'A call to Slack ended',
          );
        try {
          const answer = readAnswerTo(method, { ...(await turns.run(() => send(method, args))) });
          if ('revoked' in answer && !answer.revoked) throw nothingRevoked(method);
          if (isAboutSomebodyElse(answer, args)) throw new NotSlacksAnswer('it is about someone else');
          if (leadsBack(answer, args)) throw new NotSlacksAnswer('its next page is the same page');
          noted('ok');
          options.metrics.slackCalls.inc({ method, outcome: 'ok' });
          options.reach?.note('ok');
          return answer;
        } catch (cause) {
          const error = toSlackError(cause, method);
          if (error instanceof SlackError) error.tokenKind = tokenKind(token);
          noted(error.code, slackCodeOf(error));
          options.metrics.slackCalls.inc({ method, outcome: error.code });
          // Of what was not sent, Slack knows nothing.
          if (error.code !== 'overloaded') options.reach?.note(error.code);
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
    withAppCredentials: ({ timeoutMs } = {}) =>
      caller({ Authorization: `Basic ${Buffer.from(basic).toString('base64')}` }, undefined, timeoutMs),
  };
}

/** Slack’s tokens begin with what they are; rotating ones with `xoxe.` before that. */
function tokenKind(token: string | undefined): TokenKind | undefined {
  const [, kind] = /^(?:xoxe\.)?xox([bp])-/.exec(token ?? '') ?? [];
  if (kind === undefined) return undefined;
  return kind === 'b' ? 'bot' : 'user';
}

/** Rights and a second factor follow from such an answer. In an organization a person may have an id for all of it, too. */
function isAboutSomebodyElse(answer: object, { user: asked }: Record<string, unknown>): boolean {
  if (asked === undefined || !('user' in answer)) return false;
  const { id, enterprise_user: acrossOrg } = answer.user as { id: string; enterprise_user?: { id?: string } };
  return id !== asked && acrossOrg?.id !== asked;
}

/** Of a list that a cache answers for, the end would never come. */
const leadsBack = (answer: object, { cursor }: Record<string, unknown>): boolean =>
  cursor !== undefined &&
  'response_metadata' in answer &&
  (answer.response_metadata as { next_cursor?: string } | undefined)?.next_cursor === cursor;

/** Every answer of Slack's tells the time at which it was sent. */
function notingTheTime(slackClock: Pick<SlackClock, 'note'> | undefined): FetchFunction {
  return async (url, init) => {
    const response = await slackFetch(url, init as RequestInit);
    const seconds = Date.parse(response.headers.get('date') ?? '') / 1000;
    if (!Number.isNaN(seconds)) slackClock?.note(seconds);
    return response;
  };
}
