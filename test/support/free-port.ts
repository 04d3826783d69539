import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems give to connections and to servers that ask for any: one of those may be taken again at once. */
const [LOWEST, HIGHEST] = [10_000, 32_000];
const MOST_TRIES = 100;
const given = new Set<number>();

/** A port that no one listens on at this moment, and that no one is likely to take before the asker does. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (given.has(port) || !(await canListen(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`None of ${MOST_TRIES} ports was free.`);
}

/** The first of two neighbours that are both free, as the demo takes them. */
export async function freePortPair(): Promise<number> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const port = await freePort();
    if (given.has(port + 1) || !(await canListen(port + 1))) continue;
    given.add(port + 1);
    return port;
  }
  throw new Error(`None of ${MOST_TRIES} pairs of ports was free.`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
