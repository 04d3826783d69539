import { Prisma, type PrismaClient } from '../../database/generated/client.ts';
import { toAppError } from '../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import type { Installations } from '../../installations/installations.ts';
import type { InstallationKey, SlackContext } from '../../installations/rows/installation-key.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Coverage } from '../coverage.ts';
import type { Readers } from './readers.ts';
import type { RefreshOptions } from './refresh-coverage.ts';

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'findInstallation'>;
  readers: Readers;
  refreshCoverage: (key: InstallationKey, options?: RefreshOptions) => Promise<Coverage>;
  logger: Logger;
  clientId: string;
  clock: () => Date;
};

const MINUTES_A_DAY = 24 * 60;
/** What Slack's being away kept from its end is tried again after this long, not the next day. */
const RETRY_MS = 60 * 60_000;
const AT_ONCE = 3;

/** Each place is counted once a day, at a minute of its own, so that not all are read at the same time. */
export function createCountDue(dependencies: Dependencies) {
  const { prisma, installations, readers, refreshCoverage, logger, clientId, clock } = dependencies;

  /** Where someone agreed, and the last try is older than the place's minute, failed a while ago or was cut off. */
  function due(): Promise<InstallationKey[]> {
    const now = clock();
    const today = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
    const slot = Prisma.sql`${today}::timestamptz + ${minuteOf} * interval '1 minute'`;
    return prisma.$queryRaw<InstallationKey[]>`
      SELECT DISTINCT r.installed_in AS "installedIn", r.is_enterprise_install AS "isEnterpriseInstall"
      FROM coverage_readers r LEFT JOIN coverage_places c USING (client_id, installed_in, is_enterprise_install)
      WHERE r.client_id = ${clientId} AND (
        c.tried_at IS NULL
        OR c.tried_at < CASE WHEN ${slot} <= ${now} THEN ${slot} ELSE ${slot} - interval '1 day' END
        OR (c.error IS NOT NULL AND c.tried_at < ${new Date(now.getTime() - RETRY_MS)})
        OR (c.reading_id IS NOT NULL AND coalesce(c.reading_lease_until <= now(), true)))`;
  }

  return {
    async countDue(signal: AbortSignal): Promise<{ counted: number; failed: number; lost: number }> {
      const did = { counted: 0, failed: 0, lost: await readers.noteLosses() };
      await inParallel(await due(), { atOnce: AT_ONCE, signal }, async (key) => {
        try {
          await refreshCoverage(key, { signal });
          did.counted += 1;
        } catch (err) {
          did.failed += 1;
          logger.warn({ err, code: toAppError(err).code, ...key }, 'Two-factor coverage was not counted');
        }
      });
      return did;
    },

    async countAfterGrant(context: SlackContext, userId: string): Promise<boolean> {
      const installation = await installations.findInstallation(context);
      if (!installation) return false;
      const { installedIn, isEnterpriseInstall } = installation;
      const key = { installedIn, isEnterpriseInstall };
      const theirs = (await readers.all(key)).some(
        (each) => each.userId === userId && each.state === 'works',
      );
      if (theirs) await refreshCoverage(key);
      return theirs;
    },
  };
}

/** The same for a place on every day, spread evenly over all. */
const minuteOf = Prisma.raw(
  `(('x' || substr(md5(r.client_id || r.installed_in), 1, 6))::bit(24)::int % ${MINUTES_A_DAY})`,
);
