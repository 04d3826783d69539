import type { Installation, UserAuthorization } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import { type InstallationKey, keysFor, type SlackContext } from './installation-key.ts';
import type { Room } from './room.ts';
import { type SealedField, WITHOUT_SEALED } from './sealed-columns.ts';

/** An installation without its secrets: what may leave this room. */
export type InstallationRecord = Omit<Installation, SealedField<Installation>>;
/** A person's own authorization without its secrets. */
export type UserAuthorizationRecord = Omit<UserAuthorization, SealedField<UserAuthorization>>;

/** As a condition in a query. */
export const ALIVE = { revokedAt: null, uninstalledAt: null } as const;

export const isAlive = (row: { revokedAt: Date | null; uninstalledAt: Date | null }) =>
  row.revokedAt === null && row.uninstalledAt === null;

/** Thrown where only a working installation is of use. */
export const notInstalled = (context: SlackContext): AppError =>
  new AppError({
    code: 'not_installed',
    message: 'There is no working installation for this workspace.',
    details: { ...context },
  });

/** Of the rows that may serve a request, the one that does: a living one before an ended one, then the most specific. */
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

type Finding = Pick<Room, 'prisma' | 'clientId'>;

/** The keys that may serve this context: an organization can take its access to a workspace away. */
async function grantedKeys({ prisma, clientId }: Finding, context: SlackContext): Promise<InstallationKey[]> {
  const keys = keysFor(context);
  const { teamId, enterpriseId } = context;
  if (!teamId || !enterpriseId) return keys;
  const id = { clientId, enterpriseId, teamId };
  const access = await prisma.workspaceAccess.findUnique({ where: { clientId_enterpriseId_teamId: id } });
  return access?.granted === false ? keys.filter((key) => !key.isEnterpriseInstall) : keys;
}

const at = (clientId: string, keys: readonly InstallationKey[]) => ({
  OR: keys.map((key) => ({ clientId, ...key })),
});

export async function findInstallation(
  room: Finding,
  context: SlackContext,
): Promise<InstallationRecord | undefined> {
  const keys = await grantedKeys(room, context);
  const rows = await room.prisma.installation.findMany({
    where: at(room.clientId, keys),
    omit: WITHOUT_SEALED.installation,
  });
  return serving(rows, keys);
}

export async function findUserAuthorization(
  room: Finding,
  context: SlackContext,
  userId: string,
): Promise<UserAuthorizationRecord | undefined> {
  const keys = await grantedKeys(room, context);
  const rows = await room.prisma.userAuthorization.findMany({
    where: { ...at(room.clientId, keys), userId },
    omit: WITHOUT_SEALED.authorization,
  });
  return serving(rows, keys);
}
