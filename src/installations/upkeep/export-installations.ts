import type { Installation } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import { asInstallation } from '../bolt/grant-as-installation.ts';
import type { Custody } from '../custody/custody.ts';
import type { Grant } from '../grants/grant.ts';
import { isAlive } from '../rows/find-installation.ts';
import { sealContext } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { FIRST_ID, readRowsAfter, type TokenKind, type TokenRow } from '../rows/token-row.ts';

const BATCH = 200;

export type Exported = {
  bots: number;
  people: number;
  /** Left out: what is sealed does not open. */
  unreadable: number;
};

type Exporting = Pick<Room, 'prisma' | 'vault' | 'clientId' | 'logger'> & { custody: Custody };

/**
 * Opens every permission that works, for another store: those of bots first, each as an installation in Bolt's shape that
 * holds it alone. What has ended is left out.
 * @param write is waited for before the next one is opened
 */
export async function exportInstallations(
  room: Exporting,
  write: (installation: Installation<'v1' | 'v2', boolean>) => Promise<void>,
  signal: AbortSignal,
): Promise<Exported> {
  const exported: Exported = { bots: 0, people: 0, unreadable: 0 };
  for (const kind of ['bot', 'user'] as const) {
    for await (const row of living(room, kind, signal)) {
      let grant: Grant;
      try {
        grant = openGrant(room, row);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        exported.unreadable += 1;
        room.logger.warn({ err: error, kind, id: row.id }, 'A permission could not be opened');
        continue;
      }
      await write(asInstallation(grant));
      exported[kind === 'bot' ? 'bots' : 'people'] += 1;
    }
  }
  return exported;
}

async function* living({ prisma, clientId }: Exporting, kind: TokenKind, signal: AbortSignal) {
  let after: string | undefined = FIRST_ID;
  while (after !== undefined && !signal.aborted) {
    const rows: TokenRow[] = await readRowsAfter(prisma, clientId, kind, after, BATCH);
    // One that is being revoked isn't lent anymore.
    yield* rows.filter((row) => isAlive(row) && row.sealedToken !== null && row.revokeAskedAt === null);
    after = rows.at(-1)?.id;
  }
}

function openGrant({ vault, clientId, custody }: Exporting, row: TokenRow): Grant {
  const token = {
    token: custody.openToken(row),
    scopes: row.grantedScopes,
    refreshToken: custody.openRefreshToken(row),
    expiresAt: row.expiresAt ?? undefined,
  };
  const { installedIn, isEnterpriseInstall } = row;
  return {
    key: { installedIn, isEnterpriseInstall },
    name: row.name ?? undefined,
    enterpriseId: row.enterpriseId ?? undefined,
    enterpriseName: row.enterpriseName ?? undefined,
    enterpriseUrl: row.enterpriseUrl ?? undefined,
    appId: row.appId ?? undefined,
    authVersion: row.authVersion === 'v1' ? 'v1' : 'v2',
    tokenType: row.tokenType ?? undefined,
    metadata: row.metadata ?? undefined,
    webhook:
      row.sealedWebhookUrl === null
        ? undefined
        : {
            url: vault.open(row.sealedWebhookUrl, sealContext(clientId, row, 'webhook_url', row.userId)),
            channel: row.webhookChannel ?? undefined,
            channelId: row.webhookChannelId ?? undefined,
            configurationUrl: row.webhookConfigurationUrl ?? undefined,
          },
    grantedByUserId: row.userId ?? row.installerUserId ?? '',
    grantedAt: row.authorizedAt,
    ...(row.kind === 'bot'
      ? { bot: { ...token, userId: row.botUserId ?? '', id: row.botId ?? undefined } }
      : { user: token }),
  };
}
