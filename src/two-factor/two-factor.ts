import type { Installations } from '../installations/installations.ts';
import { createCoverage } from './coverage.ts';
import { createOwnTwoFactorStatus } from './own-status.ts';

export type TwoFactor = ReturnType<typeof createTwoFactor>;

/** What is known of people's second factor: the verbs of this room. */
export function createTwoFactor(dependencies: { installations: Installations; clock: () => Date }) {
  return { ownStatus: createOwnTwoFactorStatus(dependencies), coverage: createCoverage() };
}
