import type { EraseWithin } from '../installations/rows/erase-installation.ts';

/** What people of a place were shown, how often they asked for something, and what its admins said to alerts. */
export const eraseHomesWithin: EraseWithin = async (tx, { clientId, installedIn, isEnterpriseInstall }) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  return {
    shownHome: (await tx.shownHome.deleteMany({ where })).count,
    turn: (await tx.turn.deleteMany({ where })).count,
    alertMark: (await tx.alertMark.deleteMany({ where })).count,
  };
};
