import { createServer } from 'node:net';
import { AppError } from '../src/errors.ts';

/** Two neighbours: Lanyard listens on the first, the simulated Slack on the second. */
export type DemoPorts = {
  app: number;
  slack: number;
  /** A sentence for each port that another program has, with the one used in its place. */
  notes: string[];
};

const DEFAULT_PORT = 3000;
/** Its neighbour has to be a port, too. */
const HIGHEST_PORT = 65_534;

/**
 * Where the demo listens. A port that was asked for is used or refused; where none was, any free one will do.
 * @param wanted the value of PORT: Lanyard’s port. Left out or empty: 3000
 * @throws AppError `config_invalid` when it isn't a port, or another program listens on it or on the next one
 */
export async function chooseDemoPorts(wanted: string | undefined): Promise<DemoPorts> {
  if (wanted) return askedFor(wanted);
  const notes: string[] = [];
  const ports: number[] = [];
  for (const port of [DEFAULT_PORT, DEFAULT_PORT + 1]) {
    const used = (await listens(port)) ?? (await anyPort());
    if (used !== port) notes.push(`Another program uses port ${port}, so the demo uses ${used}.`);
    ports.push(used);
  }
  const [app = DEFAULT_PORT, slack = DEFAULT_PORT + 1] = ports;
  return { app, slack, notes };
}

async function askedFor(wanted: string): Promise<DemoPorts> {
  const app = Number(wanted);
  if (!/^\d+$/.test(wanted) || app < 1 || app > HIGHEST_PORT)
    throw invalid(
      `PORT is ${JSON.stringify(wanted)}, which isn’t a number from 1 to ${HIGHEST_PORT}.`,
      DEFAULT_PORT,
    );
  const slack = app + 1;
  for (const port of [app, slack])
    if ((await listens(port)) === undefined)
      throw invalid(
        `The demo needs ports ${app} and ${slack}, and another program uses ${port}.`,
        app < HIGHEST_PORT - 1_000 ? app + 1_000 : DEFAULT_PORT,
      );
  return { app, slack, notes: [] };
}

const invalid = (message: string, better: number) =>
  new AppError({ code: 'config_invalid', message, hint: `Try another one: PORT=${better} npm run demo` });

async function anyPort(): Promise<number> {
  const port = await listens(0);
  if (port === undefined) throw invalid('No port is free on this machine.', DEFAULT_PORT);
  return port;
}

/** Listens for a moment. @returns the port, or undefined when another program has it or this user may not use it */
function listens(wanted: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
