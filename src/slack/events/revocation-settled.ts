import type { RevocationSettled } from '../../installations/endings/revoke-permission.ts';
import { contextOf } from '../../installations/rows/installation-key.ts';
import type { Notifications } from '../../notifications/notifications.ts';
import type { Logger } from '../../observability/logger.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';

type Dependencies = {
  notifications: Pick<Notifications, 'tellOfRevocation'>;
  publishHome: PublishHome;
  logger: Logger;
};

export type OnRevocationSettled = (settled: RevocationSettled) => Promise<void>;

/** Shows and tells what came of a revocation that Slack did not confirm at once. What fails here is found by a job. */
export function createRevocationSettled({
  notifications,
  publishHome,
  logger,
}: Dependencies): OnRevocationSettled {
  return async function revocationSettled({ pending }) {
    const { installedIn, isEnterpriseInstall, enterpriseId, userId, askedByUserId } = pending;
    const key = { installedIn, isEnterpriseInstall };
    const context = isEnterpriseInstall
      ? contextOf(key)
      : { teamId: installedIn, enterpriseId: enterpriseId ?? undefined };
    const told = await Promise.allSettled([
      notifications.tellOfRevocation(key, pending),
      ...[...new Set([askedByUserId, userId])].map((each) => publishHome(context, each)),
    ]);
    for (const one of told) {
      if (one.status === 'rejected')
        logger.warn({ err: one.reason }, 'People were not told yet how a revocation ended');
    }
  };
}
