import type { Prisma } from '../database/generated/client.ts';

/** Who acted. `slack`: an event or an answer of Slack's; `system`: Lanyard by itself. */
export type Actor = { kind: 'user'; userId: string } | { kind: 'slack' } | { kind: 'system' };

export type AuditAction =
  | 'installation_granted'
  | 'installation_not_renewable'
  | 'installation_revoked'
  | 'installation_uninstalled'
  | 'permission_granted'
  | 'permission_not_renewable'
  | 'permission_revoked'
  | 'permission_uninstalled';

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

/** Takes the transaction of the change itself, so that neither stands without the other. */
export async function recordAudit(
  tx: Prisma.TransactionClient,
  entries: readonly AuditEntry[],
): Promise<void> {
  // A statement takes 65,535 values, and a workspace may lose thousands of permissions at once.
  for (let from = 0; from < entries.length; from += ENTRIES_A_STATEMENT) {
    await tx.auditEntry.createMany({
      data: entries
        .slice(from, from + ENTRIES_A_STATEMENT)
        .map(({ actor, subjectUserId, details, ...entry }) => ({
          ...entry,
          actor: actor.kind,
          actorUserId: actor.kind === 'user' ? actor.userId : null,
          subjectUserId: subjectUserId ?? null,
          details: details ?? {},
        })),
    });
  }
}
