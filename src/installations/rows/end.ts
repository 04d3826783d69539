import { type Actor, actingUserId, recordAudit } from '../../audit/record-audit.ts';
import { type EndedBy, Prisma } from '../../database/generated/client.ts';
import type { InstallationRecord, UserAuthorizationRecord } from './find-installation.ts';
import type { InstallationKey } from './installation-key.ts';
import { lockInstallation } from './lock-installation.ts';
import { retireTokens } from './retired-tokens.ts';
import type { Room } from './room.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import { TABLE, type TokenKind, type TokenRow } from './token-row.ts';

/** How and by whom something ended. */
export type Ending = {
  at: Date;
  how: 'revoked' | 'uninstalled';
  actor: Actor;
  /** Codes and ids for the audit entry, such as the event's id. */
  details?: Prisma.InputJsonObject;
};

/** What has to be known of an installation to end it. */
export type BotRow = Pick<InstallationRecord, 'id' | 'installedIn' | 'isEnterpriseInstall' | 'authorizedAt'>;
/** What has to be known of a person's permission to end it. */
export type UserRow = Pick<
  UserAuthorizationRecord,
  'id' | 'installedIn' | 'isEnterpriseInstall' | 'authorizedAt' | 'userId'
>;

const nothingSealed = (kind: TokenKind) =>
  Prisma.raw(
    SEALED_COLUMNS.filter((each) => each.kind === kind)
      .map(({ column }) => `${column} = NULL`)
      .join(', '),
  );
const NOTHING_SEALED = { bot: nothingSealed('bot'), user: nothingSealed('user') } as const;

/** The columns of a `BotRow`. */
export const BOT_ROW = {
  id: true,
  installedIn: true,
  isEnterpriseInstall: true,
  authorizedAt: true,
} as const satisfies Prisma.InstallationSelect;
/** The columns of a `UserRow`. */
export const USER_ROW = { ...BOT_ROW, userId: true } as const satisfies Prisma.UserAuthorizationSelect;

export type Rows = { bots: readonly BotRow[]; users: readonly UserRow[] };

/** What did end, with a receipt of the audit trail for each. */
export type Ended = { bots: BotRow[]; users: UserRow[]; receipts: string[] };

export type End = {
  /** In the transaction of the caller, who calls `forget` after its commit. */
  endRows(tx: Prisma.TransactionClient, rows: Rows, ending: Ending): Promise<Ended>;
  /** After the commit of a transaction that `endRows` was part of. */
  forget(ended: Rows): void;
  endBot(row: BotRow, ending: Ending): Promise<Ended>;
  endUser(row: UserRow, ending: Ending): Promise<Ended>;
  endToken(row: TokenRow, ending: Ending): Promise<Ended>;
  /**
   * Everything in a workspace or organization; with a person: that person's permission alone. It takes the lock before
   * it reads, so that it ends all or nothing of what is granted at the same moment.
   */
  endAll(key: InstallationKey, userId: string | undefined, ending: Ending): Promise<Ended>;
  /**
   * One installation with everyone's permissions in it, after Slack removed the app. What was granted after `asked`,
   * the moment before Slack was asked, is left alone: it may be a new installation.
   */
  endInstallation(row: BotRow, asked: Date, ending: Ending): Promise<Ended>;
};

/**
 * Marks what ended, erases its sealed tokens and writes the audit entries, in one transaction. Each row is compared
 * with what the caller saw: a grant that came in between (`authorizedAt` differs) is left alone.
 */
