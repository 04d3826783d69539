import { Prisma } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';

/** The rows of one installation. `of` names the table where several have the columns. */
export function atKey(clientId: string, key: InstallationKey, of: string): Prisma.Sql {
  const table = Prisma.raw(of);
  return Prisma.sql`${table}.client_id = ${clientId} AND ${table}.installed_in = ${key.installedIn}
    AND ${table}.is_enterprise_install = ${key.isEnterpriseInstall}`;
}

/** Whether Slack can be asked through the permission `u` of a person; where `u` has no row, there is none. */
export const PERMISSION_STATE = Prisma.sql`CASE
      WHEN u.id IS NULL THEN 'no_permission_yet'
      WHEN u.revoked_at IS NOT NULL OR u.uninstalled_at IS NOT NULL THEN 'permission_ended'
      WHEN NOT 'users:read' = ANY(u.granted_scopes) THEN 'no_permission_yet'
      ELSE 'works' END`;

/**
 * Each who agreed that coverage is read through their own permission, with whether that works: as a table with the
 * columns of the reader, `lost_at` as early as the loss is known, and `state`. A permission that was given again works
 * again; whether rights do is asked at a reading.
 */
export const READER_STATES = Prisma.sql`(
  SELECT r.client_id, r.installed_in, r.is_enterprise_install, r.user_id, r.agreed_at,
    least(r.lost_at, u.revoked_at) AS lost_at,
    CASE
      WHEN ${PERMISSION_STATE} <> 'works' THEN ${PERMISSION_STATE}
      WHEN r.lost_because = 'no_admin_any_more' THEN r.lost_because
      ELSE 'works' END AS state
  FROM coverage_readers r LEFT JOIN user_authorizations u
    USING (client_id, installed_in, is_enterprise_install, user_id))`;

/**
 * The people of the latest reading with the state that counts: what Slack said of them, under what admins chose. It is
 * judged at every look, so that an exemption counts from the moment it is made to the moment it ends.
 */
export function countedPeople(clientId: string, key: InstallationKey, now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT p.user_id, p.name, p.admin, p.guest, p.seen, p.time_zone, e.until,
      CASE
        WHEN p.seen IN ('bot', 'deactivated', 'invited') THEN p.seen
        WHEN p.guest AND NOT c.count_guests THEN 'guest'
        WHEN e.user_id IS NOT NULL THEN 'exempt'
        ELSE p.seen END AS state
    FROM coverage_places c
    JOIN coverage_people p ON p.reading_id = c.latest_reading_id
    LEFT JOIN coverage_exemptions e ON ${atKey(clientId, key, 'e')} AND e.user_id = p.user_id AND e.until > ${now}
    WHERE ${atKey(clientId, key, 'c')})`;
}
