import { eraseAuditWithin } from '../audit/erase-audit.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import type { Announcer } from './change-announcer.ts';
import type { InstallationKey } from './installation-key.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Slack's developer policy gives 14 days; a day is left for a job that could not run. */
const GONE_MS = 13 * DAY_MS;
/** How long people are told why a permission of theirs ended, where the app lives on. */
const ENDED_MS = 90 * DAY_MS;

/** Deletes what somebody else keeps of a workspace or organization, in the transaction that deletes the rest of it. */
export type EraseWithin = (
  tx: Prisma.TransactionClient,
  place: InstallationKey & { clientId: string },
) => Promise<void>;

type Dependencies = {
  prisma: PrismaClient;
  announcer: Announcer;
  alsoErase?: readonly EraseWithin[] | undefined;
  clientId: string;
  clock: () => Date;
};

/**
 * Deletes all that is kept of a workspace or organization thirteen days after the app was removed from it, audit
 * entries too, and single permissions ninety days after they ended. The tokens were erased when they ended.
 * @see https://api.slack.com/developer-policy
 */
export function createEraseGone({ prisma, announcer, alsoErase = [], clientId, clock }: Dependencies) {
  /** Where everything has ended and the last removal is long enough ago. */
  function gone(): Promise<InstallationKey[]> {
    const limit = new Date(clock().getTime() - GONE_MS);
    return prisma.$queryRaw<InstallationKey[]>`
      SELECT installed_in AS "installedIn", is_enterprise_install AS "isEnterpriseInstall" FROM (
        SELECT installed_in, is_enterprise_install, revoked_at, uninstalled_at FROM installations
          WHERE client_id = ${clientId}
        UNION ALL
        SELECT installed_in, is_enterprise_install, revoked_at, uninstalled_at FROM user_authorizations
          WHERE client_id = ${clientId}
      ) AS every
      GROUP BY installed_in, is_enterprise_install
      HAVING max(uninstalled_at) <= ${limit}
        AND NOT bool_or(revoked_at IS NULL AND uninstalled_at IS NULL)`;
  }

  return async function eraseGone(signal: AbortSignal): Promise<{ places: number; permissions: number }> {
    let places = 0;
    for (const key of await gone()) {
      if (signal.aborted) break;
      const where = { clientId, ...key };
      const erased = await prisma.$transaction(async (tx) => {
        // Installed again since it was read: then nothing of it is gone.
        const alive = { ...where, revokedAt: null, uninstalledAt: null };
        if (await tx.installation.findFirst({ where: alive, select: { id: true } })) return false;
        if (await tx.userAuthorization.findFirst({ where: alive, select: { id: true } })) return false;
        await tx.installation.deleteMany({ where });
        await tx.userAuthorization.deleteMany({ where });
        if (key.isEnterpriseInstall) {
          await tx.workspaceAccess.deleteMany({ where: { clientId, enterpriseId: key.installedIn } });
        }
        for (const erase of [eraseAuditWithin, ...alsoErase]) await erase(tx, where);
        await announcer.announce(tx, key.installedIn);
        return true;
      });
      if (erased) places += 1;
    }
    const ended = { lt: new Date(clock().getTime() - ENDED_MS) };
    const { count } = await prisma.userAuthorization.deleteMany({
      where: { clientId, revokedAt: ended, uninstalledAt: null },
    });
    return { places, permissions: count };
  };
}
