import { type AuditAction, recordAudit } from '../../audit/record-audit.ts';
import { refuseIfChanged } from '../../audit/refuse-if-changed.ts';
import type { Admin } from '../../authorizations/roles/require-admin.ts';
import type { Prisma, PrismaClient } from '../../database/generated/client.ts';
import { holdInstallation, type InstallationRef } from '../../installations/rows/hold-installation.ts';
import type { InstallationKey } from '../../installations/rows/installation-key.ts';
import { atKey, PERMISSION_STATE, READER_STATES } from '../state-in-sql.ts';

/** Why coverage cannot be read through someone who agreed to it. */
export type LossReason = 'no_permission_yet' | 'permission_ended' | 'no_admin_any_more';

export type Reader = { userId: string; agreedAt: Date; state: 'works' | LossReason };

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** Who or what changes it: the reader, or Lanyard for a reason. */
type By = 'self' | { because?: LossReason | 'app_removed' | 'not_restored' };

/** What changes whether someone agrees. */
const CONSENT = ['coverage_agreed', 'coverage_stopped'] as const;

/** Which loss is told when there are several: the one that someone can mend soonest. */
const MENDABLE: readonly LossReason[] = ['permission_ended', 'no_permission_yet', 'no_admin_any_more'];

export type ReaderFound =
  | { works: true; userId: string }
  | { works: false; userIds: string[]; because: LossReason };

/** Those who agreed that coverage is read through their own permission, and whether it works. */
export type Readers = {
  /** Everyone who agreed, the longest first. */
  all(key: InstallationKey): Promise<Reader[]>;
  /** Whether this admin granted a permission through which Slack can be asked. */
  hasPermission(admin: Admin): Promise<boolean>;

  /**
   * @param madeAt when the form was made on which they agree: one from before they last stopped no longer counts
   * @returns the receipt; undefined: they had agreed before
   * @throws AppError `outdated`, `installation_changed`
   */
  agree(admin: Admin, madeAt?: Date): Promise<string | undefined>;
  /**
   * @param madeAt when the surface was made on which they stop
   * @returns the receipt; undefined: they had not agreed
   * @throws AppError `outdated`, `installation_changed`
   */
  stop(admin: Admin, madeAt?: Date): Promise<string | undefined>;

  /** Noted once, however often it is found. Someone who hasn't granted a permission yet has lost nothing. */
  noteLoss(key: InstallationKey, userId: string, because: LossReason): Promise<void>;
  /** Slack was just read through them. */
  noteWorks(key: InstallationKey, userId: string): Promise<void>;
  /**
   * Finds permissions that have ended without a word since the last look. Where the app itself was removed, the
   * agreement ends too, and is asked for again when the app is added again. @returns how many were found
   */
  noteLosses(): Promise<number>;
  /** Ends the agreements lost before this moment: no one is asked to restore them anymore. @returns how many */
  forgetLost(before: Date): Promise<number>;
};

/** Through whom coverage is read; undefined: no one agreed. */
export function workingReader(readers: readonly Reader[]): ReaderFound | undefined {
  if (readers.length === 0) return undefined;
  const working = readers.find(({ state }) => state === 'works');
  if (working) return { works: true, userId: working.userId };
  const because = MENDABLE.find((reason) => readers.some(({ state }) => state === reason));
  return {
    works: false,
    userIds: readers.map(({ userId }) => userId),
    because: because ?? 'no_permission_yet',
  };
}

