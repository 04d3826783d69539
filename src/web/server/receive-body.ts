import type { IncomingMessage, ServerResponse } from 'node:http';
import getRawBody from 'raw-body';

/** A refused body keeps arriving: so much of it is discarded before the connection is cut. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 256 * 1024;

/**
 * So much may lie here of all bodies that have not arrived whole. Who sends them is not known yet, and each may stay
 * unfinished for half a minute.
 */
const MOST_UNFINISHED_BYTES = 32 * 1024 * 1024;

/** `too_many_bodies`: cut off here, because of all that lie unfinished. `broken_off`: it ended early, whatever the cause. */
type Received = Buffer | 'too_large' | 'too_many_bodies' | 'broken_off';

/** How much has arrived of each; the oldest comes first. Of all servers of this process. */
const unfinished = new Map<IncomingMessage, number>();
let unfinishedBytes = 0;

/**
 * Reads the body, up to `limit` bytes. What says beforehand that it is longer is not read at all. When too much lies
 * unfinished, the oldest is cut off: Slack's bodies are there within milliseconds, and never the oldest for long.
 * @param proceed called before reading, for senders that wait to be asked for the body
 */
export async function receiveBody(
  request: IncomingMessage,
  limit: number,
  proceed: () => void,
): Promise<Received> {
  const chunked = request.headers['transfer-encoding'] !== undefined;
  const length = chunked ? undefined : Number(request.headers['content-length'] ?? 0);
  if (length === 0) return Buffer.alloc(0);
  if (limit === 0 || (length ?? 0) > limit) return 'too_large';
  proceed();
  unfinished.set(request, 0);
  request.on('data', ({ length: arrived }: Buffer) => countArrived(request, arrived));
  try {
    return await getRawBody(request, { limit, length: length ?? null });
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 413) return 'too_large';
    return unfinished.has(request) ? 'broken_off' : 'too_many_bodies';
  } finally {
    finished(request);
  }
}

function countArrived(request: IncomingMessage, bytes: number): void {
  const before = unfinished.get(request);
  if (before === undefined) return;
  unfinished.set(request, before + bytes);
  unfinishedBytes += bytes;
  for (const oldest of unfinished.keys()) {
    if (unfinishedBytes <= MOST_UNFINISHED_BYTES) return;
    finished(oldest);
    oldest.destroy();
  }
}

function finished(request: IncomingMessage): void {
  unfinishedBytes -= unfinished.get(request) ?? 0;
  unfinished.delete(request);
}

/**
 * Answers without reading the body, and closes the connection. Closing at once would reset it: a sender that is still
 * writing would then lose the answer, so what comes is discarded for a moment.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text }: { status: number; text: string },
): void {
  response.writeHead(status, {
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.write(text);
  const end = () => {
    clearTimeout(timer);
    request.off('data', count);
    if (!response.writableEnded) response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  let bytes = 0;
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LINGER_BYTES) end();
  };
  request.on('data', count).once('end', end).once('error', end).resume();
  response.once('close', end);
}
