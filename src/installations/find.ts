import type { Installation, PrismaClient, UserAuthorization } from '../database/generated/client.ts';
import { type InstallationKey, keysFor, type SlackPlace } from './installation-key.ts';

/** An installation without its secrets: what may leave this room. */
export type InstallationRecord = Omit<Installation, 'sealedBotToken' | 'sealedRefreshToken'>;
/** A person's own authorization without its secrets. */
export type UserAuthorizationRecord = Omit<UserAuthorization, 'sealedUserToken' | 'sealedRefreshToken'>;

export const isAlive = (row: { revokedAt: Date | null; uninstalledAt: Date | null }) =>
  row.revokedAt === null && row.uninstalledAt === null;

/** Of the rows that may serve a place, the one that does: a living one before an ended one, then the most specific. */
export function serving<Row extends InstallationKey & { revokedAt: Date | null; uninstalledAt: Date | null }>(
  rows: readonly Row[],
  keys: readonly InstallationKey[],
): Row | undefined {
  const ordered = keys.flatMap((key) =>
    rows.filter(
      (row) => row.installedIn === key.installedIn && row.isEnterpriseInstall === key.isEnterpriseInstall,
    ),
  );
  return ordered.find(isAlive) ?? ordered[0];
}

export function createFind({ prisma, clientId }: { prisma: PrismaClient; clientId: string }) {
  const at = (keys: InstallationKey[]) => ({ OR: keys.map((key) => ({ clientId, ...key })) });
  return {
    /** The installation that serves a place, also when it has ended; undefined: there never was one. */
    async findInstallation(place: SlackPlace): Promise<InstallationRecord | undefined> {
      const keys = keysFor(place);
      const rows = await prisma.installation.findMany({
        where: at(keys),
        omit: { sealedBotToken: true, sealedRefreshToken: true },
      });
      return serving(rows, keys);
    },

    /** This person's own authorization at a place, also when it has ended. Never anybody else's. */
    async findUserAuthorization(
      place: SlackPlace,
      userId: string,
    ): Promise<UserAuthorizationRecord | undefined> {
      const keys = keysFor(place);
      const rows = await prisma.userAuthorization.findMany({
        where: { ...at(keys), userId },
        omit: { sealedUserToken: true, sealedRefreshToken: true },
      });
      return serving(rows, keys);
    },
  };
}
