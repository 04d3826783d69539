import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPReceiver } from '@slack/bolt';
import { toAppError } from '../errors.ts';
import type { InFlight } from '../in-flight.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { slackLogger } from '../observability/slack-logger.ts';
import { createProcessEvent } from './process-event.ts';

/** Slack's largest requests, views with all their state, stay far below. */
const BODY_LIMIT = '1mb';
/** Slack's window, in both directions: Bolt keeps only its old end. */
const WINDOW_SECONDS = 5 * 60;
const TYPES: ReadonlySet<string> = new Set(['application/json', 'application/x-www-form-urlencoded']);

type ReceiverOptions = {
  signingSecret: string;
  logger: Logger;
  inFlight: InFlight;
  metrics: Metrics;
  clock: () => Date;
};

/** Bolt's receiver (signature, parsing, ack timing), with the acknowledgements of `process-event.ts`. */
export class CommitFirstReceiver extends HTTPReceiver {
  readonly #dependencies: Omit<ReceiverOptions, 'signingSecret' | 'clock'>;

  constructor({ signingSecret, clock, ...dependencies }: ReceiverOptions) {
    super({
      signingSecret,
      logger: slackLogger(dependencies.logger, 'bolt'),
      processEventErrorHandler: async ({ error, response }) => {
        const { code } = toAppError(error);
        if (!response.headersSent) response.writeHead(code === 'bad_request' ? 400 : 503).end();
        return true;
      },
    });
    this.#dependencies = dependencies;
    const receive = this.requestListener;
    this.requestListener = async (request, response) => {
      const { headers } = request;
      if (!TYPES.has(mediaType(headers['content-type'])))
        response.writeHead(415, { connection: 'close' }).end();
      else if (isAhead(headers['x-slack-request-timestamp'], clock()))
        response.writeHead(401, { connection: 'close' }).end();
      else if (await isNoObject(request, response)) response.writeHead(400).end();
      else if (!response.headersSent) receive(request, response);
    };
  }

  override init(app: App): void {
    // The receiver calls nothing else of the app.
    super.init({ processEvent: createProcessEvent(app, this.#dependencies) } as App);
  }
}

const mediaType = (header = '') => header.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** A request with a time to come could be kept and sent when its time is there. What is no number is Bolt's to refuse. */
function isAhead(timestamp: string | string[] | undefined, now: Date): boolean {
  return Number(timestamp) > now.getTime() / 1000 + WINDOW_SECONDS;
}

/**
 * `null` and the like, signed or not: Bolt would read a property of it outside of any try, and the process would end.
 * Everything else is left to Bolt, which answers what it cannot parse only after it has checked the signature.
 */
async function isNoObject(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  let body: unknown;
  try {
    const buffered = await HTTPModuleFunctions.bufferIncomingMessage(request, BODY_LIMIT);
    body = HTTPModuleFunctions.parseHTTPRequestBody(buffered);
  } catch (error) {
    const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    if (tooLarge) response.writeHead(413, { connection: 'close' }).end();
    else if (!('rawBody' in request)) response.writeHead(400).end();
    return false;
  }
  return typeof body !== 'object' || body === null;
}
