import { recordAudit } from '../../audit/record-audit.ts';
import { Prisma } from '../../database/generated/client.ts';
import { isAlive } from '../rows/find-installation.ts';
import { lockInstallation } from '../rows/lock-installation.ts';
import { retireTokens } from '../rows/retired-tokens.ts';
import type { Room } from '../rows/room.ts';
import { hashToken } from '../rows/token-hash.ts';
import { TABLE, type TokenKind } from '../rows/token-row.ts';
import type { Grant, TokenGrant } from './grant.ts';
import type { ReadBefore } from './grant-columns.ts';
import { writeBot, writeUser } from './write-grant.ts';

export type SavedGrant = {
  /** The installation, or for a personal permission the person's, was there and working before. */
  again: boolean;
  /** What was not written, because the token was replaced or ended meanwhile. */
  stale: TokenKind[];
  before: WorkedBefore;
};

/** Of what this grant gives: what worked until then. */
export type WorkedBefore = {
  installation?: { grantedScopes: readonly string[]; installerUserId: string } | undefined;
  authorization?: { grantedScopes: readonly string[] } | undefined;
};

/** Saves as `saveGrant` does. */
export type SaveGrant = (grant: Grant, readBefore?: ReadBefore) => Promise<SavedGrant>;

type Current = {
  tokenHash: string | null;
  revokedAt: Date | null;
  uninstalledAt: Date | null;
  authorizedAt: Date;
  grantedScopes: string[];
  /** Of the person who installed; null in a person's own row. */
  installerUserId: string | null;
};

/**
 * Keeps a grant: the bot's part and the person's part in their own rows, each untouched when the grant lacks it, so
 * that a personal permission never costs a workspace its bot. One transaction, with the audit entries. A token that
 * was already replaced or ended is not written again, however late a writer brings it.
 * @param readBefore for a renewal, and for a second try
 * @throws AppError of the vault; what the database failed with
 */
export async function saveGrant(
  room: Pick<Room, 'prisma' | 'vault' | 'announcer' | 'clientId'>,
  grant: Grant,
  readBefore: ReadBefore = {},
): Promise<SavedGrant> {
  const { prisma, announcer, clientId } = room;
  const { key, bot, user, grantedByUserId: userId } = grant;
  const installation = { clientId, ...key };

  const saved = await prisma.$transaction(async (tx): Promise<SavedGrant> => {
    await lockInstallation(tx, clientId, key.installedIn);
    const before = {
      bot: bot && (await lock(clientId, tx, 'bot', grant)),
      user: user && (await lock(clientId, tx, 'user', grant)),
    };
    const stale: TokenKind[] = [];
    const keptSince = readBefore.late ? grant.grantedAt : undefined;
    if (bot && (await isStale(clientId, tx, before.bot, bot, readBefore.bot, keptSince))) stale.push('bot');
    if (user && (await isStale(clientId, tx, before.user, user, readBefore.user, keptSince)))
      stale.push('user');
    const writes = { bot: bot && !stale.includes('bot'), user: user && !stale.includes('user') };

    if (bot && writes.bot) await writeBot(tx, room, grant, bot, readBefore);
    if (user && writes.user) await writeUser(tx, room, grant, user, readBefore);

    const replaced = [
      writes.bot && bot && replacedBy(before.bot, bot.token),
      writes.user && user && replacedBy(before.user, user.token),
    ].filter((hash) => typeof hash === 'string');
    await retireTokens(tx, clientId, replaced, grant.grantedAt);
    const entry = { ...installation, at: grant.grantedAt, actor: { kind: 'user', userId } } as const;
    await recordAudit(tx, [
      ...(bot && writes.bot && readBefore.bot === undefined
        ? [{ ...entry, action: 'installation_granted', details: { scopes: bot.scopes } } as const]
        : []),
      ...(user && writes.user && readBefore.user === undefined
        ? [
            {
              ...entry,
              action: 'permission_granted',
              subjectUserId: userId,
              details: { scopes: user.scopes },
            } as const,
          ]
        : []),
    ]);
    await announcer.announce(tx, key.installedIn);
    // An earlier try that was kept after all is not what was there before.
    const earlier = (row: Current | undefined) =>
      isLiving(row) && !(keptSince && row.authorizedAt >= keptSince) ? row : undefined;
    const [botBefore, userBefore] = [earlier(before.bot), earlier(before.user)];
    return {
      again: (bot ? botBefore : userBefore) !== undefined,
      stale,
      before: {
        installation: botBefore && {
          grantedScopes: botBefore.grantedScopes,
          installerUserId: botBefore.installerUserId ?? '',
        },
        authorization: userBefore && { grantedScopes: userBefore.grantedScopes },
      },
    };
  });
  announcer.changedHere(key.installedIn);
  return saved;
}

/** Locks the row: a rotation writes on it without the lock of the workspace or organization. */
async function lock(
  clientId: string,
  tx: Prisma.TransactionClient,
  kind: TokenKind,
  grant: Grant,
): Promise<Current | undefined> {
  const { installedIn, isEnterpriseInstall } = grant.key;
  const whose = kind === 'user' ? Prisma.sql`AND user_id = ${grant.grantedByUserId}` : Prisma.empty;
  const [row] = await tx.$queryRaw<Current[]>`
    SELECT token_hash AS "tokenHash", revoked_at AS "revokedAt", uninstalled_at AS "uninstalledAt",
      authorized_at AS "authorizedAt", granted_scopes AS "grantedScopes",
      ${kind === 'bot' ? Prisma.sql`installer_user_id` : Prisma.sql`NULL::text`} AS "installerUserId"
    FROM ${TABLE[kind].name} WHERE client_id = ${clientId} AND installed_in = ${installedIn}
      AND is_enterprise_install = ${isEnterpriseInstall} ${whose} FOR UPDATE`;
  return row;
}

async function isStale(
  clientId: string,
  tx: Prisma.TransactionClient,
  current: Current | undefined,
  { token, refreshToken }: TokenGrant,
  readBefore: string | undefined,
  keptSince: Date | undefined,
): Promise<boolean> {
  if (keptSince && current && isLiving(current) && current.authorizedAt >= keptSince) return true;
  if (readBefore !== undefined && (current?.tokenHash !== readBefore || !isLiving(current))) return true;
  // A token that does not rotate comes back the same from a new installation: it isn't a late one.
  if (refreshToken === undefined) return false;
  const where = { clientId_tokenHash: { clientId, tokenHash: hashToken(token) } };
  return (await tx.retiredToken.findUnique({ where })) !== null;
}

const isLiving = (row: Current | undefined): row is Current => row !== undefined && isAlive(row);

const replacedBy = (before: Current | undefined, token: string): string | null =>
  before?.tokenHash && before.tokenHash !== hashToken(token) ? before.tokenHash : null;
