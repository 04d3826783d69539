import { randomUUID } from 'node:crypto';
import { openPostgresql } from '../../../src/database/postgresql/postgresql-database.ts';
import { createInstallations } from '../../../src/installations/create-installations.ts';
import type { Installations } from '../../../src/installations/installations.ts';
import type { SealedName } from '../../../src/installations/rows/installation-key.ts';
import { sealContext } from '../../../src/installations/rows/installation-key.ts';
import { hashToken } from '../../../src/installations/rows/token-hash.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { createMetrics } from '../../../src/observability/metrics.ts';
import { createSlackClient } from '../../../src/slack-api/slack-client.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { runOn } from '../../../test/support/databases.ts';
import { batchesOf } from './batches.ts';
import { type Loaded, loaded } from './loaded.ts';
import type { StoreUnderBench } from './store-under-bench.ts';

const CLIENT_ID = '111.111';
// The same in the process that fills and in the one that measures.
const vault = createVault([{ id: 'bench', key: Buffer.alloc(32, 'bench') }]);

async function openRoom(databaseUrl: string): Promise<{ room: Installations; close(): Promise<void> }> {
  const database = await openPostgresql({ url: databaseUrl, log: () => {} });
  const { prisma, changes } = database;
  const logger = createLogger({ level: 'silent', secrets: [], destination: { write() {} } });
  const metrics = createMetrics();
  const app = { clientId: CLIENT_ID, clientSecret: 'none' };
  const slack = createSlackClient({ apiUrl: 'http://127.0.0.1:9/api/', ...app, logger, metrics });
  const clock = () => new Date();
  const room = createInstallations({
    prisma,
    changes,
    vault,
    slack,
    metrics,
    logger,
    clock,
    clientId: CLIENT_ID,
  });
  return {
    room,
    async close() {
      await room.stop();
      await database.close();
    },
  };
}

type Row = Record<string, unknown>;

/** What the store wrote for one installation, with the ids and the secrets of another one. */
function rowsLike(template: { bot: Row; user: Row }, { team, bot, user }: Loaded): { bot: Row; user: Row } {
  const key = { installedIn: team.id, isEnterpriseInstall: false };
  const seal = (secret: string | undefined, boundTo: SealedName, userId?: string) =>
    vault.seal(secret ?? '', sealContext(CLIENT_ID, key, boundTo, userId));
  const common = { installed_in: team.id, name: team.name };
  return {
    bot: {
      ...template.bot,
      ...common,
      id: randomUUID(),
      bot_id: bot.id,
      bot_user_id: bot.userId,
      installer_user_id: user.id,
      sealed_bot_token: seal(bot.token, 'bot_token'),
      sealed_refresh_token: seal(bot.refreshToken, 'refresh_token'),
      token_hash: hashToken(bot.token),
    },
    user: {
      ...template.user,
      ...common,
      id: randomUUID(),
      user_id: user.id,
      sealed_user_token: seal(user.token, 'user_token', user.id),
      sealed_refresh_token: seal(user.refreshToken, 'refresh_token', user.id),
      token_hash: hashToken(user.token ?? ''),
    },
  };
}

async function fill({ databaseUrl }: { databaseUrl: string }, installations: number): Promise<void> {
  const { room, close } = await openRoom(databaseUrl);
  await room.installationStore.storeInstallation(loaded(0));
  await close();
  const [example] = await runOn(
    databaseUrl,
    'SELECT to_jsonb(i) AS bot, to_jsonb(u) AS user FROM installations i, user_authorizations u',
  );
  await batchesOf(databaseUrl, installations, async (client, from, to) => {
    const rows = [];
    for (let n = Math.max(from, 1); n < to; n += 1)
      rows.push(rowsLike(example as { bot: Row; user: Row }, loaded(n)));
    for (const [table, part] of [
      ['installations', 'bot'],
      ['user_authorizations', 'user'],
    ] as const) {
      await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
        JSON.stringify(rows.map((row) => row[part])),
      ]);
    }
  });
  await runOn(databaseUrl, 'VACUUM ANALYZE');
}

/** Every lookup is a query, and every token is opened. */
export const lanyard: StoreUnderBench = {
  name: 'Lanyard',
  data: 'lanyard',
  fill,
  async open({ databaseUrl }) {
    // Without `start` nothing is heard of other processes, so nothing is remembered.
    const { room, close } = await openRoom(databaseUrl);
    return { store: room.installationStore, close };
  },
};

/** What was looked up in the last seconds is remembered, as in the app. */
export const lanyardRemembering: StoreUnderBench = {
  name: 'Lanyard, as the app wires it',
  data: 'lanyard',
  fill,
  async open({ databaseUrl }) {
    const { room, close } = await openRoom(databaseUrl);
    await room.start();
    return { store: room.installationStore, close };
  },
};
