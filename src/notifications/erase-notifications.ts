import type { EraseWithin } from '../installations/rows/erase-installation.ts';

/** What people of a place were told, and what they want to hear of. */
export const eraseNotificationsWithin: EraseWithin = async (
  tx,
  { clientId, installedIn, isEnterpriseInstall },
) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  return {
    notification: (await tx.notification.deleteMany({ where })).count,
    dayMessage: (await tx.dayMessage.deleteMany({ where })).count,
    notificationPreference: (await tx.notificationPreference.deleteMany({ where })).count,
  };
};
