import { type AuditAction, recordAudit } from '../audit/record-audit.ts';
import type { Admin } from '../authorizations/admit.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import type { InstallationKey } from '../installations/installation-key.ts';
import { atKey } from './state-in-sql.ts';

/** Why coverage cannot be read through somebody who agreed to it. */
export type LossReason = 'no_permission_yet' | 'permission_ended' | 'no_admin_any_more';

export type Reader = { userId: string; agreedAt: Date; state: 'works' | LossReason };

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

export type Readers = ReturnType<typeof createReaders>;

/** Which loss is told when there are several: the one that somebody can mend soonest. */
const MENDABLE: readonly LossReason[] = ['permission_ended', 'no_permission_yet', 'no_admin_any_more'];

/** Who agreed that coverage is read through their own permission, and of whom it works. */
export function createReaders({ prisma, clientId, clock }: Dependencies) {
  /** The longest agreed first. A permission that was given again works again; whether rights do is asked at a reading. */
  function all(key: InstallationKey): Promise<Reader[]> {
    return prisma.$queryRaw<Reader[]>`
      SELECT r.user_id AS "userId", r.agreed_at AS "agreedAt",
        CASE
          WHEN u.id IS NULL THEN 'no_permission_yet'
          WHEN u.revoked_at IS NOT NULL OR u.uninstalled_at IS NOT NULL THEN 'permission_ended'
          WHEN NOT 'users:read' = ANY(u.granted_scopes) THEN 'no_permission_yet'
          WHEN r.lost_because = 'no_admin_any_more' THEN r.lost_because
          ELSE 'works' END AS state
      FROM coverage_readers r
      LEFT JOIN user_authorizations u ON ${atKey(clientId, key, 'u')} AND u.user_id = r.user_id
      WHERE ${atKey(clientId, key, 'r')} ORDER BY r.agreed_at, r.user_id`;
  }

  async function audit(
    tx: Prisma.TransactionClient,
    action: AuditAction,
    key: InstallationKey,
    userId: string,
    by: 'self' | { because: LossReason | undefined },
  ): Promise<string | undefined> {
    const actor = by === 'self' ? ({ kind: 'user', userId } as const) : ({ kind: 'system' } as const);
    const details = by === 'self' || !by.because ? {} : { because: by.because };
    const entry = { at: clock(), clientId, ...key, actor, action, subjectUserId: userId, details };
    return (await recordAudit(tx, [entry]))[0];
  }

  return {
    all,

    /** Through whom coverage is read; undefined: nobody agreed. */
    async reader(
      key: InstallationKey,
    ): Promise<
      { works: true; userId: string } | { works: false; userIds: string[]; because: LossReason } | undefined
    > {
      const readers = await all(key);
      if (readers.length === 0) return undefined;
      const working = readers.find(({ state }) => state === 'works');
      if (working) return { works: true, userId: working.userId };
      const because = MENDABLE.find((reason) => readers.some(({ state }) => state === reason));
      return {
        works: false,
        userIds: readers.map(({ userId }) => userId),
        because: because ?? 'no_permission_yet',
      };
    },

    /** @returns the receipt; undefined: they had agreed before */
    agree({ key, userId }: Admin): Promise<string | undefined> {
      return prisma.$transaction(async (tx) => {
        const { count } = await tx.coverageReader.createMany({
          data: [{ clientId, ...key, userId, agreedAt: clock() }],
          skipDuplicates: true,
        });
        return count === 0 ? undefined : audit(tx, 'coverage_agreed', key, userId, 'self');
      });
    },

    /**
     * When nobody is left who agreed, what is known of single people goes at once; the counts of past days name nobody
     * and stay. @returns the receipt; undefined: they had not agreed
     */
    stop({ key, userId }: Pick<Admin, 'key' | 'userId'>): Promise<string | undefined> {
      return prisma.$transaction(async (tx) => {
        const { count } = await tx.coverageReader.deleteMany({ where: { clientId, ...key, userId } });
        if (count === 0) return undefined;
        if ((await tx.coverageReader.count({ where: { clientId, ...key } })) === 0) {
          await forgetPeople(tx, clientId, key);
        }
        return audit(tx, 'coverage_stopped', key, userId, 'self');
      });
    },

    /** Noted once, however often it is found. Somebody who gave no permission so far has lost nothing. */
    async noteLoss(key: InstallationKey, userId: string, because: LossReason): Promise<void> {
      if (because === 'no_permission_yet') return;
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.coverageReader.updateMany({
          where: { clientId, ...key, userId, lostAt: null },
          data: { lostAt: clock(), lostBecause: because },
        });
        if (count > 0) await audit(tx, 'coverage_lost', key, userId, { because });
      });
    },

    /** Slack was just read through them. */
    async noteWorks(key: InstallationKey, userId: string): Promise<void> {
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.coverageReader.updateMany({
          where: { clientId, ...key, userId, NOT: { lostAt: null } },
          data: { lostAt: null, lostBecause: null },
        });
        if (count > 0) await audit(tx, 'coverage_restored', key, userId, { because: undefined });
      });
    },
  };
}

/** Also ends a reading that is under way: its next page finds nobody waiting for it. */
async function forgetPeople(
  tx: Prisma.TransactionClient,
  clientId: string,
  key: InstallationKey,
): Promise<void> {
  const where = { clientId, ...key };
  await tx.coveragePerson.deleteMany({ where });
  await tx.coveragePlace.updateMany({
    where,
    data: {
      latestReadingId: null,
      readAt: null,
      readByUserId: null,
      readingId: null,
      readingLeaseUntil: null,
    },
  });
}
