import type { Authorizations } from '../authorizations/authorizations.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { contextOf } from '../installations/rows/installation-key.ts';
import type { Check } from './sending/check-again.ts';

type Dependencies = {
  prisma: PrismaClient;
  authorizations: Pick<Authorizations, 'whoIs'>;
  clientId: string;
};

/**
 * A dispute names people and a reason: Slack is asked whether the reader is an admin now. Once an admin has resolved the
 * alert, no one else needs to hear of it.
 */
export function createCheckDispute({ prisma, authorizations, clientId }: Dependencies): Check {
  return async ({ installedIn, isEnterpriseInstall, userId, foundAt }) => {
    const key = { installedIn, isEnterpriseInstall };
    const role = await authorizations.whoIs({ context: contextOf(key), userId });
    if (role !== 'admin') return { drop: 'no_admin' };
    const resolved = await prisma.alertMark.findFirst({
      where: { clientId, ...key, cause: 'revocation_contested', resolvedAt: { gte: foundAt } },
    });
    return resolved ? { drop: 'resolved' } : 'tell';
  };
}
