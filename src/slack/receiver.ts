import { type App, HTTPReceiver, type ReceiverEvent } from '@slack/bolt';
import { AppError, toAppError } from '../errors.ts';
import type { InFlight } from '../in-flight.ts';
import type { Logger } from '../observability/logger.ts';
import { slackLogger } from '../observability/slack-logger.ts';
import { LIFECYCLE_EVENTS } from './events/lifecycle.ts';

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
      const type = event.body.type ?? (event.body.command ? 'command' : undefined);
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

function isLifecycleEvent(body: ReceiverEvent['body']): boolean {
  return body.type === 'event_callback' && LIFECYCLE_EVENTS.has(body.event?.type);
}
