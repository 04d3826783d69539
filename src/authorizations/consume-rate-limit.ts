import type { PrismaClient } from '../database/generated/client.ts';
import { type InstallationKey, keysFor } from '../installations/rows/installation-key.ts';
import type { Asker } from './roles/viewer.ts';

/** What is limited for each person, in all processes together. Slack's own limits are far above. */
const LIMITS = {
  verify: { most: 12, spanMs: 60_000 },
  verify_all: { most: 1, spanMs: 30_000 },
  check_on_opening: { most: 1, spanMs: 10 * 60_000 },
  count_coverage: { most: 1, spanMs: 60_000 },
} as const;

export type LimitedAction = keyof typeof LIMITS;

/** `waitSeconds`: after so long there is another turn. */
export type Turn = { granted: true } | { granted: false; startedAt: Date; waitSeconds: number };

/** A viewer, or an admin. */
export type LimitedPerson = Asker & { installation: InstallationKey | undefined };

type Dependencies = {
  prisma: PrismaClient;
  clientId: string;
  clock: () => Date;
};

/**
 * Counts one turn by one statement, so that of many at the same moment no more than the limit pass. A limit belongs to
 * a person in the installation that serves them: a workspace's own, or its organization's, where a person has one id in
 * all workspaces and one limit for all of them. The same id in another installation has a limit of its own.
 * @see Authorizations.consumeRateLimit
 */
export async function consumeRateLimit(
  { prisma, clientId, clock }: Dependencies,
  { context, userId, installation }: LimitedPerson,
  what: LimitedAction,
): Promise<Turn> {
  const { most, spanMs } = LIMITS[what];
  const found = installation ?? keysFor(context)[0];
  const { installedIn, isEnterpriseInstall } = found as InstallationKey;
  const now = clock();
  const over = new Date(now.getTime() - spanMs);
  const [turn] = await prisma.$queryRaw<{ startedAt: Date; taken: number }[]>`
    INSERT INTO turns (client_id, installed_in, is_enterprise_install, user_id, what, started_at, taken)
      VALUES (${clientId}, ${installedIn}, ${isEnterpriseInstall}, ${userId}, ${what}, ${now}, 1)
    ON CONFLICT (client_id, installed_in, is_enterprise_install, user_id, what) DO UPDATE SET
      taken = CASE WHEN turns.started_at <= ${over} THEN 1 ELSE turns.taken + 1 END,
      started_at = CASE WHEN turns.started_at <= ${over} THEN ${now} ELSE turns.started_at END
    RETURNING started_at AS "startedAt", taken`;
  if (!turn || turn.taken <= most) return { granted: true };
  const waitMs = turn.startedAt.getTime() + spanMs - now.getTime();
  return {
    granted: false,
    startedAt: turn.startedAt,
    waitSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  };
}
