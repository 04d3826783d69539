import { connect, type Socket } from 'node:net';
import { until } from './until.ts';

export type RawConnection = {
  socket: Socket;
  send(text: string): void;
  /** Everything that was answered so far. */
  answered(): string;
  /** Waits for an answer with this in it. */
  answers(text: string | RegExp): Promise<string>;
  closed(): Promise<void>;
};

/** A connection on which a test writes exactly what it wants, such as half a request. */
export function connectTo(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answered = '';
  let closed = false;
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    answered += chunk;
  });
  socket.on('close', () => {
    closed = true;
  });
  // A server that cuts us off while we write.
  socket.on('error', () => {});
  return {
    socket,
    send: (text) => void socket.write(text),
    answered: () => answered,
    answers: (text) =>
      until(
        () => answered,
        (seen) => seen.search(text) >= 0,
        `an answer with ${text}`,
      ),
    async closed() {
      await until(() => closed, Boolean, 'the connection to be closed');
    },
  };
}

/** The head of a request, without its body. */
export const head = (line: string, headers: Record<string, string | number> = {}) =>
  `${line} HTTP/1.1\r\nHost: localhost\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;
