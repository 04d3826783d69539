import type { EndedBy } from '../database/generated/client.ts';

/** The closed set of statuses, the same in Home, commands, API and docs. */
export type AuthorizationStatus =
  | 'working'
  | 'needs_attention'
  | 'renewing'
  | 'expired'
  | 'revoked'
  | 'unknown';

/** Why an authorization has its status: what the sentence beside it is made from. */
export type StatusCause =
  | { kind: 'not_checked_yet' }
  | { kind: 'works' }
  | { kind: 'slack_refuses'; slackError: string }
  | { kind: 'unreadable' }
  | { kind: 'time_ran_out' }
  | { kind: 'ended'; how: 'revoked' | 'uninstalled'; by: EndedBy; byUserId: string | null; at: Date };

/** Stands in `verifyError` where Slack could not even be asked: the seal of the token did not open. */
export const UNREADABLE = 'token_unreadable';

type KnownFacts = {
  expiresAt: Date | null;
  verifiedAt: Date | null;
  verifyError: string | null;
  revokedAt: Date | null;
  uninstalledAt: Date | null;
  endedBy: EndedBy | null;
  endedByUserId: string | null;
};

/** Judges what is stored; asks nobody. An ended authorization is ended whatever else is known of it. */
export function statusOf(facts: KnownFacts, now: Date): { status: AuthorizationStatus; cause: StatusCause } {
  const endedAt = facts.uninstalledAt ?? facts.revokedAt;
  if (endedAt) {
    const how = facts.uninstalledAt ? 'uninstalled' : 'revoked';
    const by = facts.endedBy ?? 'slack';
    return {
      status: 'revoked',
      cause: { kind: 'ended', how, by, byUserId: facts.endedByUserId, at: endedAt },
    };
  }
  if (facts.expiresAt && facts.expiresAt <= now)
    return { status: 'expired', cause: { kind: 'time_ran_out' } };
  if (facts.verifyError === UNREADABLE) return { status: 'unknown', cause: { kind: 'unreadable' } };
  if (facts.verifyError !== null) {
    return { status: 'needs_attention', cause: { kind: 'slack_refuses', slackError: facts.verifyError } };
  }
  // A token fresh from the consent page works: Slack has just made it.
  return { status: 'working', cause: { kind: facts.verifiedAt ? 'works' : 'not_checked_yet' } };
}
