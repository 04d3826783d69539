import type { KnownFacts } from '../../src/authorizations/statuses/status.ts';

/** What is stored of a permission that was just granted: nothing has happened to it yet. */
export const JUST_GRANTED: KnownFacts = {
  renews: false,
  rotationError: null,
  rotationFailures: 0,
  rotationRetryAt: null,
  expiresAt: null,
  verifiedAt: null,
  verifyError: null,
  revokeAskedAt: null,
  revokeAskedByUserId: null,
  revokeTries: 0,
  revokeRetryAt: null,
  revokedAt: null,
  uninstalledAt: null,
  endedBy: null,
  endedByUserId: null,
};
