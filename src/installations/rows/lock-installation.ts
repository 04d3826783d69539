import type { Prisma } from '../../database/generated/client.ts';

/**
 * Lets one writer at a time change what a workspace or organization holds, to the end of the transaction: a grant and
 * an end at the same moment leave all of it or nothing, and no two wait for each other's rows.
 */
export async function lockInstallation(
  tx: Prisma.TransactionClient,
  clientId: string,
  installedIn: string,
): Promise<void> {
  // A database has one space of locks for all its schemas. `public` has the name that it always had.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(
    ${`lanyard ${clientId} ${installedIn}`} || CASE current_schema() WHEN 'public' THEN '' ELSE ' ' || current_schema() END, 0))`;
}
