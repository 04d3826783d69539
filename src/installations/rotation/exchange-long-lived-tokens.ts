import { Prisma } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import type { Custody } from '../custody/custody.ts';
import type { Room } from '../rows/room.ts';
import { FIRST_ID, readRow, TABLE, type TokenKind } from '../rows/token-row.ts';
import { readRotation } from './rotation-answer.ts';
import type { RotationStore } from './rotation-store.ts';

const BATCH = 100;

export type ExchangeProgress = {
  /** Living tokens without a refresh token, when it began. */
  total: number;
  exchanged: number;
  /** Slack gave a pair for these before, and it was lost: they keep working, and rotate after a new authorization. */
  already: number;
  failed: number;
};

type Exchanging = Pick<Room, 'prisma' | 'slack' | 'logger' | 'clientId' | 'clock'> & {
  custody: Custody;
  store: RotationStore;
};

/**
 * Turns long-lived tokens into rotating pairs, for an app that has just switched token rotation on. A token that was
 * exchanged works on until the first refresh of its pair, so a pair that is lost on the way costs no one anything. It
 * can be stopped at any moment and begun again.
 * @see https://docs.slack.dev/reference/methods/oauth.v2.exchange
 */
export async function exchangeTokens(
  room: Exchanging,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: ExchangeProgress) => void } = {},
): Promise<ExchangeProgress> {
  const progress = {
    total: (await count(room, 'bot')) + (await count(room, 'user')),
    exchanged: 0,
    already: 0,
    failed: 0,
  };
  for (const kind of ['bot', 'user'] as const) {
    for (let rows = await longLived(room, kind, FIRST_ID); rows.length > 0 && !signal?.aborted; ) {
      for (const { id } of rows) {
        if (signal?.aborted) break;
        progress[await exchange(room, kind, id)] += 1;
        onProgress?.({ ...progress });
      }
      rows = await longLived(room, kind, rows.at(-1)?.id ?? FIRST_ID);
    }
  }
  return progress;
}

const isLongLived = ({ clientId }: Exchanging, kind: TokenKind) => Prisma.sql`
  client_id = ${clientId} AND ${TABLE[kind].token} IS NOT NULL AND sealed_refresh_token IS NULL
  AND revoked_at IS NULL AND uninstalled_at IS NULL`;

const longLived = (room: Exchanging, kind: TokenKind, after: string) => room.prisma.$queryRaw<
  { id: string }[]
>`
  SELECT id FROM ${TABLE[kind].name} WHERE ${isLongLived(room, kind)} AND id > ${after}::uuid
  ORDER BY id LIMIT ${BATCH}`;

async function count(room: Exchanging, kind: TokenKind): Promise<number> {
  const [row] = await room.prisma.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM ${TABLE[kind].name} WHERE ${isLongLived(room, kind)}`;
  return Number(row?.count ?? 0);
}

/** @throws AppError when no token of the app can be exchanged: its rotation is off, or its credentials are wrong */
async function exchange(
  { prisma, custody, store, slack, logger, clock }: Exchanging,
  kind: TokenKind,
  id: string,
): Promise<'exchanged' | 'already' | 'failed'> {
  const row = await readRow(prisma, { kind, id });
  if (!row || row.sealedToken === null || row.sealedRefreshToken !== null) return 'exchanged';
  try {
    const answer = await slack.exchange(custody.openToken(row));
    const verdict = readRotation(answer, row, clock());
    if (verdict.kind === 'pair' && (await store.keep(row, null, verdict.pair))) return 'exchanged';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // About the app, not about one token.
    if (isSlackError(error, 'app_credentials', 'rotation_off')) throw error;
    if (isSlackError(error, 'already_exchanged')) return 'already';
    logger.warn(
      { err: error, kind, installedIn: row.installedIn, userId: row.userId },
      'A token was not exchanged',
    );
  }
  return 'failed';
}
