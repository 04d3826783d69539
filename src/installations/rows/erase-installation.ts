import { eraseAuditWithin } from '../../audit/erase-audit.ts';
import type { Prisma } from '../../database/generated/client.ts';
import type { Announcer } from './change-announcer.ts';
import type { InstallationKey } from './installation-key.ts';
import { lockInstallation } from './lock-installation.ts';

/** How many rows were deleted, by the name that Prisma's client has for the table. */
export type Erased = Partial<Record<Uncapitalize<Prisma.ModelName>, number>>;

/** Deletes what a room keeps of a workspace or organization, in the transaction that deletes the rest of it. */
export type EraseWithin = (
  tx: Prisma.TransactionClient,
  place: InstallationKey & { clientId: string },
) => Promise<Erased>;

/** A large workspace has a hundred thousand rows. */
export const ERASE_TRANSACTION = { maxWait: 10_000, timeout: 60_000 } as const;

type Dependencies = {
  announcer: Announcer;
  alsoErase?: readonly EraseWithin[] | undefined;
  clientId: string;
};

export type ErasePlaceWithin = (
  tx: Prisma.TransactionClient,
  key: InstallationKey,
  mayErase: (where: InstallationKey & { clientId: string }) => Promise<boolean>,
) => Promise<Erased | undefined>;

/** Deletes everything that is kept of a workspace or organization: the one way, for the job and for the command. */
export function createErasePlace({ announcer, alsoErase = [], clientId }: Dependencies): ErasePlaceWithin {
  return async function erasePlaceWithin(tx, key, mayErase) {
    await lockInstallation(tx, clientId, key.installedIn);
    const where = { clientId, installedIn: key.installedIn, isEnterpriseInstall: key.isEnterpriseInstall };
    if (!(await mayErase(where))) return undefined;
    const erased: Erased = {
      installation: (await tx.installation.deleteMany({ where })).count,
      userAuthorization: (await tx.userAuthorization.deleteMany({ where })).count,
      oAuthState: (await tx.oAuthState.deleteMany({ where: { teamId: key.installedIn } })).count,
      workspaceAccess: await eraseAccess(tx, where),
    };
    for (const erase of [eraseAuditWithin, ...alsoErase]) Object.assign(erased, await erase(tx, where));
    await announcer.announce(tx, key.installedIn);
    return erased;
  };
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
