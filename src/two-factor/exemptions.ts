import { recordAudit } from '../audit/record-audit.ts';
import { refuseIfChanged } from '../audit/refuse-if-changed.ts';
import type { Admin } from '../authorizations/roles/require-admin.ts';
import type { Prisma, PrismaClient } from '../database/generated/client.ts';
import { holdInstallation } from '../installations/rows/hold-installation.ts';
import type { InstallationKey } from '../installations/rows/installation-key.ts';

/** Why someone is left out of the count, and until when; at that moment they are counted again. */
export type Exemption = { reason: string; until: Date; byUserId: string; at: Date };

/** `madeAt`: when the form was made on which it was chosen. */
export type ExemptionChange = { reason: string; until: Date; madeAt?: Date | undefined };

const CHANGES = ['person_exempted', 'person_counted_again'] as const;
const DAY_MS = 24 * 60 * 60_000;
/** Longer than this no one is left out without someone looking at it again. */
const LONGEST_MS = 366 * DAY_MS;
const USUAL_MS = 90 * DAY_MS;

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/** Whom admins leave out of the count. Each needs a reason and an end, and both are in the audit trail. */
export function createExemptions({ prisma, clientId, clock }: Dependencies) {
  const idOf = (key: InstallationKey, userId: string) => ({ clientId, ...key, userId });

  return {
    usualLastDay: (): string => new Date(clock().getTime() + USUAL_MS).toISOString().slice(0, 10),

    endOf(lastDay: string): { until: Date } | { problem: 'not_future' | 'too_far' } {
      const until = new Date(Date.parse(`${lastDay}T00:00:00Z`) + DAY_MS);
      const now = clock().getTime();
      if (Number.isNaN(until.getTime()) || until.getTime() <= now) return { problem: 'not_future' };
      return until.getTime() > now + LONGEST_MS ? { problem: 'too_far' } : { until };
    },

    /** Undefined: they are not exempted, or not anymore. */
    async exemptionOf(key: InstallationKey, userId: string): Promise<Exemption | undefined> {
      const row = await prisma.coverageExemption.findFirst({
        where: { ...idOf(key, userId), until: { gt: clock() } },
      });
      return row ? toExemption(row) : undefined;
    },

    async exemptions(key: InstallationKey): Promise<(Exemption & { userId: string })[]> {
      const rows = await prisma.coverageExemption.findMany({
        where: { clientId, ...key, until: { gt: clock() } },
        orderBy: [{ until: 'asc' }, { userId: 'asc' }],
      });
      return rows.map((row) => ({ userId: row.userId, ...toExemption(row) }));
    },

    async exempt(admin: Admin, userId: string, { reason, until, madeAt }: ExemptionChange): Promise<string> {
      const { key } = admin;
      const id = idOf(key, userId);
      return prisma.$transaction(async (tx) => {
        await holdInstallation(tx, clientId, admin.installation);
        // From under the lock: a form that was opened while this waited for it has not seen this.
        const at = clock();
        const data = {
          reason,
          until,
          exemptedAt: at,
          exemptedByUserId: admin.userId,
        } satisfies Prisma.CoverageExemptionUpdateInput;
        const row = { ...id, ...data } satisfies Prisma.CoverageExemptionUncheckedCreateInput;
        await refuseIfChanged(tx, { clientId, ...key, actions: CHANGES, subjectUserId: userId }, madeAt);
        await tx.coverageExemption.upsert({
          where: { clientId_installedIn_isEnterpriseInstall_userId: id },
          create: row,
          update: data,
        });
        const details = { reason, until: until.toISOString() };
        return audited(await recordAudit(tx, [entry(admin, 'person_exempted', at, userId, details)]));
      });
    },

    async unexempt(admin: Admin, userId: string, madeAt?: Date): Promise<string | undefined> {
      const { key } = admin;
      return prisma.$transaction(async (tx) => {
        await holdInstallation(tx, clientId, admin.installation);
        await refuseIfChanged(tx, { clientId, ...key, actions: CHANGES, subjectUserId: userId }, madeAt);
        const { count } = await tx.coverageExemption.deleteMany({ where: idOf(key, userId) });
        if (count === 0) return undefined;
        return audited(await recordAudit(tx, [entry(admin, 'person_counted_again', clock(), userId, {})]));
      });
    },
  };

  function entry(
    { key, userId: adminId }: Admin,
    action: 'person_exempted' | 'person_counted_again',
    at: Date,
    subjectUserId: string,
    details: Record<string, string>,
  ) {
    const actor = { kind: 'admin', userId: adminId } as const;
    return { at, clientId, ...key, actor, action, subjectUserId, details };
  }
}

const audited = ([receipt]: string[]): string => receipt ?? '';

const toExemption = (row: { reason: string; until: Date; exemptedByUserId: string; exemptedAt: Date }) => ({
  reason: row.reason,
  until: row.until,
  byUserId: row.exemptedByUserId,
  at: row.exemptedAt,
});
