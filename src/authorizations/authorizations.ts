import type { Installations } from '../installations/installations.ts';
import { createList } from './list.ts';
import { createRevokeOwn } from './revoke.ts';
import { createVerify } from './verify.ts';

export type Authorizations = ReturnType<typeof createAuthorizations>;

/** What people see and do with what they authorized: the verbs of this room. */
export function createAuthorizations(dependencies: { installations: Installations; clock: () => Date }) {
  return {
    list: createList(dependencies),
    verify: createVerify(dependencies),
    revokeOwn: createRevokeOwn(dependencies),
  };
}
