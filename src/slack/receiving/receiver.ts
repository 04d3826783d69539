import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, HTTPReceiver } from '@slack/bolt';
import { toAppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { RefusalReason, Refusals } from '../../observability/refusals.ts';
import { slackLogger } from '../../observability/slack-logger.ts';
import { type SlackClock, WINDOW_SECONDS } from '../../slack-api/slack-clock.ts';
import { createProcessEvent } from './process-event.ts';

const FORM = 'application/x-www-form-urlencoded';
const TYPES: ReadonlySet<string> = new Set(['application/json', FORM]);
/** Slack's check of a command's certificate is the only request without a signature, and short. */
const UNSIGNED_BYTES = 1024;
/** What is malformed would come again malformed. @see https://docs.slack.dev/apis/events-api/#error-handling */
const NO_RETRY = { 'x-slack-no-retry': '1' };

const STATUS = {
  content_type: 415,
  no_signature: 401,
  bad_signature: 401,
  stale: 401,
  ahead: 401,
  malformed: 400,
} as const satisfies Partial<Record<RefusalReason, number>>;

type Refusal = keyof typeof STATUS;
type WithBody = IncomingMessage & { rawBody: Buffer };

type ReceiverOptions = {
  signingSecret: string;
  logger: Logger;
  inFlight: InFlight;
  metrics: Metrics;
  refusals: Pick<Refusals, 'note'>;
  slackClock: Pick<SlackClock, 'note'>;
  clock: () => Date;
};

/**
 * Bolt's receiver (parsing, ack timing), with the acknowledgements of `process-event.ts`. The server asks
 * `refusalByHeaders` before it reads a body; the signature is checked over the bytes, before anything of them is parsed.
 */
export class CommitFirstReceiver extends HTTPReceiver {
  readonly #options: ReceiverOptions;

  constructor(options: ReceiverOptions) {
    const { signingSecret, logger, refusals } = options;
    super({
      signingSecret,
      logger: slackLogger(logger, 'bolt'),
      processEventErrorHandler: async ({ error, response }) => {
        const malformed = toAppError(error).code === 'bad_request';
        if (malformed) refusals.note('malformed');
        if (response.headersSent) return true;
        (malformed ? response.writeHead(STATUS.malformed, NO_RETRY) : response.writeHead(503)).end();
        return true;
      },
    });
    this.#options = options;
    const receive = this.requestListener;
    this.requestListener = (request, response) => {
      const withBody = request as WithBody;
      if (!isSigned(request.headers) && isCertificateCheck(withBody.rawBody)) response.writeHead(200).end();
      else if (!this.#refuses(withBody, response)) receive(request, response);
    };
  }

  /** @returns the status to refuse a request with before its body is read; undefined when the body is needed */
  refusalByHeaders({ headers }: IncomingMessage): number | undefined {
    const type = mediaType(headers);
    if (!TYPES.has(type)) return this.#refused('content_type');
    const mayBeUnsigned = type === FORM && Number(headers['content-length']) <= UNSIGNED_BYTES;
    return isSigned(headers) || mayBeUnsigned ? undefined : this.#refused('no_signature');
  }

  override init(app: App): void {
    // The receiver calls nothing else of the app.
    super.init({ processEvent: createProcessEvent(app, this.#options) } as App);
  }

  #refuses(request: WithBody, response: ServerResponse): boolean {
    const reason = this.#refusalOf(request);
    if (reason) response.writeHead(this.#refused(reason), reason === 'malformed' ? NO_RETRY : {}).end();
    return reason !== undefined;
  }

  #refusalOf(request: WithBody): Refusal | undefined {
    const { signingSecret, slackClock, clock } = this.#options;
    if (!isSigned(request.headers)) return 'no_signature';
    const seconds = Number(request.headers['x-slack-request-timestamp']);
    if (!isFromSlack(request, signingSecret)) return 'bad_signature';
    slackClock.note(seconds);
    const ageSeconds = clock().getTime() / 1000 - seconds;
    // In both directions: a request with a time to come could be kept and sent when its time is there.
    if (ageSeconds > WINDOW_SECONDS) return 'stale';
    if (ageSeconds < -WINDOW_SECONDS) return 'ahead';
    return isObject(request) ? undefined : 'malformed';
  }

  #refused(reason: Refusal): number {
    this.#options.refusals.note(reason);
    return STATUS[reason];
  }
}

const mediaType = ({ 'content-type': header = '' }: IncomingHttpHeaders) =>
  header.split(';', 1)[0]?.trim().toLowerCase() ?? '';

const isSigned = (headers: IncomingHttpHeaders) =>
  /^v0=[0-9a-f]{64}$/.test(String(headers['x-slack-signature'])) &&
  /^\d{1,12}$/.test(String(headers['x-slack-request-timestamp']));

/** @see https://docs.slack.dev/interactivity/implementing-slash-commands#ssl */
const isCertificateCheck = (body: Buffer) =>
  body.length <= UNSIGNED_BYTES && new URLSearchParams(body.toString()).get('ssl_check') === '1';

/** Over the bytes as they came; Bolt, which checks it again, would first make text of them. */
function isFromSlack({ headers, rawBody }: WithBody, signingSecret: string): boolean {
  const hmac = createHmac('sha256', signingSecret);
  hmac.update(`v0:${headers['x-slack-request-timestamp']}:`).update(rawBody);
  const given = Buffer.from(String(headers['x-slack-signature']).slice('v0='.length), 'hex');
  return timingSafeEqual(hmac.digest(), given);
}

/** Of `null` and the like Bolt would read a property outside of any try, and the process would end. */
function isObject(request: WithBody): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null;
  } catch {
    return false;
  }
}
