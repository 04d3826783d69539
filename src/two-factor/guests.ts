import { recordAudit } from '../audit/record-audit.ts';
import { refuseIfChanged } from '../audit/refuse-if-changed.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { holdInstallation } from '../installations/rows/hold-installation.ts';

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** @see TwoFactor.countGuests */
export async function countGuests(
  { prisma, clientId, clock }: Dependencies,
  { key, installation, userId }: Admin,
  counted: boolean,
  madeAt?: Date,
): Promise<string | undefined> {
  const id = { clientId, ...key } satisfies Prisma.CoveragePlaceUncheckedCreateInput;
  return prisma.$transaction(async (tx) => {
    await holdInstallation(tx, clientId, installation);
    await refuseIfChanged(tx, { ...id, actions: ['guests_counted', 'guests_left_out'] }, madeAt);
    await tx.coveragePlace.createMany({ data: [id], skipDuplicates: true });
    const changed = await tx.coveragePlace.updateMany({
      where: { ...id, countGuests: !counted },
      data: { countGuests: counted },
    });
    if (changed.count === 0) return undefined;
    const action = counted ? 'guests_counted' : 'guests_left_out';
    const actor = { kind: 'admin', userId } as const;
    const [receipt] = await recordAudit(tx, [{ at: clock(), clientId, ...key, actor, action }]);
    return receipt;
  });
}
