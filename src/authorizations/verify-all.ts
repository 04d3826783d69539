import { inParallel } from '../in-parallel.ts';
import type { Authorization } from './listing/listed-authorization.ts';
import type { Verification } from './verify.ts';

/** The most that one press asks about; the longest unchecked come first, so the next press continues. */
export const MOST_AT_ONCE = 50;
const AT_A_TIME = 5;

/** Asks about many, a few at a time; each has an outcome of its own, whatever happens to the others. */
export async function verifyEach(
  authorizations: readonly Authorization[],
  verify: (authorization: Authorization) => Promise<Verification>,
): Promise<Map<string, Verification>> {
  const results = new Map<string, Verification>();
  await inParallel(authorizations, { atOnce: AT_A_TIME }, async (each) =>
    results.set(each.id, await verify(each)),
  );
  return results;
}
