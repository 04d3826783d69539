import { Prisma } from '../database/generated/client.ts';
import { codesWithStatus } from '../slack-api/token-judgement.ts';
import { FAILURES_TO_WORRY, STATUSES, UNREADABLE } from './status.ts';

/**
 * `statusOf` for the database, so that thousands of rows are counted, filtered and put in order without being read.
 * Stands on columns named as in `find-rows.ts`.
 */
export function statusInSql(now: Date): Prisma.Sql {
  const known = (status: 'revoked' | 'unknown' | 'unchanged') => Prisma.join(codesWithStatus(status));
  return Prisma.sql`CASE
    WHEN uninstalled_at IS NOT NULL OR revoked_at IS NOT NULL THEN 'revoked'
    WHEN revoke_asked_at IS NOT NULL THEN 'needs_attention'
    WHEN rotation_error IS NOT NULL AND rotation_retry_at IS NULL THEN 'needs_attention'
    WHEN verify_error = ${UNREADABLE} THEN 'unknown'
    WHEN rotation_failures >= ${FAILURES_TO_WORRY} THEN 'needs_attention'
    WHEN verify_error IN (${known('revoked')}) THEN 'revoked'
    WHEN verify_error IN (${known('unknown')}) OR verify_error IN (${known('unchanged')}) THEN 'unknown'
    WHEN verify_error <> 'token_expired' THEN 'needs_attention'
    WHEN (verify_error = 'token_expired' OR expires_at <= ${now}) AND NOT renews THEN 'expired'
    WHEN rotation_failures > 0 OR verify_error = 'token_expired' OR expires_at <= ${now} THEN 'renewing'
    ELSE 'working' END`;
}

/** Place of a status in the order in which people read: problems first. */
export const RANK_IN_SQL = Prisma.sql`array_position(ARRAY[${Prisma.join([...STATUSES])}]::text[], status)`;