export function createEnd({
  prisma,
  announcer,
  metrics,
  clientId,
}: Pick<Room, 'prisma' | 'announcer' | 'metrics' | 'clientId'>): End {
  /** One statement however many people a workspace has. @returns what ended, with its token's hash */
  async function endKind(
    tx: Prisma.TransactionClient,
    kind: TokenKind,
    rows: readonly { id: string; authorizedAt: Date }[],
    { at, how, actor }: Ending,
  ): Promise<Map<string, string | null>> {
    if (rows.length === 0) return new Map();
    const endedBy = endedByOf(how, actor);
    // What Slack tells of may be what a person asked it for here, and whose answer was lost.
    const asked = kind === 'user' && endedBy === 'slack';
    const by = asked
      ? Prisma.sql`CASE WHEN t.revoke_asked_at IS NULL THEN 'slack'
          WHEN t.revoke_asked_by_user_id = t.user_id THEN 'member' ELSE 'admin' END`
      : Prisma.sql`${endedBy}`;
    const byUserId = asked ? Prisma.sql`t.revoke_asked_by_user_id` : Prisma.sql`${actingUserId(actor)}`;
    const ended = await tx.$queryRaw<{ id: string; tokenHash: string | null }[]>`
      UPDATE ${TABLE[kind].name} t SET
        ${NOTHING_SEALED[kind]},
        rotation_lease = NULL, rotation_lease_until = NULL,
        ${how === 'uninstalled' ? Prisma.sql`uninstalled_at` : Prisma.sql`revoked_at`} = ${at},
        ended_by = (${by})::ended_by, ended_by_user_id = ${byUserId},
        updated_at = ${at}
      FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map((row) => row.authorizedAt)}::timestamptz[])
        AS seen (id, authorized_at)
      WHERE t.id = seen.id AND t.client_id = ${clientId} AND t.authorized_at = seen.authorized_at AND ${mayFollow(endedBy, how)}
      RETURNING t.id, t.token_hash AS "tokenHash"`;
    return new Map(ended.map(({ id, tokenHash }) => [id, tokenHash]));
  }

  async function endRows(tx: Prisma.TransactionClient, rows: Rows, ending: Ending): Promise<Ended> {
    for (const installedIn of [...whereOf(rows)].sort()) await lockInstallation(tx, clientId, installedIn);
    const bots = await endKind(tx, 'bot', rows.bots, ending);
    const users = await endKind(tx, 'user', rows.users, ending);
    const ended = {
      bots: rows.bots.filter((row) => bots.has(row.id)),
      users: rows.users.filter((row) => users.has(row.id)),
    };
    const hashes = [...bots.values(), ...users.values()];
    await retireTokens(
      tx,
      clientId,
      hashes.filter((hash) => hash !== null),
      ending.at,
    );
    for (const installedIn of whereOf(ended)) await announcer.announce(tx, installedIn);
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
    const by = endedByOf(ending.how, ending.actor);
    metrics.endings.inc({ kind: 'bot', by }, ended.bots.length);
    metrics.endings.inc({ kind: 'user', by }, ended.users.length);
    return { ...ended, receipts };
  }

  /** `endRows` in a transaction of its own. */
  async function end(rows: Rows, ending: Ending): Promise<Ended> {
    const ended = await prisma.$transaction((tx) => endRows(tx, rows, ending));
    forget(ended);
    return ended;
  }

  async function endAll(
    { installedIn, isEnterpriseInstall }: InstallationKey,
    userId: string | undefined,
    ending: Ending,
  ): Promise<Ended> {
    const where = { clientId, installedIn, isEnterpriseInstall };
    const ended = await prisma.$transaction(async (tx) => {
      await lockInstallation(tx, clientId, installedIn);
      const bots = userId === undefined ? await tx.installation.findMany({ where, select: BOT_ROW }) : [];
      const users = await tx.userAuthorization.findMany({
        where: { ...where, ...(userId !== undefined && { userId }) },
        select: USER_ROW,
      });
      return endRows(tx, { bots, users }, ending);
    });
    forget(ended);
    return ended;
  }

  async function endInstallation(row: BotRow, asked: Date, ending: Ending): Promise<Ended> {
    const { installedIn, isEnterpriseInstall } = row;
    const ended = await prisma.$transaction(async (tx) => {
      await lockInstallation(tx, clientId, installedIn);
      const users = await tx.userAuthorization.findMany({
        where: { clientId, installedIn, isEnterpriseInstall, authorizedAt: { lte: asked } },
        select: USER_ROW,
      });
      return endRows(tx, { bots: [row], users }, ending);
    });
    forget(ended);
    return ended;
  }

  function forget(ended: Rows): void {
    for (const installedIn of whereOf(ended)) announcer.changedHere(installedIn);
  }

  return {
    endRows,
    forget,
    endAll,
    endInstallation,
    endBot: (row, ending) => end({ bots: [row], users: [] }, ending),
    endUser: (row, ending) => end({ bots: [], users: [row] }, ending),
    endToken: (row, ending) =>
      row.userId === null
        ? end({ bots: [row], users: [] }, ending)
        : end({ bots: [], users: [{ ...row, userId: row.userId }] }, ending),
  };
}

const whereOf = ({ bots, users }: Rows): Set<string> =>
  new Set([...bots, ...users].map((row) => row.installedIn));

function endedByOf(how: Ending['how'], actor: Actor): EndedBy {
  if (actor.kind === 'user') return 'member';
  if (actor.kind === 'admin') return 'admin';
  if (actor.kind === 'system') return 'app';
  return how === 'uninstalled' ? 'uninstall' : 'slack';
}

/**
 * Which rows this kind of ending may be written on. Slack also tells of a revocation that a person made here, and its
 * event may come first: the person's name wins. An uninstallation is told after a revocation, and says more.
 */
function mayFollow(endedBy: EndedBy, how: Ending['how']): Prisma.Sql {
  switch (endedBy) {
    case 'member':
    case 'admin':
      return how === 'uninstalled'
        ? Prisma.sql`(t.ended_by IS NULL OR t.ended_by IN ('slack', 'uninstall'))`
        : Prisma.sql`(t.ended_by IS NULL OR t.ended_by = 'slack')`;
    case 'uninstall':
      return Prisma.sql`t.uninstalled_at IS NULL`;
    case 'slack':
    case 'app':
      return Prisma.sql`t.revoked_at IS NULL AND t.uninstalled_at IS NULL`;
  }
}
