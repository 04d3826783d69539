import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { runInRequest } from '../observability/request-context.ts';

const SLACK_PATH = '/slack/events';
/** Requests under way get this long to finish at a stop. */
const STOP_MS = 6_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;

type Options = {
  web: Hono;
  /** Absent: Slack's requests come by another way. */
  slack?:
    | {
        requestListener: RequestListener;
        /** Present: mutual TLS. */
        hasSlacksCertificate?: ((request: IncomingMessage) => boolean) | undefined;
        metrics: Metrics;
      }
    | undefined;
  logger?: Logger | undefined;
  /** PEM; absent: plain http, behind a proxy. */
  tls?: { cert: string; key: string; slackClientCa: string | undefined } | undefined;
};

export type HttpServer = {
  /** @returns the port that was taken, of interest when 0 was asked for */
  start(port: number, host: string): Promise<number>;
  /** Takes no new requests, lets those under way finish, and cuts off what is left after 6 seconds. */
  stop(): Promise<void>;
};

/** One server for both doors: Slack's requests go to Bolt, all others to the pages. */
export function createHttpServer({ web, slack, tls, logger }: Options): HttpServer {
  const pages = getRequestListener(web.fetch);
  const listener: RequestListener = (request, response) =>
    runInRequest(() => {
      const isSlacks = request.url?.split('?', 1)[0] === SLACK_PATH && request.method === 'POST';
      if (!slack || !isSlacks) {
        if (logger) logAnswer(request, response, logger);
        return pages(request, response);
      }
      const measured = slack.metrics.slackRequests.startTimer();
      response.once('close', () => measured({ status: response.statusCode }));
      if (slack.hasSlacksCertificate?.(request) === false) {
        logger?.warn({ from: request.socket.remoteAddress }, 'A request without Slack’s client certificate');
        return response.writeHead(403, { connection: 'close' }).end();
      }
      return slack.requestListener(request, response);
    });
  const server = tls ? createTlsServer(tlsOptions(tls), listener) : createServer(listener);
  // Nobody holds a connection open by sending slowly.
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  return {
    start: (port, host) => listen(server, port, host),
    stop: () => close(server),
  };
}

/** Asked every few seconds, by machines. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/** One line a page. Without the query: codes and states travel there. */
function logAnswer(request: IncomingMessage, response: ServerResponse, logger: Logger): void {
  const started = performance.now();
  const path = request.url?.split('?', 1)[0] ?? '';
  response.once('close', () => {
    const durationMs = Math.round(performance.now() - started);
    const line = {
      method: request.method,
      path: path.slice(0, 200),
      status: response.statusCode,
      durationMs,
    };
    logger[PROBES.has(path) ? 'debug' : 'info'](line, 'A browser was answered');
  });
}

/** Browsers have no certificate and need none: what a client shows is judged where Slack's requests are served. */
function tlsOptions({ cert, key, slackClientCa }: NonNullable<Options['tls']>): ServerOptions {
  return {
    cert,
    key,
    minVersion: 'TLSv1.2',
    ...(slackClientCa && { ca: slackClientCa, requestCert: true, rejectUnauthorized: false }),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function cannotListen(cause: NodeJS.ErrnoException, port: number, host: string): AppError {
  const why: Record<string, string> = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'this user may not listen on that port',
    EADDRNOTAVAIL: 'this machine does not have that address',
  };
  return new AppError({
    code: 'config_invalid',
    message: `Lanyard cannot listen on ${host}:${port}: ${why[cause.code ?? ''] ?? cause.code}.`,
    hint: 'Set PORT (and HOST) to where it may listen.',
    cause,
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), STOP_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
