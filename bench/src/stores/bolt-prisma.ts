import { PrismaPg } from '@prisma/adapter-pg';
import { runOn } from '../../../test/support/databases.ts';
import { batchesOf } from './batches.ts';
import { loaded } from './loaded.ts';
import type { Place, StoreUnderBench } from './store-under-bench.ts';

const CLIENT_ID = '111.111';
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => 'error',
};

// The columns of its README's schema, in PostgreSQL's words as Prisma writes them.
const CREATE_TABLE = `CREATE TABLE slack_app_installation (
  id SERIAL PRIMARY KEY, client_id TEXT, app_id TEXT, enterprise_id TEXT, enterprise_name TEXT, enterprise_url TEXT,
  team_id TEXT, team_name TEXT, bot_token TEXT, bot_id TEXT, bot_user_id TEXT, bot_scopes TEXT,
  bot_refresh_token TEXT, bot_token_expires_at TIMESTAMP(3), user_id TEXT, user_token TEXT, user_scopes TEXT,
  user_refresh_token TEXT, user_token_expires_at TIMESTAMP(3), incoming_webhook_url TEXT,
  incoming_webhook_channel TEXT, incoming_webhook_channel_id TEXT, incoming_webhook_configuration_url TEXT,
  is_enterprise_install BOOLEAN NOT NULL DEFAULT false, token_type TEXT NOT NULL DEFAULT 'bot',
  installed_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP)`;

function rowOf(n: number) {
  const { team, bot, user, appId } = loaded(n);
  const time = (seconds: number | undefined) => new Date((seconds ?? 0) * 1_000).toISOString();
  return {
    client_id: CLIENT_ID,
    app_id: appId,
    team_id: team.id,
    team_name: team.name,
    bot_token: bot.token,
    bot_id: bot.id,
    bot_user_id: bot.userId,
    bot_scopes: bot.scopes.join(','),
    bot_refresh_token: bot.refreshToken,
    bot_token_expires_at: time(bot.expiresAt),
    user_id: user.id,
    user_token: user.token,
    user_scopes: user.scopes?.join(','),
    user_refresh_token: user.refreshToken,
    user_token_expires_at: time(user.expiresAt),
    is_enterprise_install: false,
    token_type: 'bot',
  };
}

const columns = Object.keys(rowOf(0)).join(', ');
const INSERT = `INSERT INTO slack_app_installation (${columns})
  SELECT ${columns} FROM jsonb_populate_recordset(NULL::slack_app_installation, $1)`;

/** As its README sets it up: with history, without an index. */
export const boltPrisma: StoreUnderBench = {
  name: '@seratch_/bolt-prisma',
  data: 'bolt-prisma',
  async fill({ databaseUrl }, installations) {
    await createTableOfBoltPrisma(databaseUrl);
    await batchesOf(databaseUrl, installations, async (client, from, to) => {
      const rows = Array.from({ length: to - from }, (_, index) => rowOf(from + index));
      await client.query(INSERT, [JSON.stringify(rows)]);
    });
    await runOn(databaseUrl, 'VACUUM ANALYZE');
  },
  async open({ databaseUrl }: Place) {
    const { instance, close } = await connectBoltPrisma(databaseUrl);
    return { store: instance({ clientId: CLIENT_ID }), close };
  },
};

export function createTableOfBoltPrisma(databaseUrl: string): Promise<unknown> {
  return runOn(databaseUrl, CREATE_TABLE);
}

/** Any number of its stores over one database. */
export async function connectBoltPrisma(databaseUrl: string) {
  // Both come with `npm run bench` alone, so that nothing else depends on their being there.
  const [{ PrismaInstallationStore }, { PrismaClient }] = await Promise.all([
    import('@seratch_/bolt-prisma'),
    import('../../generated/bolt-prisma/client.ts'),
  ]);
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl, max: 10 }) });
  return {
    instance: (options: { clientId: string; historicalDataEnabled?: boolean }) =>
      new PrismaInstallationStore({ prismaTable: prisma.slackAppInstallation, logger: quiet, ...options }),
    close: () => prisma.$disconnect(),
  };
}
