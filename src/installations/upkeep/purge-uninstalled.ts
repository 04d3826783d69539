import type { Prisma } from '../../database/generated/client.ts';
import { begunBy } from '../rows/attempts.ts';
import { ERASE_TRANSACTION, type EraseInstallation, hasLiving } from '../rows/erase-installation.ts';
import type { InstallationKey } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Slack's developer policy gives 14 days; a day is left for a job that could not run. */
const GONE_MS = 13 * DAY_MS;
/** How long an attempt to install delays the deletion: anyone can begin one, and another when it is over. */
const ATTEMPT_COUNTS_MS = DAY_MS / 2;
/** How long people are told why a permission of theirs ended, where the app lives on. */
const ENDED_MS = 90 * DAY_MS;

type Purging = Pick<Room, 'prisma' | 'announcer' | 'clientId' | 'clock'> & {
  eraseInstallation: EraseInstallation;
};

type Gone = InstallationKey & { removedAt: Date };

/**
 * Deletes all that is kept of a workspace or organization thirteen days after the app was removed from it, audit
 * entries too, and single permissions ninety days after they ended. The tokens were erased when they ended.
 * @see https://api.slack.com/developer-policy
 */
export async function purgeUninstalled(
  room: Purging,
  signal: AbortSignal,
): Promise<{ places: number; permissions: number }> {
  const { prisma, announcer, clientId, clock } = room;
  let places = 0;
  for (const { removedAt, ...key } of await gone(room)) {
    if (signal.aborted) break;
    const erased = await prisma.$transaction(
      (tx) => room.eraseInstallation(tx, key, () => isStillGone(room, tx, key, removedAt)),
      ERASE_TRANSACTION,
    );
    if (!erased) continue;
    announcer.changedHere(key.installedIn);
    places += 1;
  }
  const ended = { lt: new Date(clock().getTime() - ENDED_MS) };
  const { count } = await prisma.userAuthorization.deleteMany({
    where: { clientId, revokedAt: ended, uninstalledAt: null },
  });
  return { places, permissions: count };
}

/**
 * Where everything has ended and the last removal is long enough ago. The end of the bot counts as one: Slack repeats the
 * event about a removal for an hour, and after a longer outage only the dead token shows it.
 */
function gone({ prisma, clientId, clock }: Purging): Promise<Gone[]> {
  const limit = new Date(clock().getTime() - GONE_MS);
  return prisma.$queryRaw<Gone[]>`
    SELECT installed_in AS "installedIn", is_enterprise_install AS "isEnterpriseInstall",
      max(uninstalled_at) AS "removedAt" FROM (
      SELECT installed_in, is_enterprise_install, revoked_at, coalesce(uninstalled_at, revoked_at) AS uninstalled_at
        FROM installations WHERE client_id = ${clientId}
      UNION ALL
      SELECT installed_in, is_enterprise_install, revoked_at, uninstalled_at FROM user_authorizations
        WHERE client_id = ${clientId}
    ) AS every
    GROUP BY installed_in, is_enterprise_install
    HAVING max(uninstalled_at) <= ${limit}
      AND NOT bool_or(revoked_at IS NULL AND uninstalled_at IS NULL)`;
}

/** No one has installed it again since it was read, and no one is about to. */
async function isStillGone(
  { clientId, clock }: Purging,
  tx: Prisma.TransactionClient,
  key: InstallationKey,
  removedAt: Date,
): Promise<boolean> {
  const attemptCounts = clock().getTime() - removedAt.getTime() <= GONE_MS + ATTEMPT_COUNTS_MS;
  const beginning = {
    teamId: key.installedIn,
    consumedAt: null,
    expiresAt: { gt: clock() },
    ...begunBy(clientId),
  };
  if (attemptCounts && (await tx.oAuthState.findFirst({ where: beginning, select: { stateHash: true } })))
    return false;
  return !(await hasLiving(tx, clientId, key));
}
