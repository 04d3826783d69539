import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export type Connections = {
  opened(socket: Socket): void;
  answering(response: ServerResponse): void;
  /**
   * From now on every answer closes its connection and says so, which is how a proxy learns without losing a request.
   * Resolves when no connection is left, at the latest after `limitMs`.
   */
  drain(limitMs: number): Promise<void>;
};

/** The open connections of one server, and what is being answered on them. */
export function createConnections(): Connections {
  const open = new Set<Socket>();
  const responses = new Set<ServerResponse>();
  let draining = false;
  let lastOneClosed = () => {};
  return {
    opened(socket) {
      open.add(socket);
      socket.once('close', () => {
        open.delete(socket);
        if (open.size === 0) lastOneClosed();
      });
    },
    answering(response) {
      response.shouldKeepAlive &&= !draining;
      responses.add(response);
      response.once('close', () => responses.delete(response));
    },
    async drain(limitMs) {
      draining = true;
      for (const response of responses) response.shouldKeepAlive = false;
      if (open.size === 0 || limitMs === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        lastOneClosed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  };
}
