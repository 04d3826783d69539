import { type AuditFilter, type AuditLine, createReadAudit } from '../audit/read-audit.ts';
import type { PrismaClient } from '../database/generated/client.ts';
import type { Removal } from '../installations/endings/remove-app.ts';
import type { Installations } from '../installations/installations.ts';
import { type Checks, findRow, findRows, type RowFilter, tallyRows } from './listing/find-rows.ts';
import { type Authorization, toAuthorization } from './listing/listed-authorization.ts';
import { type Page, pageOf, type Wanted } from './listing/page.ts';
import { visibleInWorkspace } from './listing/visible-to.ts';
import { type Revocation, revoke } from './revoke.ts';
import type { Admin } from './roles/require-admin.ts';
import { type StatusCounts, totalOf } from './statuses/status-counts.ts';

/** One page of everyone's authorizations in one installation. */
export type WorkspaceAuthorizations = {
  /** Of all, whatever the filter. */
  counts: StatusCounts;
  checks: Checks;
  page: Page;
  rows: Authorization[];
};

/** What came of it, and the permission as it was before. */
export type RevocationFor = Revocation & { authorization: Authorization };

export type AuditPage = { page: Page; lines: AuditLine[] };

type Dependencies = {
  prisma: PrismaClient;
  installations: Pick<Installations, 'removeApp' | 'revokePermission'>;
  clientId: string;
  clock: () => Date;
};

/** What admins see and do for others. Each verb takes an `Admin`: the proof that Slack was just asked. */
export function createForAdmins({ prisma, installations, clientId, clock }: Dependencies) {
  const audit = createReadAudit({ prisma, clientId });
  const scopeOf = ({ key }: Admin) => visibleInWorkspace(clientId, key);

  async function findInWorkspace(admin: Admin, id: string): Promise<Authorization | undefined> {
    const now = clock();
    const row = await findRow(prisma, scopeOf(admin), now, id);
    return row && toAuthorization(row, now);
  }

  return {
    findInWorkspace,

    async listWorkspace(
      admin: Admin,
      { page: wanted, ...filter }: RowFilter & Wanted,
    ): Promise<WorkspaceAuthorizations> {
      const now = clock();
      const scope = scopeOf(admin);
      const { counts, checks } = await tallyRows(prisma, scope, now);
      const theirs = filter.userId ? (await tallyRows(prisma, scope, now, filter)).counts : counts;
      const page = pageOf(filter.status ? (theirs[filter.status] ?? 0) : totalOf(theirs), wanted);
      const rows = await findRows(prisma, scope, now, { ...page, ...filter });
      return { counts, checks, page, rows: rows.map((row) => toAuthorization(row, now)) };
    },

    async revokeFor(
      admin: Admin,
      id: string,
      reason: string,
      madeAt?: Date,
    ): Promise<RevocationFor | undefined> {
      const authorization = await findInWorkspace(admin, id);
      if (authorization?.kind !== 'user') return undefined;
      // Given after the form was opened: it is not the one that was meant.
      if (madeAt && authorization.grantedAt > madeAt) return undefined;
      const actor = { kind: 'admin', userId: admin.userId } as const;
      const why = { reason, judgedOn: admin.installation };
      return { ...(await revoke(installations, authorization, actor, why)), authorization };
    },

    removeApp: (admin: Admin, reason: string): Promise<Removal> =>
      installations.removeApp(
        admin.installation,
        { kind: 'admin', userId: admin.userId },
        reason === '' ? {} : { reason },
      ),

    async auditTrail(admin: Admin, { page: wanted, ...filter }: AuditFilter & Wanted): Promise<AuditPage> {
      const page = pageOf(await audit.count(admin.key, filter), wanted);
      return { page, lines: await audit.page(admin.key, filter, page) };
    },

    findReceipt: (admin: Admin, receipt: string): Promise<AuditLine | undefined> =>
      audit.byReceipt(admin.key, receipt),
  };
}
