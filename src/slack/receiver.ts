import type { IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import { AppError, toAppError } from '../errors.ts';
import type { InFlight } from '../in-flight.ts';
import type { Logger } from '../observability/logger.ts';
import { slackLogger } from '../observability/slack-logger.ts';
import { LIFECYCLE_EVENTS } from './events/lifecycle.ts';

/** Slack's largest requests, views with all their state, stay far below. */
const BODY_LIMIT = '1mb';

type ReceiverOptions = { signingSecret: string; logger: Logger; inFlight: InFlight };

/**
 * Bolt's receiver (signature, parsing, ack timing), with two differences. Bolt acknowledges an event before its
 * listener has run; the end of a token is acknowledged only once it is committed, so that Slack repeats what a crash
 * or a database outage swallowed. And what no listener acknowledges is answered at once instead of after 3 seconds.
 */
export class CommitFirstReceiver extends HTTPReceiver {
  readonly #logger: Logger;
  readonly #inFlight: InFlight;

  constructor({ signingSecret, logger, inFlight }: ReceiverOptions) {
    super({
      signingSecret,
      logger: slackLogger(logger, 'bolt'),
      processEventErrorHandler: async ({ error, response }) => {
        const { code } = toAppError(error);
        if (!response.headersSent) response.writeHead(code === 'bad_request' ? 400 : 503).end();
        return true;
      },
    });
    this.#logger = logger;
    this.#inFlight = inFlight;
    const receive = this.requestListener;
    this.requestListener = async (request, response) => {
      if (await isNoObject(request, response)) response.writeHead(400).end();
      else if (!response.headersSent) receive(request, response);
    };
  }

  override init(app: App): void {
    const processEvent = async (event: ReceiverEvent) => {
      if (isLifecycleEvent(event.body)) {
        await app.processEvent({ ...event, ack: async () => {} });
        await event.ack();
        return;
      }
      let acknowledged = false;
      await app.processEvent({
        ...event,
        ack: async (response) => {
          acknowledged = true;
          await event.ack(response);
        },
      });
      if (acknowledged) return;
      const type = typeOf(event.body);
      if (!KNOWN_TYPES.has(type)) {
        throw new AppError({ code: 'bad_request', message: 'The request is none that Slack documents.' });
      }
      this.#logger.warn({ type }, 'Slack sent something that no listener is for');
      await event.ack();
    };
    // The receiver calls nothing else of the app.
    super.init({ processEvent: (event) => this.#inFlight.track(processEvent(event)) } as App);
  }
}

const KNOWN_TYPES: ReadonlySet<unknown> = new Set([
  'block_actions',
  'block_suggestion',
  'command',
  'event_callback',
  'message_action',
  'shortcut',
  'view_closed',
  'view_submission',
]);

function typeOf(body: ReceiverEvent['body']): unknown {
  if (body.type === 'event_callback' && typeof body.event?.type !== 'string') return undefined;
  return body.type ?? (body.command ? 'command' : undefined);
}

function isLifecycleEvent(body: ReceiverEvent['body']): boolean {
  return body.type === 'event_callback' && LIFECYCLE_EVENTS.has(body.event?.type);
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
