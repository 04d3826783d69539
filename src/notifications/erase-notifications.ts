import type { EraseWithin } from '../installations/erase-gone.ts';

/** What people of a place were told, and what they want to hear of. */
export const eraseNotificationsWithin: EraseWithin = async (
  tx,
  { clientId, installedIn, isEnterpriseInstall },
) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  await tx.notification.deleteMany({ where });
  await tx.dayMessage.deleteMany({ where });
  await tx.notificationPreference.deleteMany({ where });
};
