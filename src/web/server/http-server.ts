import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { RefusalReason, Refusals } from '../../observability/refusals.ts';
import { runInRequest } from '../../observability/request-context.ts';
import { createConnections } from './connections.ts';
import type { TooMany } from './limit-rate.ts';
import {
  bodyLimitOf,
  pathOf,
  RATE_LIMITED_PATHS,
  SLACK_PATH,
  TIME_LIMITS,
  type TimeLimits,
} from './limits.ts';
import { receiveBody, refuse } from './receive-body.ts';

type Options = {
  web: Hono;
  /** Absent: Slack's requests come by another way. */
  slack?: SlackEndpoint | undefined;
  logger?: Logger | undefined;
  refusals?: Pick<Refusals, 'note'> | undefined;
  /** Absent: no page has a limit per network. */
  tooMany?: TooMany | undefined;
  /** PEM; absent: plain http, behind a proxy. */
  tls?: { cert: string; key: string; slackClientCa: string | undefined } | undefined;
  times?: TimeLimits | undefined;
};

export type SlackEndpoint = {
  /** Called once the body was read, into `rawBody`. */
  requestListener: RequestListener;
  /** Whether a request may be refused before its body is read, and with which status. */
  refusalByHeaders(request: IncomingMessage): number | undefined;
  /** Present: mutual TLS. */
  hasSlacksCertificate?: ((request: IncomingMessage) => boolean) | undefined;
  metrics: Metrics;
};

export type HttpServer = {
  /** @returns the port that was taken, of interest when 0 was asked for */
  start(port: number, host: string): Promise<number>;
  /**
   * Answers for another second, so that nothing on an open connection is lost, and closes each connection with its
   * answer. Then takes nothing new, lets what is under way finish, and cuts what is left after 6 seconds in all.
   */
  stop(): Promise<void>;
};

/** One server for both doors: Slack's requests go to Bolt, all others to the pages. Limits come before either. */
export function createHttpServer({
  web,
  slack,
  tls,
  logger,
  refusals = { note: () => {} },
  tooMany,
  times = TIME_LIMITS,
}: Options): HttpServer {
  const pages = getRequestListener(web.fetch);
  const connections = createConnections();

  async function answer(request: IncomingMessage, response: ServerResponse, proceed = () => {}) {
    const endpoint = request.method === 'POST' && pathOf(request) === SLACK_PATH ? slack : undefined;
    if (endpoint) {
      const measured = endpoint.metrics.slackRequests.startTimer();
      response.once('close', () => measured({ status: response.statusCode }));
    } else if (logger) logAnswer(request, response, logger);

    // Before anything else: a flood must cost as little as it can.
    const waitSeconds = hasNoBody(request)
      ? await tooMany?.rateLimit.waitSeconds(pathOf(request), request)
      : undefined;
    if (tooMany && waitSeconds !== undefined) {
      const { status, headers, body } = tooMany.answer;
      return response.writeHead(status, { ...headers, 'retry-after': String(waitSeconds) }).end(body);
    }
    const refusedWith = endpoint && refusalBefore(endpoint, request, refusals);
    if (refusedWith) return refuse(request, response, { status: refusedWith, text: '' });
    const body = await receiveBody(request, bodyLimitOf(request), proceed);
    if (body === 'broken_off') return response.destroy();
    if (body === 'too_many_bodies') {
      refusals.note(body);
      return response.destroy();
    }
    if (body === 'too_large') {
      refusals.note(body);
      return refuse(request, response, {
        status: 413,
        text: 'This request has more of a body than is read here.\n',
      });
    }
    return (endpoint?.requestListener ?? pages)(Object.assign(request, { rawBody: body }), response);
  }

  const listener = (request: IncomingMessage, response: ServerResponse, proceed?: () => void) =>
    runInRequest(() => {
      connections.answering(response);
      answer(request, response, proceed).catch((err) => {
        logger?.error({ err }, 'A request could not be answered');
        response.destroy();
      });
    });
  const options: ServerOptions = {
    headersTimeout: times.headersMs,
    requestTimeout: times.requestMs,
    connectionsCheckingInterval: times.checkEveryMs,
    keepAliveTimeout: times.keepAliveMs,
  };
  const server = tls
    ? createTlsServer({ ...options, ...tlsOptions(tls), handshakeTimeout: times.headersMs })
    : createServer(options);
  server.setTimeout(times.silenceMs);
  server.on('connection', connections.opened);
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) =>
    socket.once('close', () => {
      const reason = refusedByNode(socket);
      if (reason) refusals.note(reason);
    }),
  );
  server.on('request', (request, response) => listener(request, response));
  // Without this listener Node asks for the body before we have looked at the headers.
  server.on('checkContinue', (request, response) =>
    listener(request, response, () => response.writeContinue()),
  );
  return {
    start: (port, host) => listen(server, port, host),
    async stop() {
      await connections.drain(times.drainMs);
      await close(server, times.stopMs - times.drainMs);
    },
  };
}

const hasNoBody = ({ method, headers }: IncomingMessage) =>
  method === 'GET' && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;

function refusalBefore(
  endpoint: SlackEndpoint,
  request: IncomingMessage,
  refusals: Pick<Refusals, 'note'>,
): number | undefined {
  if (endpoint.hasSlacksCertificate?.(request) === false) {
    refusals.note('no_certificate');
    return 403;
  }
  return endpoint.refusalByHeaders(request);
}

/** What Node itself refuses, with 408 or 431; a connection on which nothing ever came isn't a request. */
function refusedByNode({ errored, bytesRead }: Socket): RefusalReason | undefined {
  const { code } = (errored ?? {}) as NodeJS.ErrnoException;
  if (code === 'HPE_HEADER_OVERFLOW') return 'too_large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' && bytesRead > 0 ? 'too_slow' : undefined;
}

/** Counted by `refusals`, which logs their numbers once a minute. */
const COUNTED_STATUS: ReadonlySet<number> = new Set([413, 429]);

/**
 * One line for each answer, without the query: codes and states travel there. Anyone can ask for the other pages as
 * often as they like, and machines ask some of them every few seconds, so those are logged at `debug` only.
 */
function logAnswer(request: IncomingMessage, response: ServerResponse, logger: Logger): void {
  const started = performance.now();
  const path = pathOf(request);
  response.once('close', () => {
    const durationMs = Math.round(performance.now() - started);
    const line = {
      method: request.method,
      path: path.slice(0, 200),
      status: response.statusCode,
      durationMs,
    };
    const limited = RATE_LIMITED_PATHS.has(path) && !COUNTED_STATUS.has(response.statusCode);
    logger[limited ? 'info' : 'debug'](line, 'A browser was answered');
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

function close(server: Server, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), limitMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
