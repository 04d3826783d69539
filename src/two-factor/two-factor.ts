import { setTimeout as wait } from 'node:timers/promises';
import type { Authorizations } from '../authorizations/authorizations.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Installations } from '../installations/installations.ts';
import type { Logger } from '../observability/logger.ts';
import { createCountDue } from './count-due.ts';
import { createCoverage } from './coverage.ts';
import { createExemptions } from './exemptions.ts';
import { createExportCoverage } from './export-coverage.ts';
import { createCountGuests } from './guests.ts';
import { createOwnTwoFactorStatus } from './own-status.ts';
import { createPersonStatus } from './person-status.ts';
import type { Pause } from './read-people.ts';
import { createReaders } from './readers.ts';
import { createReadingLease } from './reading-lease.ts';
import { createRefreshCoverage } from './refresh-coverage.ts';
import { createSweepCoverage } from './sweep-coverage.ts';

export type TwoFactor = ReturnType<typeof createTwoFactor>;

type TwoFactorDependencies = {
  prisma: PrismaClient;
  installations: Installations;
  authorizations: Pick<Authorizations, 'requireAdmin' | 'whoIs'>;
  logger: Logger;
  clientId: string;
  clock: () => Date;
  /** Between two calls that Slack wants apart. */
  pause?: Pause;
};

/** What is known of people's second factor: the verbs of this room. */
export function createTwoFactor(given: TwoFactorDependencies) {
  const base = { pause: pauseByRealTime, ...given };
  const readers = createReaders(base);
  const exemptions = createExemptions(base);
  const { countsOf, everybody, ...coverage } = createCoverage({ ...base, readers });
  const lease = createReadingLease({ ...base, countsOf });
  const refreshCoverage = createRefreshCoverage({ ...base, readers, lease, coverage: coverage.coverage });
  return {
    ...createOwnTwoFactorStatus(base),
    personStatus: createPersonStatus({ ...base, exemptions }),
    ...coverage,
    refreshCoverage,
    hasPermission: readers.hasPermission,
    agreeToCoverage: readers.agree,
    stopCoverage: readers.stop,
    countGuests: createCountGuests(base),
    ...exemptions,
    ...createExportCoverage({ ...base, ...coverage, everybody, exemptions: exemptions.exemptions }),
    ...createCountDue({ ...base, readers, refreshCoverage }),
    sweepCoverage: createSweepCoverage({ ...base, readers }),
  };
}

const pauseByRealTime: Pause = (ms, signal) => wait(ms, undefined, { ref: false, ...(signal && { signal }) });
