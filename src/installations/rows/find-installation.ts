import type { Installation, PrismaClient, UserAuthorization } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import { type InstallationKey, keysFor, type SlackContext } from './installation-key.ts';
import { type SealedField, WITHOUT_SEALED } from './sealed-columns.ts';

/** An installation without its secrets: what may leave this room. */
export type InstallationRecord = Omit<Installation, SealedField<Installation>>;
/** A person's own authorization without its secrets. */
export type UserAuthorizationRecord = Omit<UserAuthorization, SealedField<UserAuthorization>>;

export const isAlive = (row: { revokedAt: Date | null; uninstalledAt: Date | null }) =>
  row.revokedAt === null && row.uninstalledAt === null;

/** Thrown where only a working installation is of use. */
export const notInstalled = (place: SlackContext): AppError =>
  new AppError({
    code: 'not_installed',
    message: 'There is no working installation for this workspace.',
    details: { ...place },
  });

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
  /** The keys that may serve the place: an organization can take its access to a workspace away. */
  async function grantedKeys(place: SlackContext): Promise<InstallationKey[]> {
    const keys = keysFor(place);
    const { teamId, enterpriseId } = place;
    if (!teamId || !enterpriseId) return keys;
    const id = { clientId, enterpriseId, teamId };
    const access = await prisma.workspaceAccess.findUnique({
      where: { clientId_enterpriseId_teamId: id },
    });
    return access?.granted === false ? keys.filter((key) => !key.isEnterpriseInstall) : keys;
  }
  const at = (keys: InstallationKey[]) => ({ OR: keys.map((key) => ({ clientId, ...key })) });

  return {
    /** The installation that serves a place, also when it has ended; undefined: there never was one. */
    async findInstallation(place: SlackContext): Promise<InstallationRecord | undefined> {
      const keys = await grantedKeys(place);
      const rows = await prisma.installation.findMany({
        where: at(keys),
        omit: WITHOUT_SEALED.installation,
      });
      return serving(rows, keys);
    },

    /** This person's own authorization at a place, also when it has ended. Never anybody else's. */
    async findUserAuthorization(
      place: SlackContext,
      userId: string,
    ): Promise<UserAuthorizationRecord | undefined> {
      const keys = await grantedKeys(place);
      const rows = await prisma.userAuthorization.findMany({
        where: { ...at(keys), userId },
        omit: WITHOUT_SEALED.authorization,
      });
      return serving(rows, keys);
    },
  };
}
