import http from 'node:http';
import https from 'node:https';
import { unzipSync } from 'node:zlib';

export type RetryReason =
  | 'http_timeout'
  | 'too_many_redirects'
  | 'connection_failed'
  | 'ssl_error'
  | 'http_error'
  | 'unknown_error';

export type PostResult =
  | { ok: true; status: number; headers: http.IncomingHttpHeaders; body: string }
  | { ok: false; reason: RetryReason };

export type PostOptions = {
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
};

const MAX_REDIRECTS = 2;
const MAX_ANSWER_BYTES = 1_000_000;

/**
 * Sends one request as Slack's servers do: headers exactly as given, a fresh connection, a time limit over all of it,
 * two redirects at most. Never throws: what went wrong comes back as Slack's own word for it.
 */
export async function post(url: string, options: PostOptions): Promise<PostResult> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), options.timeoutMs);
  const signal = AbortSignal.any([limit.signal, options.signal]);
  try {
    let target = new URL(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const answer = await once(target, options, signal);
      const moved = answer.status === 301 || answer.status === 302 ? answer.headers.location : undefined;
      if (!moved) return { ok: true, ...answer };
      target = new URL(moved, target);
    }
    return { ok: false, reason: 'too_many_redirects' };
  } catch (error) {
    return { ok: false, reason: limit.signal.aborted ? 'http_timeout' : reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function once(target: URL, { headers, body }: PostOptions, signal: AbortSignal) {
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const { request } = target.protocol === 'https:' ? https : http;
      const outgoing = request(
        target,
        // No agent: a connection kept open would hold up the app's own shutdown.
        {
          method: 'POST',
          agent: false,
          signal,
          headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size <= MAX_ANSWER_BYTES) chunks.push(chunk);
          });
          answer.on('error', reject);
          answer.on('end', () => {
            try {
              const raw = Buffer.concat(chunks);
              const text = answer.headers['content-encoding'] ? unzipSync(raw) : raw;
              resolve({
                status: answer.statusCode ?? 0,
                headers: answer.headers,
                body: text.toString('utf8'),
              });
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    },
  );
}

function reasonOf(error: unknown): RetryReason {
  // Not instanceof: an error of Node itself is of another realm where the tests run.
  const code = typeof error === 'object' && error && 'code' in error ? String(error.code) : '';
  if (/^E(CONN|PIPE|HOST|NET|AI_|NOTFOUND|TIMEDOUT)/.test(code)) return 'connection_failed';
  if (/SSL|TLS|CERT|^EPROTO$/.test(code)) return 'ssl_error';
  return 'unknown_error';
}
