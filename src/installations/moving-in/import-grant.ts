import { recordAudit } from '../../audit/record-audit.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Grant, TokenGrant } from '../grants/grant.ts';
import { writeBot, writeUser } from '../grants/write-grant.ts';
import { lockInstallation } from '../rows/lock-installation.ts';
import { retireTokens } from '../rows/retired-tokens.ts';
import type { Room } from '../rows/room.ts';
import { hashToken } from '../rows/token-hash.ts';
import { TABLE, type TokenKind } from '../rows/token-row.ts';

export type ImportOutcome =
  | 'imported'
  /** This very token is here and in use. */
  | 'already_here'
  /** What is here was granted or renewed later. */
  | 'newer_here'
  /** It ended here later: nothing is brought back to life. */
  | 'ended_here';

/** A row that holds what was imported. */
export type ImportedRow = { kind: TokenKind; id: string };

export type Imported = {
  outcome: ImportOutcome;
  /** Where it is here, and Slack was never asked whether it works; absent otherwise, and in a rehearsal. */
  unchecked?: ImportedRow;
};

type Importing = Pick<Room, 'prisma' | 'vault' | 'announcer' | 'clientId' | 'clock'>;

/** Slack's rotating tokens live for twelve hours: their end tells when Slack gave them. */
const ROTATING_LIFETIME_MS = 12 * 60 * 60_000;

/** When Slack gave this token, as far as it can be told: the grant, or the rotation after it. */
export function givenAt({ expiresAt, refreshToken }: TokenGrant, grantedAt: Date): Date {
  if (expiresAt === undefined || refreshToken === undefined) return grantedAt;
  return new Date(Math.max(grantedAt.getTime(), expiresAt.getTime() - ROTATING_LIFETIME_MS));
}

/**
 * Keeps one permission that another store has kept, sealed, unless what is here is newer: a grant, a rotation or an end
 * since Slack gave that token. The same again changes nothing.
 * @param kind which of the two parts of the grant: the bot's, or the person's own
 * @param rehearsal judges, and writes nothing
 * @throws AppError of the vault; what the database failed with
 */
export async function importGrant(
  room: Importing,
  grant: Grant,
  kind: TokenKind,
  { rehearsal = false }: { rehearsal?: boolean } = {},
): Promise<Imported> {
  const { prisma, announcer, clientId } = room;
  const part = grant[kind];
  if (!part) throw new Error('The grant has no such part.');
  const imported = await prisma.$transaction(async (tx): Promise<Imported> => {
    if (!rehearsal) await lockInstallation(tx, clientId, grant.key.installedIn);
    const current = await readCurrent(tx, clientId, grant, kind);
    const outcome = await judge(tx, clientId, current, part, grant.grantedAt);
    if (rehearsal) return { outcome };
    if (outcome !== 'imported') {
      const isToCheck = outcome === 'already_here' && current?.verifiedAt === null;
      return isToCheck ? { outcome, unchecked: { kind, id: current.id } } : { outcome };
    }
    return { outcome, unchecked: { kind, id: await write(room, tx, grant, kind, current) } };
  });
  if (imported.outcome === 'imported' && !rehearsal) announcer.changedHere(grant.key.installedIn);
  return imported;
}

type Current = {
  id: string;
  tokenHash: string | null;
  authorizedAt: Date;
  rotatedAt: Date | null;
  /** Null: it lives. */
  endedAt: Date | null;
  verifiedAt: Date | null;
};

async function readCurrent(
  tx: Prisma.TransactionClient,
  clientId: string,
  { key, grantedByUserId }: Grant,
  kind: TokenKind,
): Promise<Current | undefined> {
  const whose = kind === 'user' ? Prisma.sql`AND user_id = ${grantedByUserId}` : Prisma.empty;
  const [row] = await tx.$queryRaw<Current[]>`
    SELECT id, token_hash AS "tokenHash", authorized_at AS "authorizedAt", rotated_at AS "rotatedAt",
      greatest(revoked_at, uninstalled_at) AS "endedAt", verified_at AS "verifiedAt"
    FROM ${TABLE[kind].name} WHERE client_id = ${clientId} AND installed_in = ${key.installedIn}
      AND is_enterprise_install = ${key.isEnterpriseInstall} ${whose} FOR UPDATE`;
  return row;
}

async function judge(
  tx: Prisma.TransactionClient,
  clientId: string,
  current: Current | undefined,
  part: TokenGrant,
  grantedAt: Date,
): Promise<ImportOutcome> {
  const tokenHash = hashToken(part.token);
  const lives = current !== undefined && current.endedAt === null;
  if (current?.tokenHash === tokenHash && lives) return 'already_here';
  const given = givenAt(part, grantedAt);
  if (current?.endedAt && current.endedAt >= given) return 'ended_here';
  const since = current?.rotatedAt ?? current?.authorizedAt;
  if (lives && since && since >= given) return 'newer_here';
  // Also where the row itself was erased meanwhile.
  const retired = await tx.retiredToken.findUnique({
    where: { clientId_tokenHash: { clientId, tokenHash } },
  });
  if (retired && retired.retiredAt >= given) return lives ? 'newer_here' : 'ended_here';
  return 'imported';
}

async function write(
  room: Importing,
  tx: Prisma.TransactionClient,
  grant: Grant,
  kind: TokenKind,
  current: Current | undefined,
): Promise<string> {
  const { clientId, announcer, clock } = room;
  const { key, bot, user, grantedByUserId } = grant;
  const now = clock();
  const row =
    kind === 'bot' && bot
      ? await writeBot(tx, room, grant, bot, {})
      : await writeUser(tx, room, grant, user as TokenGrant, {});
  if (current?.tokenHash) await retireTokens(tx, clientId, [current.tokenHash], now);
  await recordAudit(tx, [
    {
      at: now,
      clientId,
      installedIn: key.installedIn,
      isEnterpriseInstall: key.isEnterpriseInstall,
      actor: { kind: 'system' },
      action: kind === 'bot' ? 'installation_imported' : 'permission_imported',
      ...(kind === 'user' && { subjectUserId: grantedByUserId }),
      details: { scopes: grant[kind]?.scopes ?? [], grantedAt: grant.grantedAt.toISOString() },
    },
  ]);
  await announcer.announce(tx, key.installedIn);
  return row.id;
}
