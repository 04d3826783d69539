import { eraseAuditWithin } from '../../audit/erase-audit.ts';
import type { Prisma } from '../../database/generated/client.ts';
import { begunBy } from './attempts.ts';
import { ALIVE } from './find-installation.ts';
import type { InstallationKey } from './installation-key.ts';
import { lockInstallation } from './lock-installation.ts';
import type { Room } from './room.ts';

/** How many rows were deleted, by the name that Prisma's client has for the table. */
export type Erased = Partial<Record<Uncapitalize<Prisma.ModelName>, number>>;

/** Deletes what a room keeps of a workspace or organization, in the transaction that deletes the rest of it. */
export type EraseWithin = (
  tx: Prisma.TransactionClient,
  installation: InstallationKey & { clientId: string },
) => Promise<Erased>;

type Erasing = Pick<Room, 'announcer' | 'clientId'> & { alsoErase?: readonly EraseWithin[] | undefined };

/** A large workspace has a hundred thousand rows. */
export const ERASE_TRANSACTION = { maxWait: 10_000, timeout: 60_000 } as const;

/** Deletes as `eraseInstallation` does. */
export type EraseInstallation = (
  tx: Prisma.TransactionClient,
  key: InstallationKey,
  mayErase: () => Promise<boolean>,
) => Promise<Erased | undefined>;

/**
 * Deletes everything that is kept of a workspace or organization: the one way, for the job and for the command.
 * @param mayErase asked under the lock under which grants are saved
 * @returns rows by table; undefined: it may not be erased, and nothing was
 */
export async function eraseInstallation(
  { announcer, clientId, alsoErase = [] }: Erasing,
  tx: Prisma.TransactionClient,
  { installedIn, isEnterpriseInstall }: InstallationKey,
  mayErase: () => Promise<boolean>,
): Promise<Erased | undefined> {
  await lockInstallation(tx, clientId, installedIn);
  if (!(await mayErase())) return undefined;
  const where = { clientId, installedIn, isEnterpriseInstall };
  const attempts = { teamId: installedIn, ...begunBy(clientId) };
  const erased: Erased = {
    installation: (await tx.installation.deleteMany({ where })).count,
    userAuthorization: (await tx.userAuthorization.deleteMany({ where })).count,
    oAuthState: (await tx.oAuthState.deleteMany({ where: attempts })).count,
    workspaceAccess: await eraseAccess(tx, where),
  };
  for (const erase of [eraseAuditWithin, ...alsoErase]) Object.assign(erased, await erase(tx, where));
  await announcer.announce(tx, installedIn);
  return erased;
}

/** Whether anything in a workspace or organization has not ended. */
export async function hasLiving(
  tx: Prisma.TransactionClient,
  clientId: string,
  { installedIn, isEnterpriseInstall }: InstallationKey,
): Promise<boolean> {
  const where = { clientId, installedIn, isEnterpriseInstall, ...ALIVE };
  if (await tx.installation.findFirst({ where, select: { id: true } })) return true;
  return (await tx.userAuthorization.findFirst({ where, select: { id: true } })) !== null;
}

/**
 * What an organization may do in its workspaces goes with the organization. A workspace's part of it goes only when the
 * organization has nothing here: otherwise a refusal would be forgotten, and without a row the organization may act.
 */
function eraseAccess(
  tx: Prisma.TransactionClient,
  { clientId, installedIn, isEnterpriseInstall }: InstallationKey & { clientId: string },
): Promise<number> {
  if (isEnterpriseInstall) {
    return tx.$executeRaw`DELETE FROM workspace_access
      WHERE client_id = ${clientId} AND enterprise_id = ${installedIn}`;
  }
  return tx.$executeRaw`DELETE FROM workspace_access a
    WHERE a.client_id = ${clientId} AND a.team_id = ${installedIn}
      AND NOT EXISTS (SELECT 1 FROM installations i
        WHERE i.client_id = a.client_id AND i.installed_in = a.enterprise_id AND i.is_enterprise_install)
      AND NOT EXISTS (SELECT 1 FROM user_authorizations u
        WHERE u.client_id = a.client_id AND u.installed_in = a.enterprise_id AND u.is_enterprise_install)`;
}
