import { AppError } from '../errors.ts';

/** A state, not a store for files: Bolt reads it with every event of the conversation. */
const LONGEST_BYTES = 64 * 1024;

/** The value as JSON; null: it is `undefined`, which JSON doesn't have. @throws AppError `bad_request` */
export function toJson(value: unknown): string | null {
  const json = stringify(value);
  if (json === undefined) return null;
  const bytes = Buffer.byteLength(json);
  if (bytes > LONGEST_BYTES) {
    throw unusable(`it has ${bytes} bytes as JSON, and ${LONGEST_BYTES} is the most`);
  }
  return json;
}

export const fromJson = (json: string | null): unknown => (json === null ? undefined : JSON.parse(json));

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // Its own words would quote the value.
    throw unusable("it isn't JSON: something in it refers to itself, or is a BigInt");
  }
}

const unusable = (why: string) =>
  new AppError({
    code: 'bad_request',
    message: `The state of this conversation can’t be kept: ${why}.`,
    hint: 'Keep ids in it, and what they stand for where it belongs.',
  });
