import { describe, expect, test } from '@jest/globals';
import { statusOf, UNREADABLE } from '../../../src/authorizations/statuses/status.ts';
import { JUST_GRANTED } from '../../support/known-facts.ts';

const now = new Date('2026-11-24T10:00:00Z');
const earlier = new Date('2026-11-24T09:00:00Z');
const later = new Date('2026-11-24T11:00:00Z');

describe('the status of an authorization', () => {
  test.each([
    ['is working when it was just given', {}, 'working', 'not_checked_yet'],
    ['is working after Slack said so', { verifiedAt: earlier }, 'working', 'works'],
    ['is working while its time runs', { expiresAt: later }, 'working', 'not_checked_yet'],
    ['is expired at the very moment', { expiresAt: now }, 'expired', 'time_ran_out'],
    [
      'needs attention when Slack refused it',
      { verifiedAt: earlier, verifyError: 'invalid_auth' },
      'needs_attention',
      'slack_refuses',
    ],
    [
      'is renewing as long as renewing has failed twice',
      { renews: true, rotationFailures: 2, rotationError: 'x', rotationRetryAt: later },
      'renewing',
      'renewal_failing',
    ],
    [
      'needs attention when renewing has failed for the third time',
      { renews: true, rotationFailures: 3, rotationError: 'x', rotationRetryAt: later },
      'needs_attention',
      'renewal_failing',
    ],
    [
      'is unknown when its seal does not open',
      { verifiedAt: earlier, verifyError: UNREADABLE },
      'unknown',
      'unreadable',
    ],
    [
      'is revoked, whatever else is known',
      { revokedAt: earlier, expiresAt: earlier, verifyError: 'x' },
      'revoked',
      'ended',
    ],
    [
      'needs attention while it is being revoked, whatever else is known',
      { revokeAskedAt: earlier, rotationError: 'x', verifyError: UNREADABLE, expiresAt: earlier },
      'needs_attention',
      'revoking',
    ],
    ['is revoked once that is done', { revokeAskedAt: earlier, revokedAt: now }, 'revoked', 'ended'],
    ['is revoked after an uninstallation', { uninstalledAt: earlier }, 'revoked', 'ended'],
  ] as const)('%s', (_, facts, status, kind) => {
    const judged = statusOf({ ...JUST_GRANTED, ...facts }, now);
    expect([judged.status, judged.cause.kind]).toEqual([status, kind]);
  });

  test('tells the uninstallation rather than the revocation that came with it', () => {
    const { cause } = statusOf(
      { ...JUST_GRANTED, revokedAt: earlier, uninstalledAt: later, endedBy: 'uninstall' },
      now,
    );
    expect(cause).toEqual({ kind: 'ended', how: 'uninstalled', by: 'uninstall', byUserId: null, at: later });
  });
});
