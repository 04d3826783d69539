import type { Room } from '../rows/room.ts';

export type InstallationStats = {
  /** Living installations, and living own permissions. */
  bots: number;
  users: number;
  /** Since the grant or the last rotation of the expiring token for which that is longest; 0 when none expires. */
  oldestUnrotatedSeconds: number;
};

/** Counts what lives, for operators: numbers only. */
export async function installationStats({
  prisma,
  clientId,
}: Pick<Room, 'prisma' | 'clientId'>): Promise<InstallationStats> {
  const [row] = await prisma.$queryRaw<{ bots: bigint; users: bigint; oldest: number | null }[]>`
    SELECT count(*) FILTER (WHERE bot) AS bots, count(*) FILTER (WHERE NOT bot) AS users,
           EXTRACT(EPOCH FROM now() - min(renewed_at) FILTER (WHERE expires_at IS NOT NULL))::float8 AS oldest
      FROM (
        SELECT true AS bot, expires_at, coalesce(rotated_at, authorized_at) AS renewed_at FROM installations
          WHERE client_id = ${clientId} AND revoked_at IS NULL AND uninstalled_at IS NULL
        UNION ALL
        SELECT false, expires_at, coalesce(rotated_at, authorized_at) FROM user_authorizations
          WHERE client_id = ${clientId} AND revoked_at IS NULL AND uninstalled_at IS NULL
      ) AS living`;
  return {
    bots: Number(row?.bots ?? 0),
    users: Number(row?.users ?? 0),
    oldestUnrotatedSeconds: Math.max(0, row?.oldest ?? 0),
  };
}
