import type { Prisma } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import type { InstallationRecord } from './find-installation.ts';
import { lockInstallation } from './lock-installation.ts';

/** One installation since one grant: the same workspace after a reinstallation is another. */
export type InstallationRef = Pick<
  InstallationRecord,
  'id' | 'installedIn' | 'isEnterpriseInstall' | 'authorizedAt'
>;

/** For a button or a form, which has to say on which installation it was made. Reveals nothing and grants nothing. */
export const refText = ({ id, authorizedAt }: Pick<InstallationRef, 'id' | 'authorizedAt'>): string =>
  `${id}.${authorizedAt.getTime()}`;

/**
 * Takes the lock of the workspace or organization to the end of the transaction, and makes sure that the installation
 * is still the one that the caller looked at: neither ended nor granted again. Every change that an admin makes begins
 * here, because their role was judged on this row, and another one may serve the same request a moment later.
 * @throws AppError `installation_changed`: nothing may be changed
 */
export async function holdInstallation(
  tx: Prisma.TransactionClient,
  clientId: string,
  seen: InstallationRef,
): Promise<void> {
  await lockInstallation(tx, clientId, seen.installedIn);
  const { id, authorizedAt } = seen;
  const now = await tx.installation.findFirst({
    where: { id, clientId },
    select: { authorizedAt: true, revokedAt: true, uninstalledAt: true },
  });
  const ended = !now || now.revokedAt !== null || now.uninstalledAt !== null;
  if (ended || now.authorizedAt.getTime() !== authorizedAt.getTime()) throw installationChanged(seen, ended);
}

/** @param ended false: it was granted again meanwhile */
export const installationChanged = (
  { installedIn }: Pick<InstallationRef, 'installedIn'>,
  ended: boolean,
): AppError =>
  new AppError({
    code: 'installation_changed',
    message: 'The installation ended or was granted again after it was looked up.',
    details: { installedIn, ended },
  });
