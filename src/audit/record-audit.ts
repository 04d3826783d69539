import type { Prisma } from '../database/generated/client.ts';
import { receiptOf } from './receipt.ts';

/**
 * Who acted. `user`: the permission's owner; `admin`: someone else, for the workspace; `slack`: an event or an answer
 * of Slack's; `system`: Lanyard on its own.
 */
export type Actor =
  | { kind: 'user'; userId: string }
  | { kind: 'admin'; userId: string }
  | { kind: 'slack' }
  | { kind: 'system' };

/** Whose id it is when a person acted. */
export const actingUserId = (actor: Actor): string | null => ('userId' in actor ? actor.userId : null);

export const AUDIT_ACTIONS = [
  'installation_granted',
  'installation_not_renewable',
  'installation_revoked',
  'installation_uninstalled',
  'permission_granted',
  'permission_not_renewable',
  'permission_revoked',
  'permission_uninstalled',
  /** Moved in from another store, by an operator. */
  'installation_imported',
  'permission_imported',
  /** Someone without the right to tried what only admins may. */
  'admin_refused',
  /** Someone revoked it, and Slack has not confirmed that yet. */
  'revocation_unfinished',
  /** Slack was asked again and again, and never confirmed it. */
  'revocation_given_up',
  /** A person said that they did not expect an admin to revoke theirs. */
  'revocation_contested',
  'alert_acknowledged',
  'alert_resolved',
  'reminders_sent',
  /** Admins, about the count of two-factor sign-in. */
  'coverage_agreed',
  'coverage_stopped',
  'coverage_lost',
  'coverage_restored',
  'coverage_exported',
  'person_exempted',
  'person_counted_again',
  'guests_counted',
  'guests_left_out',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export type AuditEntry = {
  at: Date;
  clientId: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  actor: Actor;
  action: AuditAction;
  /** The person whose authorization it was; absent: the installation's bot. */
  subjectUserId?: string;
  /** Ids, scopes and codes. Never a secret. */
  details?: Prisma.InputJsonObject;
};

const ENTRIES_A_STATEMENT = 1_000;

/**
 * Takes the transaction of the change itself, so that neither is kept without the other.
 * @returns a receipt for each entry, in their order
 */
export async function recordAudit(
  tx: Prisma.TransactionClient,
  entries: readonly AuditEntry[],
): Promise<string[]> {
  const receipts: string[] = [];
  // A statement takes 65,535 values, and a workspace may lose thousands of permissions at once.
  for (let from = 0; from < entries.length; from += ENTRIES_A_STATEMENT) {
    const written = await tx.auditEntry.createManyAndReturn({
      select: { id: true },
      data: entries.slice(from, from + ENTRIES_A_STATEMENT).map(toRow),
    });
    receipts.push(...written.map(({ id }) => receiptOf(id)));
  }
  return receipts;
}

const toRow = (entry: AuditEntry) =>
  ({
    at: entry.at,
    clientId: entry.clientId,
    installedIn: entry.installedIn,
    isEnterpriseInstall: entry.isEnterpriseInstall,
    actor: entry.actor.kind,
    actorUserId: actingUserId(entry.actor),
    action: entry.action,
    subjectUserId: entry.subjectUserId ?? null,
    details: entry.details ?? {},
  }) satisfies Prisma.AuditEntryCreateManyInput;
