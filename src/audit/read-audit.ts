import type { AuditEntry, Prisma, PrismaClient } from '../database/generated/client.ts';
import { idSuffixOf, receiptOf } from './receipt.ts';
import type { AuditAction } from './record-audit.ts';

/** An entry as it is told to people. */
export type AuditLine = {
  receipt: string;
  at: Date;
  action: AuditAction;
  actor: 'user' | 'admin' | 'slack' | 'system';
  actorUserId: string | null;
  subjectUserId: string | null;
  /** What an admin gave as the reason; undefined: none. */
  reason: string | undefined;
  /** What was done again and again has one entry: how often, and since when. `at` is the last time. */
  times: number;
  firstAt: Date;
};

/** The workspace or organization that an entry is kept for. */
type Place = { installedIn: string; isEnterpriseInstall: boolean };
export type AuditFilter = {
  /** Who acted, or whose it was. */
  personId?: string | undefined;
  action?: AuditAction | undefined;
};

/**
 * What was done to authorizations in one place. Nothing here asks who may read it: that is decided in `authorizations`.
 */
export type ReadAudit = {
  /** How many entries there are. */
  count(place: Place, filter: AuditFilter): Promise<number>;
  /** Some of them, newest first. */
  page(place: Place, filter: AuditFilter, some: { offset: number; limit: number }): Promise<AuditLine[]>;
  /** What happened to one authorization, the bot's (`subjectUserId` null) or one person's: the newest `most` first. */
  history(place: Place, subjectUserId: string | null, most: number): Promise<AuditLine[]>;
  /** One by its receipt, however it was typed; undefined: there is none in this place. */
  byReceipt(place: Place, receipt: string): Promise<AuditLine | undefined>;
};

export function createReadAudit({ prisma, clientId }: { prisma: PrismaClient; clientId: string }): ReadAudit {
  const within = (place: Place, { personId, action }: AuditFilter): Prisma.AuditEntryWhereInput => ({
    clientId,
    installedIn: place.installedIn,
    isEnterpriseInstall: place.isEnterpriseInstall,
    ...(action && { action }),
    ...(personId && { OR: [{ subjectUserId: personId }, { actorUserId: personId }] }),
  });

  return {
    count: (place, filter) => prisma.auditEntry.count({ where: within(place, filter) }),

    async page(place, filter, { offset, limit }) {
      const entries = await prisma.auditEntry.findMany({
        where: within(place, filter),
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        skip: offset,
        take: limit,
      });
      return entries.map(toLine);
    },

    async history(place, subjectUserId, most) {
      const entries = await prisma.auditEntry.findMany({
        where: {
          ...within(place, {}),
          subjectUserId,
          action: { in: ABOUT_ONE_AUTHORIZATION[subjectUserId === null ? 'bot' : 'user'] },
        },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: most,
      });
      return entries.map(toLine);
    },

    async byReceipt(place, receipt) {
      const suffix = idSuffixOf(receipt);
      if (suffix === undefined) return undefined;
      const [found] = await prisma.$queryRaw<{ id: string }[]>`
        SELECT id FROM audit_entries WHERE client_id = ${clientId} AND installed_in = ${place.installedIn}
          AND is_enterprise_install = ${place.isEnterpriseInstall} AND id::text LIKE ${`%${suffix}`}
        ORDER BY at DESC LIMIT 1`;
      const entry = found && (await prisma.auditEntry.findUnique({ where: { id: found.id } }));
      return entry ? toLine(entry) : undefined;
    },
  };
}

const ABOUT_ONE_AUTHORIZATION: Record<'bot' | 'user', AuditAction[]> = {
  bot: [
    'installation_granted',
    'installation_imported',
    'installation_not_renewable',
    'installation_revoked',
    'installation_uninstalled',
  ],
  user: [
    'permission_granted',
    'permission_imported',
    'permission_not_renewable',
    'permission_revoked',
    'permission_uninstalled',
    'revocation_unfinished',
    'revocation_given_up',
    'revocation_contested',
  ],
};

function toLine(entry: AuditEntry): AuditLine {
  const details = entry.details as { reason?: unknown };
  return {
    receipt: receiptOf(entry.id),
    at: entry.at,
    action: entry.action as AuditAction,
    actor: entry.actor as AuditLine['actor'],
    actorUserId: entry.actorUserId,
    subjectUserId: entry.subjectUserId,
    times: entry.times,
    firstAt: entry.firstAt ?? entry.at,
    reason: typeof details.reason === 'string' && details.reason !== '' ? details.reason : undefined,
  };
}
