import { Prisma } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/installation-key.ts';

/** The rows of one installation. `of` names the table where several have the columns. */
export function atKey(clientId: string, key: InstallationKey, of: string): Prisma.Sql {
  const table = Prisma.raw(of);
  return Prisma.sql`${table}.client_id = ${clientId} AND ${table}.installed_in = ${key.installedIn}
    AND ${table}.is_enterprise_install = ${key.isEnterpriseInstall}`;
}

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
