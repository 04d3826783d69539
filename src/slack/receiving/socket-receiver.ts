import { setTimeout as delay } from 'node:timers/promises';
import { type App, SocketModeReceiver } from '@slack/bolt';
import { AppError, toAppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { runInRequest } from '../../observability/request-context.ts';
import { slackLogger } from '../../observability/slack-logger.ts';
import { readConnection } from '../../slack-api/answers.ts';
import { slackFetch } from '../../slack-api/slack-answer.ts';
import { slackCodeOf } from '../../slack-api/slack-error.ts';
import { toSlackError } from '../../slack-api/to-slack-error.ts';
import { createProcessEvent } from './process-event.ts';

type Options = { appToken: string; apiUrl: string; inFlight: InFlight; metrics: Metrics; logger: Logger };

const CALL_TIMEOUT_MS = 8_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const FAREWELL_MS = 1_000;

/**
 * Bolt's Socket Mode receiver, with the acknowledgements of `process-event.ts` and connections that we keep up
 * ourselves: the client's own reconnecting gives up with a rejection that no one catches, which ends the process.
 *
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class CommitFirstSocketReceiver extends SocketModeReceiver {
  readonly #options: Options;
  #stopping = new AbortController();
  #connected = false;

  constructor(options: Options) {
    const { appToken, apiUrl, logger } = options;
    super({
      appToken,
      autoReconnectEnabled: false,
      // At debug the client writes whole payloads: what people typed has no place in a log.
      logger: { ...slackLogger(logger, 'socket-mode'), debug: () => {} },
      installerOptions: {
        clientOptions: {
          slackApiUrl: apiUrl,
          timeout: CALL_TIMEOUT_MS,
          retryConfig: { retries: 0 },
          rejectRateLimitedCalls: true,
          fetch: connectionsFetch(apiUrl),
        },
      },
      // What is not acknowledged comes again; what is malformed would only come again malformed.
      processEventErrorHandler: async ({ error }) => toAppError(error).code === 'bad_request',
    });
    this.#options = options;
  }

  override init(app: App): void {
    const processEvent = createProcessEvent(app, this.#options);
    // The receiver calls nothing else of the app.
    super.init({ processEvent: (event) => runInRequest(() => processEvent(event)) } as App);
  }

  get connected(): boolean {
    return this.#connected;
  }

  /**
   * Connects, and stays connected until `stop`. When Slack cannot be reached it keeps trying behind the answer.
   * @throws AppError `config_invalid` when Slack refuses the token
   */
  override async start(): Promise<never> {
    this.#stopping = new AbortController();
    const first = await this.#connect();
    if (first?.code === 'slack_refused' || first?.code === 'slack_token_dead') {
      throw new AppError({
        code: 'config_invalid',
        message: `Slack refuses SLACK_APP_TOKEN: ${slackCodeOf(first)}.`,
        hint: 'api.slack.com/apps > your app > Basic Information > App-Level Tokens: one with connections:write. Socket Mode has to be turned on, too.',
        cause: first,
      });
    }
    void this.#stayConnected(first);
    return undefined as never;
  }

  override async stop(): Promise<never> {
    this.#stopping.abort();
    // The client waits half a minute for a peer that does not answer its farewell.
    await Promise.race([this.client.disconnect(), delay(FAREWELL_MS)]);
    return undefined as never;
  }

  async #stayConnected(first: AppError | undefined): Promise<void> {
    const { signal } = this.#stopping;
    let failure = first;
    let waitMs = FIRST_WAIT_MS;
    while (!signal.aborted) {
      if (failure === undefined) {
        waitMs = FIRST_WAIT_MS;
        await this.#disconnected();
      } else {
        this.#options.logger.warn({ err: failure, waitMs }, 'No connection to Slack; trying again');
        // Apart from each other: all processes of a broken network come back at once.
        await delay(waitMs * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
      if (!signal.aborted) failure = await this.#connect();
    }
  }

  /** @returns why it could not connect; undefined when it could */
  async #connect(): Promise<AppError | undefined> {
    try {
      await this.client.start();
      this.#connected = true;
      this.#options.logger.info('Connected to Slack by Socket Mode');
      return undefined;
    } catch (error) {
      return toSlackError(error, 'apps.connections.open');
    }
  }

  #disconnected(): Promise<void> {
    return new Promise((resolve) => {
      this.client.once('disconnected', () => {
        this.#connected = false;
        resolve();
      });
    });
  }
}

/** The one call that the client makes; an address that isn't a WebSocket's would fail outside of any try of ours. */
const connectionsFetch =
  (apiUrl: string): typeof fetch =>
  async (input, init) => {
    const response = await slackFetch(input, init);
    if (response.status === 200) readConnection(await response.clone().json(), apiUrl);
    return response;
  };