export function createReaders({ prisma, clientId, clock }: Dependencies): Readers {
  function all(key: InstallationKey): Promise<Reader[]> {
    return prisma.$queryRaw<Reader[]>`
      SELECT user_id AS "userId", agreed_at AS "agreedAt", state
      FROM ${READER_STATES} AS r WHERE ${atKey(clientId, key, 'r')} ORDER BY agreed_at, user_id`;
  }

  async function audit(
    tx: Prisma.TransactionClient,
    action: AuditAction,
    key: InstallationKey,
    userId: string,
    by: By,
  ): Promise<string | undefined> {
    const actor = by === 'self' ? ({ kind: 'user', userId } as const) : ({ kind: 'system' } as const);
    const details = by === 'self' || !by.because ? {} : { because: by.because };
    const entry = { at: clock(), clientId, ...key, actor, action, subjectUserId: userId, details };
    return (await recordAudit(tx, [entry]))[0];
  }

  /**
   * When no one is left who agreed, what is known of single people goes at once; the counts of past days name no one
   * and stay.
   */
  function end(
    key: InstallationKey,
    userId: string,
    by: By,
    { installation, madeAt }: { installation?: InstallationRef; madeAt?: Date | undefined } = {},
  ): Promise<string | undefined> {
    return prisma.$transaction(async (tx) => {
      if (installation) await holdInstallation(tx, clientId, installation);
      await refuseIfChanged(tx, { clientId, ...key, actions: CONSENT, subjectUserId: userId }, madeAt);
      const { count } = await tx.coverageReader.deleteMany({ where: { clientId, ...key, userId } });
      if (count === 0) return undefined;
      if ((await tx.coverageReader.count({ where: { clientId, ...key } })) === 0) {
        await forgetPeople(tx, clientId, key);
      }
      return audit(tx, 'coverage_stopped', key, userId, by);
    });
  }

  async function noteLoss(key: InstallationKey, userId: string, because: LossReason): Promise<void> {
    if (because === 'no_permission_yet') return;
    await prisma.$transaction(async (tx) => {
      const { count } = await tx.coverageReader.updateMany({
        where: { clientId, ...key, userId, lostAt: null },
        data: { lostAt: clock(), lostBecause: because },
      });
      if (count > 0) await audit(tx, 'coverage_lost', key, userId, { because });
    });
  }

  return {
    all,

    async hasPermission({ key, userId }) {
      const found = await prisma.$queryRaw<unknown[]>`
        SELECT u.id FROM user_authorizations u
        WHERE ${atKey(clientId, key, 'u')} AND u.user_id = ${userId} AND ${PERMISSION_STATE} = 'works'`;
      return found.length > 0;
    },

    agree({ key, installation, userId }, madeAt) {
      return prisma.$transaction(async (tx) => {
        await holdInstallation(tx, clientId, installation);
        await refuseIfChanged(tx, { clientId, ...key, actions: CONSENT, subjectUserId: userId }, madeAt);
        const { count } = await tx.coverageReader.createMany({
          data: [{ clientId, ...key, userId, agreedAt: clock() }],
          skipDuplicates: true,
        });
        return count === 0 ? undefined : audit(tx, 'coverage_agreed', key, userId, 'self');
      });
    },

    stop: ({ key, installation, userId }, madeAt) => end(key, userId, 'self', { installation, madeAt }),

    async forgetLost(before) {
      const lost = await prisma.coverageReader.findMany({ where: { clientId, lostAt: { lt: before } } });
      for (const { userId, installedIn, isEnterpriseInstall } of lost) {
        await end({ installedIn, isEnterpriseInstall }, userId, { because: 'not_restored' });
      }
      return lost.length;
    },

    noteLoss,

    async noteLosses() {
      const ended = await prisma.$queryRaw<(InstallationKey & { userId: string; removed: boolean })[]>`
        SELECT r.installed_in AS "installedIn", r.is_enterprise_install AS "isEnterpriseInstall",
          r.user_id AS "userId", u.uninstalled_at IS NOT NULL AS removed
        FROM coverage_readers r JOIN user_authorizations u USING (client_id, installed_in, is_enterprise_install, user_id)
        WHERE r.client_id = ${clientId}
          AND (u.uninstalled_at IS NOT NULL OR (u.revoked_at IS NOT NULL AND r.lost_at IS NULL))`;
      for (const { userId, removed, ...key } of ended) {
        await (removed
          ? end(key, userId, { because: 'app_removed' })
          : noteLoss(key, userId, 'permission_ended'));
      }
      return ended.length;
    },

    async noteWorks(key, userId) {
      await prisma.$transaction(async (tx) => {
        const { count } = await tx.coverageReader.updateMany({
          where: { clientId, ...key, userId, NOT: { lostAt: null } },
          data: { lostAt: null, lostBecause: null },
        });
        if (count > 0) await audit(tx, 'coverage_restored', key, userId, {});
      });
    },
  };
}

/** Also ends a reading that is under way: its next page finds no one waiting for it. */
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
