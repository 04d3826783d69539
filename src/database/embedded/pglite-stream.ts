import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

type Done = (error?: Error | null) => void;

/**
 * What node-postgres takes for its socket, with PGlite at the other end: it answers the same protocol. All that is
 * written at once, which is a whole query, goes over at once.
 * @see https://www.postgresql.org/docs/current/protocol-flow.html
 */
export class PGliteStream extends Duplex {
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  /** As a socket's: there is nowhere to connect to. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#send(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.push(null);
    done();
  }

  #send(messages: Buffer, done: Done): void {
    // Raw, because PGlite would otherwise read the answer, too, and keep it.
    const onRawData = (answer: Uint8Array) => this.push(Buffer.from(answer));
    // Not at once: PGlite answers before it returns, and what the driver then writes would be lost, because a stream
    // forgets what it has buffered when a write of several chunks returns.
    Promise.resolve()
      .then(() => this.#pglite.execProtocolRawStream(messages, { onRawData }))
      .then(() => done(), done);
  }
}
