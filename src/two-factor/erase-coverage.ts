import type { EraseWithin } from '../installations/rows/erase-installation.ts';

/** All that was counted in a place, by whose agreement, and whom its admins left out. */
export const eraseCoverageWithin: EraseWithin = async (
  tx,
  { clientId, installedIn, isEnterpriseInstall },
) => {
  const where = { clientId, installedIn, isEnterpriseInstall };
  return {
    coverageReader: (await tx.coverageReader.deleteMany({ where })).count,
    coveragePlace: (await tx.coveragePlace.deleteMany({ where })).count,
    coveragePerson: (await tx.coveragePerson.deleteMany({ where })).count,
    coverageSnapshot: (await tx.coverageSnapshot.deleteMany({ where })).count,
    coverageExemption: (await tx.coverageExemption.deleteMany({ where })).count,
    coverageExport: (await tx.coverageExport.deleteMany({ where })).count,
  };
};
