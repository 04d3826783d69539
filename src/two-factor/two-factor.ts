import { setTimeout as wait } from 'node:timers/promises';
import type { Authorizations } from '../authorizations/authorizations.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Installations } from '../installations/installations.ts';
import type { InstallationKey, SlackContext } from '../installations/rows/installation-key.ts';
import type { Logger } from '../observability/logger.ts';
import { createCountDue } from './counting/count-due.ts';
import type { Pause } from './counting/read-people.ts';
import { createReaders } from './counting/readers.ts';
import { createReadingLease } from './counting/reading-lease.ts';
import { createRefreshCoverage, type RefreshOptions } from './counting/refresh-coverage.ts';
import { type CountedPerson, type Coverage, createCoverage, type Some, type TrendPoint } from './coverage.ts';
import { createExemptions, type Exemption, type ExemptionChange } from './exemptions.ts';
import { createExportCoverage, type LinkState, type Taken } from './export-coverage.ts';
import { countGuests } from './guests.ts';
import { createOwnTwoFactorStatus, type RememberedStatus, type TwoFactorStatus } from './own-status.ts';
import { type PersonStatus, personStatus } from './person-status.ts';
import { type SingleSignOn, usesSingleSignOn } from './single-sign-on.ts';
import { sweepCoverage } from './sweep-coverage.ts';

/**
 * What is known of people's second factor, and how many of a workspace have one. A verb that takes an `Admin` is for
 * someone whom Slack just called an owner or admin; of a workspace that is not counted, lists are empty.
 */
export type TwoFactor = {
  /**
   * A person's own status, asked of Slack with their own token: the only way in which Slack shows it to a member.
   * @throws AppError of the Slack client when Slack does not answer
   */
  ownStatus(context: SlackContext, userId: string): Promise<TwoFactorStatus>;
  /**
   * Whether people sign in to the workspace through their company.
   * @throws AppError of the Slack client when Slack does not answer
   */
  singleSignOn(context: SlackContext): Promise<SingleSignOn>;
  /** What Slack told this process of this person within a day, without asking anyone; undefined: nothing. */
  rememberedOwnStatus(context: SlackContext, userId: string): RememberedStatus | undefined;
  /**
   * What an admin learns of someone else, asked of Slack through the admin's own permission.
   * @throws AppError of the Slack client when Slack does not answer
   */
  personStatus(admin: Admin, userId: string): Promise<PersonStatus>;

  /** How many have a second factor, by three queries at most and without asking Slack. */
  coverage(key: InstallationKey): Promise<Coverage>;
  /**
   * Those who are counted as having none in the latest reading: owners and admins first, then by name.
   * @param some the first `limit` after `offset`; absent: all of them
   */
  peopleWithout(key: InstallationKey, some?: Some): Promise<CountedPerson[]>;
  /** The last reading of each of so many past days (in UTC), oldest first. */
  trend(key: InstallationKey, days: number): Promise<TrendPoint[]>;
  /**
   * Reads everyone again. Across all processes a place is read once at a time: further callers wait for that reading.
   * @returns the figures as they are then: of this reading, or the old ones where no one's permission works
   * @throws AppError `slack_rate_limited`, `slack_timeout`, `slack_unreachable` and others that may pass
   */
  refreshCoverage(key: InstallationKey, options?: RefreshOptions): Promise<Coverage>;

  /** Whether this admin granted a permission through which Slack can be asked. */
  hasPermission(admin: Admin): Promise<boolean>;
  /**
   * The admin agrees that coverage is read through their own permission.
   * @param madeAt when the form was made on which they agree: one from before they last stopped no longer counts
   * @returns the receipt; undefined: they had agreed before
   * @throws AppError `outdated`, `installation_changed`
   */
  agreeToCoverage(admin: Admin, madeAt?: Date): Promise<string | undefined>;
  /**
   * The admin no longer agrees. When no one is left who does, what is known of single people is deleted.
   * @param madeAt when the surface was made on which they stop
   * @returns the receipt; undefined: they had not agreed
   * @throws AppError `outdated`, `installation_changed`
   */
  stopCoverage(admin: Admin, madeAt?: Date): Promise<string | undefined>;

  /**
   * Chooses whether guests are counted; the figures follow at once.
   * @param madeAt when the surface was made on which it was chosen
   * @returns the receipt; undefined: it was so before
   * @throws AppError `outdated`, `installation_changed`
   */
  countGuests(admin: Admin, counted: boolean, madeAt?: Date): Promise<string | undefined>;
  /** The last day that is proposed for an exemption, as 2026-11-25 in UTC. */
  usualLastDay(): string;
  /** When an exemption ends that lasts through this day (2026-11-25): as the next one begins, in UTC. */
  endOf(lastDay: string): { until: Date } | { problem: 'not_future' | 'too_far' };
  /** Who is left out of the count now, the next to end first. */
  exemptions(key: InstallationKey): Promise<(Exemption & { userId: string })[]>;
  /**
   * Leaves someone out of the count for a reason and a time; replaces an earlier exemption.
   * @returns the receipt
   * @throws AppError `outdated`, `installation_changed`
   */
  exempt(admin: Admin, userId: string, change: ExemptionChange): Promise<string>;
  /**
   * Counts someone again.
   * @param madeAt when the surface was made
   * @returns the receipt; undefined: they were not exempted
   * @throws AppError `outdated`, `installation_changed`
   */
  unexempt(admin: Admin, userId: string, madeAt?: Date): Promise<string | undefined>;

  /**
   * A link to everything that is counted, good once and for ten minutes.
   * @returns the secret part of the link, which is not kept
   * @throws AppError `installation_changed`
   */
  createExport(admin: Admin): Promise<{ secret: string; until: Date }>;
  /** Only looks, so a program that previews links may come as often as it likes. */
  lookAtExport(secret: string): Promise<LinkState>;
  /**
   * Asks Slack once more who the admin is, then uses the link up and records the export, in one transaction. Refused
   * where the installation that the link was made on is gone.
   * @throws AppError of the Slack client: the link is as good as before
   */
  takeExport(secret: string): Promise<Taken>;

  /** For the job: counts the places that are due. `lost`: permissions that were found to have ended. */
  countDue(signal: AbortSignal): Promise<{ counted: number; failed: number; lost: number }>;
  /** Someone just granted their permission: if they had agreed before, counting begins. @returns whether it did */
  countAfterGrant(context: SlackContext, userId: string): Promise<boolean>;
  /** For the job: deletes what is no longer needed. @returns how many past readings and lost agreements */
  sweepCoverage(): Promise<{ snapshots: number; lostReaders: number }>;
};

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

