import type { Prisma } from '../../database/generated/client.ts';
import { type SealedName, sealContext } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import type { Grant } from './grant.ts';
import { botColumns, type ReadBefore, userColumns } from './grant-columns.ts';

type Writing = Pick<Room, 'vault' | 'clientId'>;

const sealFor =
  ({ vault, clientId }: Writing, { key }: Grant, whose?: string) =>
  (boundTo: SealedName, secret: string) =>
    vault.seal(secret, sealContext(clientId, key, boundTo, whose));

/** Writes the bot's part over whatever its row holds, sealed; the caller has the row's lock and has judged it. */
export async function writeBot(
  tx: Prisma.TransactionClient,
  room: Writing,
  grant: Grant,
  bot: NonNullable<Grant['bot']>,
  readBefore: ReadBefore,
): Promise<{ id: string }> {
  const installation = { clientId: room.clientId, ...grant.key };
  const row = botColumns(grant, bot, readBefore, sealFor(room, grant));
  return tx.installation.upsert({
    where: { clientId_installedIn_isEnterpriseInstall: installation },
    create: {
      ...installation,
      authorizedAt: grant.grantedAt,
      installerUserId: grant.grantedByUserId,
      ...row,
    } satisfies Prisma.InstallationUncheckedCreateInput,
    update: row,
    select: { id: true },
  });
}

/** The same for the person's part. */
export async function writeUser(
  tx: Prisma.TransactionClient,
  room: Writing,
  grant: Grant,
  user: NonNullable<Grant['user']>,
  readBefore: ReadBefore,
): Promise<{ id: string }> {
  const userId = grant.grantedByUserId;
  const authorization = { clientId: room.clientId, ...grant.key, userId };
  const row = userColumns(grant, user, readBefore, sealFor(room, grant, userId));
  return tx.userAuthorization.upsert({
    where: { clientId_installedIn_isEnterpriseInstall_userId: authorization },
    create: {
      ...authorization,
      authorizedAt: grant.grantedAt,
      ...row,
    } satisfies Prisma.UserAuthorizationUncheckedCreateInput,
    update: row,
    select: { id: true },
  });
}
