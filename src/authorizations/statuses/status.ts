import type { EndedBy } from '../../database/generated/client.ts';
import { judgeToken } from '../../slack-api/token-judgement.ts';

/** The closed set of statuses, the same in Home, commands, API and docs; what needs a person comes first. */
export const STATUSES = ['needs_attention', 'expired', 'unknown', 'renewing', 'working', 'revoked'] as const;
export type AuthorizationStatus = (typeof STATUSES)[number];

/** Those that ask someone to do something. */
export const PROBLEMS: ReadonlySet<AuthorizationStatus> = new Set(['needs_attention', 'expired', 'unknown']);

/** Why an authorization has its status: what the sentence next to it is made from. */
export type StatusCause =
  | { kind: 'not_checked_yet' }
  | { kind: 'works' }
  | { kind: 'slack_refuses'; slackError: string }
  | { kind: 'unreadable' }
  | { kind: 'time_ran_out' }
  /** It has expired, and a new token is fetched with the next use. */
  | { kind: 'renewal_due' }
  /** Slack will never renew it again. */
  | { kind: 'renewal_dead'; slackError: string }
  /** Renewing failed this often in a row; it is tried again. */
  | { kind: 'renewal_failing'; failures: number; slackError: string }
  /** Someone revoked it, Slack has not confirmed it, and it is not used anymore. `goesOn`: Slack is asked again. */
  | { kind: 'revoking'; byUserId: string | null; at: Date; tries: number; goesOn: boolean }
  | Ended;

/** Slack hasn’t done what it was asked, and is asked again. */
export const isWaitingForSlack = ({ cause }: { cause: StatusCause }): boolean =>
  cause.kind === 'renewal_failing' || (cause.kind === 'revoking' && cause.goesOn);

export type Ended = {
  kind: 'ended';
  how: 'revoked' | 'uninstalled';
  by: EndedBy | 'unknown';
  byUserId: string | null;
  at: Date;
};

/** Kept in `verifyError` where Slack couldn't even be asked: the seal of the token did not open. */
export const UNREADABLE = 'token_unreadable';
/** A renewal that fails this often isn't a passing problem: from then on a person is asked. */
export const FAILURES_TO_WORRY = 3;

/** What alerts call the problems of authorizations, besides those that Slack has a code for. */
export const PROBLEM_CAUSES = [
  'revocation_unfinished',
  'revocation_given_up',
  'renewal_dead',
  'renewal_failing',
  'unreadable',
  'expired',
] as const;
export type ProblemCause = (typeof PROBLEM_CAUSES)[number];

/** How an alert's cause begins that is one of Slack's codes. */
export const SLACK_CAUSE = 'slack:';

export type KnownFacts = {
  /** Whether a refresh token is kept: then that an access token expires isn't news. */
  renews: boolean;
  expiresAt: Date | null;
  rotationError: string | null;
  rotationFailures: number;
  rotationRetryAt: Date | null;
  verifiedAt: Date | null;
  verifyError: string | null;
  revokeAskedAt: Date | null;
  revokeAskedByUserId: string | null;
  revokeTries: number;
  revokeRetryAt: Date | null;
  revokedAt: Date | null;
  uninstalledAt: Date | null;
  endedBy: EndedBy | null;
  endedByUserId: string | null;
};

type Judgement = { status: AuthorizationStatus; cause: StatusCause };

/**
 * Judges what is stored; asks no one. An ended authorization is ended whatever else is known of it.
 * `status-in-sql.ts` has the same ladder for the database, and a property test compares the two.
 */
export function statusOf(facts: KnownFacts, now: Date): Judgement {
  const ended = endingOf(facts);
  if (ended) return { status: 'revoked', cause: ended };
  if (facts.revokeAskedAt)
    return { status: 'needs_attention', cause: revokingOf(facts, facts.revokeAskedAt) };
  const { rotationError, rotationFailures: failures, verifyError, renews } = facts;
  const slackError = rotationError ?? 'unknown';
  if (rotationError !== null && facts.rotationRetryAt === null) {
    return { status: 'needs_attention', cause: { kind: 'renewal_dead', slackError } };
  }
  if (verifyError === UNREADABLE) return { status: 'unknown', cause: { kind: 'unreadable' } };
  const failing = { kind: 'renewal_failing', failures, slackError } as const;
  if (failures >= FAILURES_TO_WORRY) return { status: 'needs_attention', cause: failing };
  const outOfTime = verifyError === 'token_expired' || (facts.expiresAt !== null && facts.expiresAt <= now);
  if (verifyError !== null && verifyError !== 'token_expired') {
    const { status } = judgeToken(verifyError);
    return {
      status: status === 'unchanged' ? 'unknown' : status,
      cause: { kind: 'slack_refuses', slackError: verifyError },
    };
  }
  if (outOfTime && !renews) return { status: 'expired', cause: { kind: 'time_ran_out' } };
  if (failures > 0) return { status: 'renewing', cause: failing };
  if (outOfTime) return { status: 'renewing', cause: { kind: 'renewal_due' } };
  // A token fresh from the consent page works: Slack has just made it.
  return { status: 'working', cause: { kind: facts.verifiedAt ? 'works' : 'not_checked_yet' } };
}

function endingOf(facts: KnownFacts): Ended | undefined {
  const at = facts.uninstalledAt ?? facts.revokedAt;
  if (!at) return undefined;
  const how = facts.uninstalledAt ? 'uninstalled' : 'revoked';
  return { kind: 'ended', how, by: facts.endedBy ?? 'unknown', byUserId: facts.endedByUserId, at };
}

const revokingOf = (facts: KnownFacts, at: Date): StatusCause => ({
  kind: 'revoking',
  byUserId: facts.revokeAskedByUserId,
  at,
  tries: facts.revokeTries,
  goesOn: facts.revokeRetryAt !== null,
});

/** How the time of a token runs. */
export type Renewal =
  | { kind: 'lasts' }
  | { kind: 'renews'; lastAt: Date | null }
  | { kind: 'ends'; at: Date };

export function renewalOf(
  facts: Pick<KnownFacts, 'renews' | 'expiresAt'> & { rotatedAt: Date | null },
): Renewal {
  if (facts.expiresAt === null) return { kind: 'lasts' };
  return facts.renews ? { kind: 'renews', lastAt: facts.rotatedAt } : { kind: 'ends', at: facts.expiresAt };
}
