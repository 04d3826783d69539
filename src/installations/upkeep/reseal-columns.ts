import { Prisma } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import { type InstallationKey, sealContext } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { SEALED_COLUMNS, type SealedColumn } from '../rows/sealed-columns.ts';
import { FIRST_ID } from '../rows/token-row.ts';

const BATCH = 200;

export type ResealProgress = {
  /** Values that another key than the first one sealed, when it began. */
  total: number;
  resealed: number;
  /** Left as they are: what was sealed could not be opened. */
  unreadable: number;
};

type Resealing = Pick<Room, 'prisma' | 'vault' | 'clientId' | 'logger'>;
type Row = InstallationKey & { id: string; userId: string | null; sealed: string };

/**
 * Seals with the first key of the keyring whatever an older one has sealed. Online: each value is replaced only if it
 * is still the one that was read, so a token that rotates meanwhile keeps its new value. What is done is done: it can
 * be stopped at any moment and begun again, also by several processes at once.
 */
export async function reseal(
  room: Resealing,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: ResealProgress) => void } = {},
): Promise<ResealProgress> {
  const progress: ResealProgress = { total: await count(room), resealed: 0, unreadable: 0 };
  if (progress.total === 0) return progress;
  for (const each of SEALED_COLUMNS) {
    let after: string | undefined = FIRST_ID;
    while (after !== undefined && !signal?.aborted) {
      after = await resealBatch(room, each, after, progress);
      onProgress?.({ ...progress });
    }
  }
  return progress;
}

const older = (
  { vault, clientId }: Resealing,
  column: Prisma.Sql,
) => Prisma.sql`client_id = ${clientId} AND ${column} IS NOT NULL
  AND NOT starts_with(${column}, ${vault.sealsWith})`;

async function count(room: Resealing): Promise<number> {
  let total = 0;
  for (const { table, column } of SEALED_COLUMNS) {
    const [row] = await room.prisma.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) AS count FROM ${Prisma.raw(table)} WHERE ${older(room, Prisma.raw(column))}`;
    total += Number(row?.count ?? 0);
  }
  return total;
}

async function resealBatch(
  room: Resealing,
  { kind, table, column, boundTo }: SealedColumn,
  after: string,
  progress: ResealProgress,
): Promise<string | undefined> {
  const { prisma, vault, clientId, logger } = room;
  const [from, value] = [Prisma.raw(table), Prisma.raw(column)];
  const whose = kind === 'user' ? Prisma.raw('user_id') : Prisma.raw('NULL::text');
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT id, installed_in AS "installedIn", is_enterprise_install AS "isEnterpriseInstall",
      ${whose} AS "userId", ${value} AS sealed
    FROM ${from} WHERE ${older(room, value)} AND id > ${after}::uuid ORDER BY id LIMIT ${BATCH}`;
  for (const row of rows) {
    const context = sealContext(clientId, row, boundTo, row.userId);
    try {
      const resealed = vault.seal(vault.open(row.sealed, context), context);
      const changed = await prisma.$executeRaw`
        UPDATE ${from} SET ${value} = ${resealed} WHERE id = ${row.id}::uuid AND ${value} = ${row.sealed}`;
      progress.resealed += changed;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      progress.unreadable += 1;
      logger.warn({ err: error, table, column, id: row.id }, 'A value could not be resealed');
    }
  }
  return rows.at(-1)?.id;
}
