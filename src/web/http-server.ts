import { createServer, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError } from '../errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import { runInRequest } from '../observability/request-context.ts';

const SLACK_PATH = '/slack/events';
/** Requests under way get this long to finish at a stop. */
const STOP_MS = 6_000;

type Options = {
  web: Hono;
  /** Absent: Slack's requests come by another way. */
  slack?: { requestListener: RequestListener; metrics: Metrics } | undefined;
};

export type HttpServer = {
  /** @returns the port that was taken, of interest when 0 was asked for */
  start(port: number, host: string): Promise<number>;
  /** Takes no new requests, lets those under way finish, and cuts off what is left after 6 seconds. */
  stop(): Promise<void>;
};

/** One server for both doors: Slack's requests go to Bolt, all others to the pages. */
export function createHttpServer({ web, slack }: Options): HttpServer {
  const pages = getRequestListener(web.fetch);
  const server = createServer((request, response) =>
    runInRequest(() => {
      const isSlacks = request.url?.split('?', 1)[0] === SLACK_PATH && request.method === 'POST';
      if (!slack || !isSlacks) return pages(request, response);
      const measured = slack.metrics.slackRequests.startTimer();
      response.once('close', () => measured({ status: response.statusCode }));
      return slack.requestListener(request, response);
    }),
  );
  return {
    start: (port, host) => listen(server, port, host),
    stop: () => close(server),
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
