import { Prisma } from '../database/generated/client.ts';

/**
 * Every revocation by an admin that its person didn't expect, with the entry that says who revoked it and why: the
 * newest ending of theirs before they said so. Without one (it came from another version), the entry is their own.
 */
export const CONTESTED = Prisma.sql`(
  SELECT c.id, c.client_id, c.installed_in, c.is_enterprise_install, c.at, c.subject_user_id AS whose,
    r.actor_user_id AS revoked_by, r.reason, coalesce(r.at, c.at) AS revoked_at, coalesce(r.id, c.id) AS entry_id
  FROM audit_entries c LEFT JOIN LATERAL (
    SELECT id, at, actor_user_id, details->>'reason' AS reason FROM audit_entries
    WHERE client_id = c.client_id AND installed_in = c.installed_in
      AND is_enterprise_install = c.is_enterprise_install AND subject_user_id = c.subject_user_id
      AND action = 'permission_revoked' AND at <= c.at ORDER BY at DESC, id DESC LIMIT 1
  ) r ON true
  WHERE c.action = 'revocation_contested' AND c.subject_user_id IS NOT NULL)`;
