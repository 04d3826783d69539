import { type Actor, actingUserId, recordAudit } from '../audit/record-audit.ts';
import type { EndedBy, Prisma, PrismaClient } from '../database/generated/client.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { InstallationRecord, UserAuthorizationRecord } from './find.ts';

/** How and by whom something ended. */
export type Ending = {
  at: Date;
  how: 'revoked' | 'uninstalled';
  actor: Actor;
  /** Codes and ids for the audit entry, such as the event's id. */
  details?: Prisma.InputJsonObject;
};

type BotRow = Pick<InstallationRecord, 'id' | 'installedIn' | 'isEnterpriseInstall' | 'authorizedAt'>;
type UserRow = Pick<
  UserAuthorizationRecord,
  'id' | 'installedIn' | 'isEnterpriseInstall' | 'authorizedAt' | 'userId'
>;

type Dependencies = { prisma: PrismaClient; metrics: Metrics; clientId: string };

/**
 * Marks what ended, erases its sealed tokens and writes the audit entries, in one transaction. Each row is compared
 * with what the caller saw: a grant that came in between (`authorizedAt` differs) is left alone.
 */
export function createEnd({ prisma, metrics, clientId }: Dependencies) {
  async function endRows(
    tx: Prisma.TransactionClient,
    rows: { bots: readonly BotRow[]; users: readonly UserRow[] },
    ending: Ending,
  ): Promise<{ bots: BotRow[]; users: UserRow[]; receipts: string[] }> {
    const ended = { bots: [] as BotRow[], users: [] as UserRow[] };
    const { fresh, columns } = endedColumns(ending);
    for (const row of rows.bots) {
      const { count } = await tx.installation.updateMany({
        where: { id: row.id, authorizedAt: row.authorizedAt, ...fresh },
        data: { ...columns, sealedBotToken: null, sealedRefreshToken: null },
      });
      if (count > 0) ended.bots.push(row);
    }
    for (const row of rows.users) {
      const { count } = await tx.userAuthorization.updateMany({
        where: { id: row.id, authorizedAt: row.authorizedAt, ...fresh },
        data: { ...columns, sealedUserToken: null, sealedRefreshToken: null },
      });
      if (count > 0) ended.users.push(row);
    }
    const entry = (row: BotRow) => ({
      at: ending.at,
      clientId,
      installedIn: row.installedIn,
      isEnterpriseInstall: row.isEnterpriseInstall,
      actor: ending.actor,
      details: ending.details ?? {},
    });
    const receipts = await recordAudit(tx, [
      ...ended.bots.map((row) => ({ ...entry(row), action: `installation_${ending.how}` as const })),
      ...ended.users.map((row) => ({
        ...entry(row),
        action: `permission_${ending.how}` as const,
        subjectUserId: row.userId,
      })),
    ]);
    metrics.endings.inc({ kind: 'bot', by: columns.endedBy }, ended.bots.length);
    metrics.endings.inc({ kind: 'user', by: columns.endedBy }, ended.users.length);
    return { ...ended, receipts };
  }

  return {
    endRows,
    endBot: (row: BotRow, ending: Ending) =>
      prisma.$transaction((tx) => endRows(tx, { bots: [row], users: [] }, ending)),
    endUser: (row: UserRow, ending: Ending) =>
      prisma.$transaction((tx) => endRows(tx, { bots: [], users: [row] }, ending)),
  };
}

function endedColumns({ at, how, actor }: Ending) {
  const endedBy = endedByOf(how, actor);
  const columns = {
    ...(how === 'uninstalled' ? { uninstalledAt: at } : { revokedAt: at }),
    endedBy,
    endedByUserId: actingUserId(actor),
  };
  return { fresh: mayFollow(endedBy, how), columns };
}

function endedByOf(how: Ending['how'], actor: Actor): EndedBy {
  if (actor.kind === 'user') return 'member';
  if (actor.kind === 'admin') return 'admin';
  return how === 'uninstalled' ? 'uninstall' : 'slack';
}

/**
 * Which rows this kind of ending may be written on. Slack also tells of a revocation that a person made here, and its
 * event may come first: the person's name wins. An uninstallation is told after a revocation, and says more.
 */
function mayFollow(endedBy: EndedBy, how: Ending['how']) {
  switch (endedBy) {
    case 'member':
    case 'admin': {
      const told: EndedBy[] = how === 'uninstalled' ? ['slack', 'uninstall'] : ['slack'];
      return { OR: [{ endedBy: null }, { endedBy: { in: told } }] };
    }
    case 'uninstall':
      return { uninstalledAt: null };
    case 'slack':
    case 'app':
      return { revokedAt: null, uninstalledAt: null };
  }
}