export function createTwoFactor(given: TwoFactorDependencies): TwoFactor {
  const base = { pause: pauseByRealTime, ...given };
  const readers = createReaders(base);
  const exemptions = createExemptions(base);
  const { countsOf, coverage, everybody, peopleWithout, trend } = createCoverage({ ...base, readers });
  const lease = createReadingLease({ ...base, countsOf });
  const refreshCoverage = createRefreshCoverage({ ...base, readers, lease, coverage });
  const own = createOwnTwoFactorStatus(base);
  const exporting = createExportCoverage({
    ...base,
    coverage,
    everybody,
    trend,
    exemptions: exemptions.exemptions,
  });
  const counting = createCountDue({ ...base, readers, refreshCoverage });
  return {
    ownStatus: own.ownStatus,
    singleSignOn: (context) => usesSingleSignOn(base.installations, context),
    rememberedOwnStatus: own.rememberedOwnStatus,
    personStatus: (admin, userId) =>
      personStatus({ ...base, exemptionOf: exemptions.exemptionOf }, admin, userId),

    coverage,
    peopleWithout,
    trend,
    refreshCoverage,

    hasPermission: readers.hasPermission,
    agreeToCoverage: readers.agree,
    stopCoverage: readers.stop,

    countGuests: (admin, counted, madeAt) => countGuests(base, admin, counted, madeAt),
    usualLastDay: exemptions.usualLastDay,
    endOf: exemptions.endOf,
    exemptions: exemptions.exemptions,
    exempt: exemptions.exempt,
    unexempt: exemptions.unexempt,

    createExport: exporting.createExport,
    lookAtExport: exporting.lookAtExport,
    takeExport: exporting.takeExport,

    countDue: counting.countDue,
    countAfterGrant: counting.countAfterGrant,
    sweepCoverage: () => sweepCoverage({ ...base, readers }),
  };
}

const pauseByRealTime: Pause = (ms, signal) => wait(ms, undefined, { ref: false, ...(signal && { signal }) });
