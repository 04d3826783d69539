import type { IncomingHttpHeaders } from 'node:http';
import type { Activity } from '../state/activity.ts';
import type { Alarms } from '../state/alarms.ts';
import type { AppRegistration } from '../state/apps.ts';
import { keepLast } from '../state/keep-last.ts';
import { type PostResult, post, type RetryReason } from './post.ts';
import { signedHeaders } from './signing.ts';
import type { SocketFrame, Sockets } from './sockets.ts';

export type DeliveryKind = 'event' | 'command' | 'interaction';

/** One request to an app. Listed as soon as it is sent; `done` when it was answered or given up. */
export type Delivery = {
  kind: DeliveryKind;
  appId: string;
  at: Date;
  url: string;
  headers: Record<string, string>;
  /** As sent, byte for byte: the signature covers it. */
  body: string;
  /** The same, parsed. */
  payload: Record<string, unknown>;
  /** 1 for the first, 2 to 4 for the retries. */
  attempt: number;
  status: number | null;
  ackMs: number | null;
  answer: string;
  answerHeaders: IncomingHttpHeaders;
  /** Slack's word for what went wrong; null when it was acknowledged. */
  failure: RetryReason | null;
  done: boolean;
};

export type Outgoing = {
  app: AppRegistration;
  kind: DeliveryKind;
  body: string;
  payload: Record<string, unknown>;
  retryNum?: number;
  retryReason?: string;
  signature?: 'bad' | 'missing';
  /** Of the signature; default: now. */
  timestampSeconds?: number;
};

export type Deliveries = {
  readonly list: Delivery[];
  /** One attempt. Resolves, never rejects, when it was answered or failed. */
  send(outgoing: Outgoing): Promise<Delivery>;
  /** Resolves after the first attempt; the retries follow by themselves. */
  sendUntilAcknowledged(outgoing: Outgoing): Promise<Delivery>;
  stop(): void;
};

type Dependencies = {
  activity: Activity;
  alarms: Alarms;
  clock: () => Date;
  sockets: Sockets;
  ackTimeoutMs: number;
  retryDelaysMs: readonly number[];
  log: (line: string) => void;
};

const FRAMES: Record<DeliveryKind, SocketFrame['type']> = {
  event: 'events_api',
  command: 'slash_commands',
  interaction: 'interactive',
};

const ACCEPT: Record<DeliveryKind, Record<string, string>> = {
  event: { Accept: '*/*', 'Content-Type': 'application/json' },
  command: { Accept: 'application/json,*/*', 'Content-Type': 'application/x-www-form-urlencoded' },
  interaction: { Accept: 'application/json,*/*', 'Content-Type': 'application/x-www-form-urlencoded' },
};

/**
 * Sends signed requests to apps, with the acknowledgement timer and the retries of the Events API.
 * @see https://docs.slack.dev/apis/events-api
 */
export function createDeliveries(dependencies: Dependencies): Deliveries {
  const { activity, alarms, clock, sockets, ackTimeoutMs, retryDelaysMs, log } = dependencies;
  const list: Delivery[] = [];
  const stopping = new AbortController();

  function headersFor({ app, kind, body, retryNum, retryReason, signature, timestampSeconds }: Outgoing) {
    const secret = signature === 'bad' ? `not ${app.signingSecret}` : app.signingSecret;
    return {
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'Accept-Encoding': 'gzip,deflate',
      ...ACCEPT[kind],
      ...(signature === 'missing'
        ? {}
        : signedHeaders(secret, body, timestampSeconds ?? Math.floor(clock().getTime() / 1000))),
      ...(retryNum === undefined ? {} : { 'X-Slack-Retry-Num': `${retryNum}` }),
      ...(retryReason === undefined ? {} : { 'X-Slack-Retry-Reason': retryReason }),
    };
  }

  async function attempt(outgoing: Outgoing): Promise<Delivery> {
    const { app, kind, body, payload } = outgoing;
    const delivery: Delivery = {
      kind,
      appId: app.appId,
      at: clock(),
      url: app.socketMode ? 'websocket' : app.requestUrl,
      headers: app.socketMode ? {} : headersFor(outgoing),
      body,
      payload,
      attempt: (outgoing.retryNum ?? 0) + 1,
      status: null,
      ackMs: null,
      answer: '',
      answerHeaders: {},
      failure: null,
      done: false,
    };
    keepLast(list, delivery);
    const begun = performance.now();
    const result = app.socketMode
      ? await sockets.send(app.appId, { ...outgoing, type: FRAMES[kind] }, ackTimeoutMs)
      : await post(app.requestUrl, {
          headers: delivery.headers,
          body,
          timeoutMs: ackTimeoutMs,
          signal: stopping.signal,
        });
    delivery.ackMs = Math.round(performance.now() - begun);
    record(delivery, result);
    if (delivery.failure)
      log(`${kind} to ${app.name}: ${delivery.failure}${delivery.status ? ` (${delivery.status})` : ''}`);
    return delivery;
  }

  async function retry(outgoing: Outgoing, last: Delivery, number: number): Promise<void> {
    const delayMs = retryDelaysMs[number - 1];
    const noRetry = last.status !== null && last.answerHeaders['x-slack-no-retry'] === '1';
    if (last.failure === null || noRetry || delayMs === undefined || stopping.signal.aborted) return;
    const send = async () => {
      const next = await attempt({
        ...outgoing,
        retryNum: number,
        retryReason: last.failure ?? 'unknown_error',
      });
      await retry(outgoing, next, number + 1);
    };
    if (delayMs === 0) return send();
    // Not due yet: nothing waits for it.
    alarms.at(clock().getTime() + delayMs, () => void activity.during(send()));
  }

  return {
    list,
    send: (outgoing) => activity.during(attempt(outgoing)),
    async sendUntilAcknowledged(outgoing) {
      const first = activity.during(attempt(outgoing));
      void activity.during(first.then((delivery) => retry(outgoing, delivery, 1)));
      return first;
    },
    stop: () => stopping.abort(),
  };
}

function record(delivery: Delivery, result: PostResult): void {
  delivery.done = true;
  if (!result.ok) {
    delivery.failure = result.reason;
    return;
  }
  delivery.status = result.status;
  delivery.answer = result.body;
  delivery.answerHeaders = result.headers;
  delivery.failure = result.status >= 200 && result.status < 300 ? null : 'http_error';
}
