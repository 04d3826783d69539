import { type AuditAction, recordAudit } from '../audit/record-audit.ts';
import { outdated } from '../audit/refuse-if-changed.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { holdInstallation } from '../installations/rows/hold-installation.ts';
import { type Dispute, findDisputes } from './disputes.ts';
import { problemRows } from './listing/find-rows.ts';
import { visibleInWorkspace } from './listing/visible-to.ts';
import type { Admin } from './roles/require-admin.ts';
import { PROBLEM_CAUSES, SLACK_CAUSE } from './statuses/status.ts';

/** What wants an admin's eye, once for each cause however many permissions it affects. */
export type Alert = {
  /** `slack:<code>`, one of the fixed ones below, or an action of the audit trail. */
  cause: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
  acknowledged: { at: Date; byUserId: string } | undefined;
  /** The newest of them, where people dispute revocations; undefined: it's about something else. */
  disputes: Dispute[] | undefined;
};

/** What an admin said to it. */
export type AlertMark = 'acknowledged' | 'resolved';

const CONTESTED_CAUSE = 'revocation_contested';
const AUDITED_CAUSES = ['admin_refused', CONTESTED_CAUSE] as const satisfies readonly AuditAction[];

export const FIXED_CAUSES = [...PROBLEM_CAUSES, ...AUDITED_CAUSES] as const;

/** The code of Slack's in a cause; undefined where the cause is another. */
export const slackCodeInCause = (cause: string): string | undefined =>
  cause.startsWith(SLACK_CAUSE) ? cause.slice(SLACK_CAUSE.length) : undefined;

type Dependencies = { prisma: PrismaClient; clientId: string; clock: () => Date };

/**
 * Alerts are not stored: they are what authorizations and the audit trail say now, so that one whose cause is gone is
 * gone on its own. Kept is only what admins said to them.
 */
export function createAlerts({ prisma, clientId, clock }: Dependencies) {
  return {
    // A problem counts from when it failed: one that was resolved comes back with a new failure and nothing else.
    async alerts({ key }: Admin): Promise<Alert[]> {
      const problems = problemRows(visibleInWorkspace(clientId, key), clock());
      const [found, marks] = await Promise.all([
        prisma.$queryRaw<Omit<Alert, 'acknowledged' | 'disputes'>[]>`
          SELECT cause, sum(times)::int AS count, min(first_at) AS "firstAt", max(seen_at) AS "lastAt" FROM (
            SELECT cause, seen_at, seen_at AS first_at, 1 AS times FROM ${problems} AS problems
            UNION ALL
            SELECT action, at, coalesce(first_at, at), times FROM audit_entries
            WHERE client_id = ${clientId} AND installed_in = ${key.installedIn}
              AND is_enterprise_install = ${key.isEnterpriseInstall} AND action IN (${Prisma.join([...AUDITED_CAUSES])})
          ) AS seen
          WHERE seen_at > coalesce((SELECT resolved_at FROM alert_marks
            WHERE client_id = ${clientId} AND installed_in = ${key.installedIn}
              AND is_enterprise_install = ${key.isEnterpriseInstall} AND alert_marks.cause = seen.cause), '-infinity')
          GROUP BY cause ORDER BY count DESC, cause LIMIT 50`,
        prisma.alertMark.findMany({ where: { clientId, ...key } }),
      ]);
      const markOf = (about: string) => marks.find(({ cause }) => cause === about);
      const since = markOf(CONTESTED_CAUSE)?.resolvedAt ?? undefined;
      const disputed = found.some(({ cause }) => cause === CONTESTED_CAUSE);
      const disputes = disputed ? await findDisputes({ prisma, clientId }, key, since) : [];
      return found.map((alert) => {
        const mark = markOf(alert.cause);
        const { acknowledgedAt: at, acknowledgedByUserId: byUserId } = mark ?? {};
        return {
          ...alert,
          acknowledged: at && byUserId ? { at, byUserId } : undefined,
          disputes: alert.cause === CONTESTED_CAUSE ? disputes : undefined,
        };
      });
    },

    async markAlert(
      { key, installation, userId }: Admin,
      { cause, lastAt }: Pick<Alert, 'cause' | 'lastAt'>,
      how: AlertMark,
      madeAt?: Date,
    ): Promise<string | undefined> {
      // What came after the surface was made has been seen by no one yet.
      if (madeAt && lastAt > madeAt) throw outdated();
      const id = { clientId, ...key, cause } satisfies Prisma.AlertMarkUncheckedCreateInput;
      const [receipt] = await prisma.$transaction(async (tx) => {
        await holdInstallation(tx, clientId, installation);
        // From under the lock: a surface that was made while this waited for it has not seen this.
        const at = clock();
        const mark = (
          how === 'acknowledged'
            ? { acknowledgedAt: at, acknowledgedByUserId: userId }
            : { resolvedAt: at, resolvedByUserId: userId, acknowledgedAt: null, acknowledgedByUserId: null }
        ) satisfies Prisma.AlertMarkUncheckedUpdateInput;
        const before = await tx.alertMark.findUnique({
          where: { clientId_installedIn_isEnterpriseInstall_cause: id },
        });
        const changed = [before?.acknowledgedAt, before?.resolvedAt].some(
          (each) => each && madeAt && each > madeAt,
        );
        if (changed) throw outdated();
        const settled = before?.resolvedAt && before.resolvedAt >= lastAt;
        if (settled || (how === 'acknowledged' && before?.acknowledgedAt)) return [];
        await tx.alertMark.upsert({
          where: { clientId_installedIn_isEnterpriseInstall_cause: id },
          create: { ...id, ...mark },
          update: mark,
        });
        return recordAudit(tx, [
          {
            at,
            clientId,
            ...key,
            actor: { kind: 'admin', userId },
            action: `alert_${how}`,
            details: { cause },
          },
        ]);
      });
      return receipt;
    },
  };
}
