import { setTimeout as wait } from 'node:timers/promises';
import type { Authorizations } from '../../authorizations/authorizations.ts';
import type { Asker } from '../../authorizations/listing/visible-to.ts';
import type { Role } from '../../authorizations/roles/role.ts';

/** Shorter than the moment after which a person is told that it takes longer: what is known then says more. */
const PATIENCE_MS = 500;

export type Knows = Pick<Authorizations, 'remembers' | 'whoIsRecently'>;

/** What somebody is here: as far as it is known soon, and as Slack tells it in the end. */
export type WhoAsks = {
  /** Undefined: not known yet, so that they count as a guest. */
  soon: Role | undefined;
  /** Whether `soon` is not Slack's word of now. */
  late: boolean;
  inTheEnd: Promise<Role | undefined>;
};

/** Never throws: of whom Slack does not speak, what it said last counts. */
export async function whoAsks(authorizations: Knows, asker: Asker): Promise<WhoAsks> {
  const remembered = authorizations.remembers(asker);
  const inTheEnd = authorizations.whoIsRecently(asker).catch(() => remembered);
  const waiting = new AbortController();
  const first = await Promise.race([
    inTheEnd.then((role) => ({ role })),
    wait(PATIENCE_MS, undefined, { signal: waiting.signal }).catch(() => undefined),
  ]);
  waiting.abort();
  return { soon: first ? first.role : remembered, late: first === undefined, inTheEnd };
}

/** Somebody of whom this workspace is no business: they are shown and offered nothing of it. */
export const isOutsider = (role: Role | undefined): boolean => role === 'stranger' || role === 'deactivated';

/** Sees no more than what they gave themselves. */
export const seesOnlyOwn = (role: Role | undefined): boolean => role !== 'admin' && role !== 'member';
