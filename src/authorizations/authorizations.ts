import type { PrismaClient } from '../database/generated/client.ts';
import type { Installations } from '../installations/installations.ts';
import { createAlerts } from './alerts.ts';
import { createConsumeRateLimit } from './consume-rate-limit.ts';
import { createExplain } from './explain.ts';
import { createForAdmins } from './for-admins.ts';
import { createList } from './list.ts';
import { createRequireAdmin } from './require-admin.ts';
import { createRevoke } from './revoke.ts';
import { createShownHome } from './shown-home.ts';
import { createSweepTurns } from './sweep-rate-limits.ts';
import { createVerify } from './verify.ts';
import { createWhoIs } from './who-is.ts';

export type Authorizations = ReturnType<typeof createAuthorizations>;

/** What people see and do with what they authorized: the verbs of this room. */
export function createAuthorizations(dependencies: {
  prisma: PrismaClient;
  installations: Installations;
  clientId: string;
  clock: () => Date;
}) {
  const { judge, ...who } = createWhoIs(dependencies);
  const revoke = createRevoke(dependencies);
  return {
    ...who,
    ...createList(dependencies),
    ...createExplain(dependencies),
    ...createShownHome(dependencies),
    requireAdmin: createRequireAdmin({ ...dependencies, judge }),
    ...createForAdmins({ ...dependencies, revoke }),
    ...createAlerts(dependencies),
    consumeRateLimit: createConsumeRateLimit(dependencies),
    sweepTurns: createSweepTurns(dependencies),
    verify: createVerify(dependencies),
    revoke,
  };
}
