import type { EraseWithin } from '../installations/erase-gone.ts';

/** All that was counted in a place, by whose agreement, and whom its admins left out. */
export const eraseCoverageWithin: EraseWithin = async (
  tx,
  { clientId, installedIn, isEnterpriseInstall },
) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  await tx.coverageReader.deleteMany({ where });
  await tx.coveragePlace.deleteMany({ where });
  await tx.coveragePerson.deleteMany({ where });
  await tx.coverageSnapshot.deleteMany({ where });
  await tx.coverageExemption.deleteMany({ where });
  await tx.coverageExport.deleteMany({ where });
};
