import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

type Ack = { envelope_id: string; payload?: Record<string, unknown> };

export type SocketSlack = Awaited<ReturnType<typeof startSocketSlack>>;

/**
 * Socket Mode in front of the simulated Slack: it hands out connections, and turns what the simulator delivers by
 * HTTP into envelopes and their acknowledgements back into answers. Every other call of the Web API goes through.
 */
export async function startSocketSlack(apiUrl: string) {
  const sockets = new Set<WebSocket>();
  const waiting = new Map<string, (ack: Ack) => void>();
  const opened: string[] = [];
  let refusal: string | undefined;
  let offered: string | undefined;

  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/deliver') {
      const ack = await deliver(envelopeOf(request, body));
      const answer = JSON.stringify(ack.payload ?? {});
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer === '{}' ? '' : answer);
    } else if (path === '/api/apps.connections.open') {
      opened.push(String(request.headers.authorization));
      const { port } = server.address() as AddressInfo;
      const answer =
        refusal !== undefined
          ? { ok: false, error: refusal }
          : { ok: true, url: offered ?? `ws://127.0.0.1:${port}/link` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } else {
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
      const forwarded = await fetch(new URL(path.replace('/api/', ''), apiUrl), {
        method: request.method ?? 'POST',
        headers: headers as Record<string, string>,
        body,
      });
      response
        .writeHead(forwarded.status, { 'content-type': 'application/json' })
        .end(Buffer.from(await forwarded.arrayBuffer()));
    }
  });
  new WebSocketServer({ server, path: '/link' }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const ack = JSON.parse(String(data)) as Ack;
      waiting.get(ack.envelope_id)?.(ack);
    });
    socket.send(JSON.stringify({ type: 'hello', connection_info: { app_id: 'A1' }, num_connections: 1 }));
  });

  /** Resolves with the acknowledgement, whenever it comes. */
  function deliver(envelope: object): Promise<Ack> {
    const envelopeId = randomUUID();
    const [socket] = sockets;
    return new Promise((resolve, reject) => {
      if (!socket) return reject(new Error('No one is connected.'));
      waiting.set(envelopeId, resolve);
      socket.send(JSON.stringify({ envelope_id: envelopeId, ...envelope }));
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    deliverUrl: `http://127.0.0.1:${port}/deliver`,
    connections: () => sockets.size,
    /** The Authorization header of each connection that was asked for. */
    opened: () => opened,
    deliver,
    refuses(error: string | undefined) {
      refusal = error;
    },
    /** Another address to connect to than the one that there is. */
    offers(address: string | undefined) {
      offered = address;
    },
    /** Slack recycles its side every few hours. */
    recycle() {
      for (const socket of sockets)
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
    },
    breakOff() {
      for (const socket of sockets) socket.terminate();
    },
    stop() {
      for (const socket of sockets) socket.terminate();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function envelopeOf(request: IncomingMessage, body: string): object {
  const retry = request.headers['x-slack-retry-num'];
  const common = { retry_attempt: Number(retry ?? 0), retry_reason: '' };
  if (String(request.headers['content-type']).startsWith('application/json')) {
    return { ...common, type: 'events_api', accepts_response_payload: false, payload: JSON.parse(body) };
  }
  const fields = Object.fromEntries(new URLSearchParams(body));
  return fields.payload
    ? { ...common, type: 'interactive', accepts_response_payload: true, payload: JSON.parse(fields.payload) }
    : { ...common, type: 'slash_commands', accepts_response_payload: true, payload: fields };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
