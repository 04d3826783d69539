import { Prisma } from '../../database/generated/client.ts';
import { codesWithStatus } from '../../slack-api/token-judgement.ts';
import {
  type AuthorizationStatus,
  FAILURES_TO_WORRY,
  type ProblemCause,
  SLACK_CAUSE,
  STATUSES,
  UNREADABLE,
} from './status.ts';

/** Slack will never renew it again. */
export const RENEWAL_DEAD = Prisma.sql`(rotation_error IS NOT NULL AND rotation_retry_at IS NULL)`;
/** Renewing failed too often in a row to be a passing problem. */
export const RENEWAL_FAILING = Prisma.sql`(rotation_failures >= ${FAILURES_TO_WORRY})`;

/** One step of the ladder: the first whose condition holds gives the status. */
type Rung = {
  when: Prisma.Sql;
  status: AuthorizationStatus;
  /** What an alert calls it and the moment it dates from; absent: it alerts no one. */
  problem?: { cause: Prisma.Sql; since: Prisma.Sql };
};

const literal = (text: AuthorizationStatus | ProblemCause) => Prisma.raw(`'${text}'`);

/**
 * `statusOf` as conditions for the database, so that thousands of rows are counted, filtered, sorted and summed up as
 * alerts without being read. The columns are named as in `find-rows.ts`. A property test compares the two.
 */
function ladder(now: Date): Rung[] {
  const slackSays = (status: 'revoked' | 'unknown' | 'unchanged') =>
    Prisma.sql`verify_error IN (${Prisma.join(codesWithStatus(status))})`;
  const problem = (cause: ProblemCause, since: string) => ({
    cause: literal(cause),
    since: Prisma.raw(since),
  });
  const refused = { cause: Prisma.sql`${SLACK_CAUSE} || verify_error`, since: Prisma.raw('verified_at') };
  const outOfTime = Prisma.sql`(verify_error = 'token_expired' OR expires_at <= ${now})`;
  return [
    { when: Prisma.sql`uninstalled_at IS NOT NULL OR revoked_at IS NOT NULL`, status: 'revoked' },
    {
      when: Prisma.sql`revoke_asked_at IS NOT NULL AND revoke_retry_at IS NULL`,
      status: 'needs_attention',
      problem: problem('revocation_given_up', 'revoke_tried_at'),
    },
    {
      when: Prisma.sql`revoke_asked_at IS NOT NULL`,
      status: 'needs_attention',
      problem: problem('revocation_unfinished', 'revoke_asked_at'),
    },
    {
      when: RENEWAL_DEAD,
      status: 'needs_attention',
      problem: problem('renewal_dead', 'rotation_failed_at'),
    },
    {
      when: Prisma.sql`verify_error = ${UNREADABLE}`,
      status: 'unknown',
      problem: problem('unreadable', 'verified_at'),
    },
    {
      when: RENEWAL_FAILING,
      status: 'needs_attention',
      problem: problem('renewal_failing', 'rotation_failed_at'),
    },
    { when: slackSays('revoked'), status: 'revoked' },
    {
      when: Prisma.sql`${slackSays('unknown')} OR ${slackSays('unchanged')}`,
      status: 'unknown',
      problem: refused,
    },
    { when: Prisma.sql`verify_error <> 'token_expired'`, status: 'needs_attention', problem: refused },
    {
      when: Prisma.sql`${outOfTime} AND NOT renews`,
      status: 'expired',
      problem: {
        cause: literal('expired'),
        since: Prisma.sql`CASE WHEN expires_at <= ${now} THEN expires_at ELSE verified_at END`,
      },
    },
    { when: Prisma.sql`rotation_failures > 0 OR ${outOfTime}`, status: 'renewing' },
    { when: Prisma.sql`true`, status: 'working' },
  ];
}

function cases(now: Date, then: (rung: Rung) => Prisma.Sql | undefined): Prisma.Sql {
  const steps = ladder(now).map(
    (rung) => Prisma.sql`WHEN ${rung.when} THEN ${then(rung) ?? Prisma.raw('NULL')}`,
  );
  return Prisma.sql`CASE ${Prisma.join(steps, ' ')} END`;
}

/** The status, as `statusOf` judges it. */
export const statusInSql = (now: Date): Prisma.Sql => cases(now, ({ status }) => literal(status));

/** What an alert calls the problem; null: there is none. */
export const problemCauseInSql = (now: Date): Prisma.Sql => cases(now, ({ problem }) => problem?.cause);

/** The moment the problem dates from; null: there is none, or it isn't known. */
export const problemSinceInSql = (now: Date): Prisma.Sql => cases(now, ({ problem }) => problem?.since);

/** Place of a status in the order in which people read: problems first. */
export const RANK_IN_SQL = Prisma.sql`array_position(ARRAY[${Prisma.join([...STATUSES])}]::text[], status)`;
