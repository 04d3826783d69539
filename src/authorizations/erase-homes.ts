import type { EraseWithin } from '../installations/erase-gone.ts';

/** What people of a place were shown, and what its admins said to alerts. */
export const eraseHomesWithin: EraseWithin = async (tx, { clientId, installedIn, isEnterpriseInstall }) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  await tx.shownHome.deleteMany({ where });
  await tx.alertMark.deleteMany({ where });
};
