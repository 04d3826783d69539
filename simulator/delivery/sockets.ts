import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { hex } from '../state/ids.ts';
import type { PostResult } from './post.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

/** What goes through a socket instead of an HTTP request. */
export type SocketFrame = {
  type: 'events_api' | 'interactive' | 'slash_commands';
  payload: Record<string, unknown>;
  retryNum?: number | undefined;
  retryReason?: string | undefined;
};

export type Sockets = {
  /** An address for one connection of this app, once. */
  issueUrl(appId: string): string;
  connections(appId: string): number;
  /** To any one of the app's connections. Resolves, never rejects, when it was acknowledged or not in time. */
  send(appId: string, frame: SocketFrame, timeoutMs: number): Promise<PostResult>;
  /** Tells the app's connections to go; all but a warned one are closed. */
  disconnect(appId: string, reason: DisconnectReason): void;
  attach(server: Server): void;
  stop(): void;
};

const MOST_CONNECTIONS = 10;
const LINK = '/link/';
const HOST = 'applink-simulator';

/**
 * Socket Mode: everything Slack would post comes as an envelope over the app's own WebSocket.
 * @param url of the simulator, without a slash at the end
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function createSockets(url: () => string): Sockets {
  const tickets = new Map<string, string>();
  const links = new Map<string, WebSocket[]>();
  const awaited = new Map<string, (payload: unknown) => void>();
  const server = new WebSocketServer({ noServer: true });
  const open = (appId: string) =>
    (links.get(appId) ?? []).filter(({ readyState }) => readyState === WebSocket.OPEN);
  let turn = 0;

  function welcome(socket: WebSocket, appId: string): void {
    links.set(appId, [...open(appId), socket]);
    socket.on('close', () =>
      links.set(
        appId,
        open(appId).filter((each) => each !== socket),
      ),
    );
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const { envelope_id: id, payload } = readAck(String(data));
      awaited.get(id)?.(payload);
    });
    say(socket, {
      type: 'hello',
      num_connections: open(appId).length,
      connection_info: { app_id: appId },
      debug_info: { host: HOST, build_number: 1, approximate_connection_time: 3_600 },
    });
    if (open(appId).length > MOST_CONNECTIONS) leave(socket, 'too_many_websockets');
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', url());
    const ticket = searchParams.get('ticket') ?? '';
    const appId = tickets.get(ticket);
    if (pathname !== LINK || appId === undefined) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    tickets.delete(ticket);
    server.handleUpgrade(request, socket, head, (link) => welcome(link, appId));
  }

  return {
    issueUrl(appId) {
      const ticket = hex(16);
      tickets.set(ticket, appId);
      return `${url().replace('http', 'ws')}${LINK}?ticket=${ticket}&app_id=${appId}`;
    },
    connections: (appId) => open(appId).length,
    send(appId, { type, payload, retryNum = 0, retryReason = '' }, timeoutMs) {
      const all = open(appId);
      turn += 1;
      const socket = all[turn % all.length];
      if (!socket) return Promise.resolve({ ok: false, reason: 'connection_failed' });
      const id = randomUUID();
      return new Promise<PostResult>((resolve) => {
        const end = (result: PostResult) => {
          clearTimeout(timer);
          awaited.delete(id);
          socket.off('close', lost);
          resolve(result);
        };
        const lost = () => end({ ok: false, reason: 'connection_failed' });
        const timer = setTimeout(() => end({ ok: false, reason: 'http_timeout' }), timeoutMs);
        awaited.set(id, (answer) => end(acknowledged(answer)));
        socket.once('close', lost);
        say(socket, {
          envelope_id: id,
          type,
          payload,
          accepts_response_payload: type !== 'events_api',
          retry_attempt: retryNum,
          retry_reason: retryReason,
        });
      });
    },
    disconnect(appId, reason) {
      for (const socket of open(appId)) leave(socket, reason);
    },
    attach(http) {
      http.on('upgrade', upgrade);
    },
    stop() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

const say = (socket: WebSocket, frame: object): void => socket.send(JSON.stringify(frame));

/** Ten seconds before the end comes a warning; the simulator leaves what follows to its test. */
function leave(socket: WebSocket, reason: DisconnectReason | 'too_many_websockets'): void {
  say(socket, { type: 'disconnect', reason, debug_info: { host: HOST } });
  if (reason !== 'warning') socket.close();
}

/** As an HTTP answer would have said it: an empty payload is a silent acknowledgement. */
function acknowledged(payload: unknown): PostResult {
  const empty = typeof payload !== 'object' || payload === null || Object.keys(payload).length === 0;
  const body = empty ? '' : JSON.stringify(payload);
  return { ok: true, status: 200, headers: { 'content-type': 'application/json' }, body };
}

function readAck(text: string): { envelope_id: string; payload?: unknown } {
  try {
    const { envelope_id = '', payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
    return { envelope_id, payload };
  } catch {
    return { envelope_id: '' };
  }
}
