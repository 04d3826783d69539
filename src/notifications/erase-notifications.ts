import type { EraseWithin } from '../installations/rows/erase-installation.ts';

/**
 * What people of a place were told, and what they want to hear of. A choice is kept for the workspace and for its
 * organization at once: the other half goes too, unless something is kept of where it belongs to.
 */
export const eraseNotificationsWithin: EraseWithin = async (
  tx,
  { clientId, installedIn, isEnterpriseInstall },
) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  const otherHalves = await tx.$executeRaw`
    DELETE FROM notification_preferences p USING notification_preferences here
    WHERE here.client_id = ${clientId} AND here.installed_in = ${installedIn}
      AND here.is_enterprise_install = ${isEnterpriseInstall}
      AND p.client_id = here.client_id AND p.user_id = here.user_id
      AND (p.installed_in, p.is_enterprise_install) <> (here.installed_in, here.is_enterprise_install)
      AND NOT EXISTS (SELECT 1 FROM installations i WHERE i.client_id = p.client_id
        AND i.installed_in = p.installed_in AND i.is_enterprise_install = p.is_enterprise_install)
      AND NOT EXISTS (SELECT 1 FROM user_authorizations u WHERE u.client_id = p.client_id
        AND u.installed_in = p.installed_in AND u.is_enterprise_install = p.is_enterprise_install)`;
  return {
    notification: (await tx.notification.deleteMany({ where })).count,
    dayMessage: (await tx.dayMessage.deleteMany({ where })).count,
    notificationPreference: otherHalves + (await tx.notificationPreference.deleteMany({ where })).count,
  };
};
