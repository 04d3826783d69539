import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What every log line of one request carries. */
export type RequestContext = {
  /** Short enough to read aloud; shown to people with each error, and in the log. */
  reference: string;
  teamId?: string;
  enterpriseId?: string;
  eventId?: string;
};

const storage = new AsyncLocalStorage<RequestContext>();

/** Crockford's alphabet: nothing that can be misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function newReference(): string {
  return Array.from(randomBytes(8), (byte) => ALPHABET[byte % 32]).join('');
}

export function runInRequest<T>(run: () => T): T {
  return storage.run({ reference: newReference() }, run);
}

export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** The reference of the request under way; a new one outside of any. */
export function currentReference(): string {
  return storage.getStore()?.reference ?? newReference();
}

/** Adds to what every further log line of the request under way carries. */
export function noteInRequest(noted: Omit<RequestContext, 'reference'>): void {
  const context = storage.getStore();
  if (context) Object.assign(context, noted);
}
