import type { PrismaClient } from '../database/generated/client.ts';
import type { Readers } from './counting/readers.ts';

const DAY_MS = 24 * 60 * 60_000;
/** The trend goes back so far; a lost permission that no one gave back in this time is given up. */
export const TREND_DAYS = 90;
/** A late visitor reads "too late" or "used", not "unknown". */
const LINK_MEMORY_MS = DAY_MS;

type Dependencies = {
  prisma: PrismaClient;
  readers: Pick<Readers, 'forgetLost'>;
  clientId: string;
  clock: () => Date;
};

/** @see TwoFactor.sweepCoverage */
export async function sweepCoverage({
  prisma,
  readers,
  clientId,
  clock,
}: Dependencies): Promise<{ snapshots: number; lostReaders: number }> {
  const before = (ms: number) => new Date(clock().getTime() - ms);
  const old = before(TREND_DAYS * DAY_MS);
  const snapshots = await prisma.coverageSnapshot.deleteMany({ where: { clientId, at: { lt: old } } });
  await prisma.coverageExemption.deleteMany({ where: { clientId, until: { lt: old } } });
  await prisma.coverageExport.deleteMany({ where: { expiresAt: { lt: before(LINK_MEMORY_MS) } } });
  // Of readings that were begun, and given up for another.
  await prisma.$executeRaw`
      DELETE FROM coverage_people p WHERE client_id = ${clientId} AND NOT EXISTS (
        SELECT 1 FROM coverage_places c WHERE p.reading_id IN (c.latest_reading_id, c.reading_id))`;
  return { snapshots: snapshots.count, lostReaders: await readers.forgetLost(old) };
}
