import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Installation } from '@slack/bolt';
import oauth from '@slack/oauth';
import pg from 'pg';

/** An installation as another store has kept it, and since when. */
export type Kept = { installation: Installation<'v1' | 'v2', boolean>; at: Date; clientId?: string };

type Written = { where: string; options?: { table?: string } };
export type Peer = {
  /** On the command line. */
  source: string;
  /** How it names what it holds, where a source has several forms. */
  form: string;
  /** Puts down what was kept, oldest first, and one record that is broken. */
  write(
    kept: readonly Kept[],
    at: { folder: string; clientId: string; database: () => Promise<string> },
  ): Promise<Written>;
  /** It keeps every person's and every app's installation in files of their own, twice over. */
  inFiles?: true;
  /** It knows nothing of these. */
  /** A bot has a record of its own beside the one of who installed it. */
  botsApart?: true;
  lacks: { otherApps?: true; webhookChannel?: true };
};

/** @see https://github.com/slackapi/node-slack-sdk/tree/main/packages/oauth/src/installation-stores */
const slackFile: Peer = {
  source: 'slack-file',
  form: 'by @slack/oauth itself',
  inFiles: true,
  lacks: {},
  async write(kept, { folder, clientId }) {
    const baseDir = path.join(folder, 'installs');
    for (const { installation, clientId: of = clientId } of kept) {
      await new oauth.FileInstallationStore({ baseDir, clientId: of }).storeInstallation(installation);
      // Its history is dated by the millisecond.
      const now = Date.now();
      while (Date.now() === now) await Promise.resolve();
    }
    mkdirSync(path.join(baseDir, clientId, 'T0BROKEN'), { recursive: true });
    writeFileSync(path.join(baseDir, clientId, 'T0BROKEN', 'app-latest'), '{"team":');
    return { where: baseDir };
  },
};

/** The columns of each of the siblings, by the names that its own schema gives them. */
const columnsOf = ({ installation: i, at, clientId }: Kept, ours: string) => ({
  clientId: clientId ?? ours,
  appId: i.appId ?? 'A0APP',
  enterpriseId: i.enterprise?.id,
  enterpriseName: i.enterprise?.name,
  enterpriseUrl: i.enterpriseUrl,
  teamId: i.team?.id,
  teamName: i.team?.name,
  botToken: i.bot?.token,
  botId: i.bot?.id,
  botUserId: i.bot?.userId,
  botScopes: i.bot?.scopes.join(','),
  botRefreshToken: i.bot?.refreshToken,
  botTokenExpiresAt: i.bot?.expiresAt && new Date(i.bot.expiresAt * 1000),
  userId: i.user.id,
  userToken: i.user.token,
  userScopes: i.user.scopes?.join(','),
  userRefreshToken: i.user.refreshToken,
  userTokenExpiresAt: i.user.expiresAt && new Date(i.user.expiresAt * 1000),
  incomingWebhookUrl: i.incomingWebhook?.url,
  incomingWebhookChannel: i.incomingWebhook?.channel,
  incomingWebhookChannelId: i.incomingWebhook?.channelId,
  incomingWebhookConfigurationUrl: i.incomingWebhook?.configurationUrl,
  isEnterpriseInstall: i.isEnterpriseInstall ?? false,
  tokenType: i.tokenType ?? 'bot',
  installedAt: at,
});

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const TIMES = /(?:ExpiresAt|_expires_at|installedAt|installed_at)$/;

type Shape = {
  table: string;
  named?: (name: string) => string;
  time: string;
  moment?: (at: Date) => unknown;
};

/** A table with these columns and rows; `id` counts up, as in all of them. */
async function fill(url: string, { table, named = (name) => name, time, moment }: Shape, rows: object[]) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const names = Object.keys(rows[0] ?? {});
    const type = (name: string) =>
      TIMES.test(name) ? time : name === 'isEnterpriseInstall' ? 'boolean' : 'text';
    const columns = names.map((name) => `"${named(name)}" ${type(name)}`);
    await client.query(`CREATE TABLE "${table}" (id serial PRIMARY KEY, ${columns.join(', ')})`);
    for (const row of rows) {
      const values = Object.values(row).map((value) =>
        value instanceof Date ? (moment?.(value) ?? value.toISOString()) : value,
      );
      await client.query(
        `INSERT INTO "${table}" (${names.map((name) => `"${named(name)}"`).join(', ')})
         VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        values,
      );
    }
  } finally {
    await client.end();
  }
}

const tablePeer = (source: string, form: string, shape: Shape): Peer => ({
  source,
  form,
  lacks: {},
  async write(kept, { clientId, database }) {
    const rows = kept.map((each) => columnsOf(each, clientId));
    const [first] = rows;
    if (!first) throw new Error('Nothing to write.');
    const broken = { ...first, teamId: null, enterpriseId: null };
    const url = await database();
    await fill(url, shape, [...rows, broken]);
    return { where: url };
  },
});

/** @see https://github.com/seratch/slack-bolt-extensions/blob/main/packages/bolt-prisma/prisma/schema.prisma */
const prisma = tablePeer('bolt-prisma', 'SlackAppInstallation', {
  table: 'SlackAppInstallation',
  time: 'timestamp(3)',
});
const prismaMapped = tablePeer('bolt-prisma', 'under @map', {
  table: 'slack_app_installation',
  named: snake,
  time: 'timestamp(3)',
});
/** @see https://github.com/seratch/slack-bolt-extensions/blob/main/packages/bolt-typeorm/src/entity/SlackAppInstallation.ts */
const typeorm = tablePeer('bolt-typeorm', 'its entity', {
  table: 'slack_app_installation',
  time: 'timestamp',
});
/** @see https://github.com/seratch/slack-bolt-extensions/blob/main/packages/bolt-sequelize/src/SlackAppInstallation.ts */
const sequelize = tablePeer('bolt-sequelize', 'its model', {
  table: 'slack_app_installations',
  time: 'timestamptz',
});

/** As `sqlite3 -json` writes the table of an app on SQLite, where Prisma keeps times as milliseconds. */
const prismaOnSqlite: Peer = {
  source: 'bolt-prisma',
  form: 'from SQLite, as sqlite3 -json writes it',
  lacks: {},
  async write(kept, { folder, clientId }) {
    const rows = kept.map((each, index) => ({ id: index + 1, ...columnsOf(each, clientId) }));
    const asKept = (_: string, value: unknown) => (value === undefined ? null : value);
    const lines = rows.map((row) =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value instanceof Date ? value.getTime() : typeof value === 'boolean' ? Number(value) : value,
          ]),
        ),
        asKept,
      ),
    );
    const where = path.join(folder, 'rows.json');
    writeFileSync(where, `[${[...lines, '{"id": broken'].join(',\n')}]\n`);
    return { where };
  },
};

/** @see https://github.com/slackapi/python-slack-sdk/blob/main/slack_sdk/oauth/installation_store/sqlalchemy/__init__.py */
const python: Peer = {
  source: 'python',
  form: 'slack_installations and slack_bots',
  botsApart: true,
  lacks: {},
  async write(kept, { clientId, database }) {
    const url = await database();
    const rows = kept.map((each) => columnsOf(each, clientId));
    const shape = { named: snake, time: 'timestamp' };
    const [first] = rows;
    await fill(url, { ...shape, table: 'slack_installations' }, [
      ...rows,
      { ...first, teamId: null, enterpriseId: null },
    ]);
    // `save` writes the bot into a table of its own, and not where there is none.
    const bots = rows.flatMap((row) => {
      const { enterpriseUrl, userId, userToken, userScopes, userRefreshToken, userTokenExpiresAt, ...bot } =
        row;
      const { incomingWebhookUrl, incomingWebhookChannel, incomingWebhookChannelId, tokenType, ...rest } =
        bot;
      const { incomingWebhookConfigurationUrl, ...columns } = rest;
      return columns.botToken === undefined ? [] : [columns];
    });
    await fill(url, { ...shape, table: 'slack_bots' }, bots);
    return { where: url };
  },
};

/** @see https://github.com/seratch/slack-bolt-extensions/blob/main/packages/bolt-mongoose/src/MongooseInstallationStore.ts */
const mongoose: Peer = {
  source: 'bolt-mongoose',
  form: 'as mongoexport writes it',
  lacks: {},
  async write(kept, { folder, clientId }) {
    const lines = kept.map(({ installation, at, clientId: of = clientId }, index) =>
      JSON.stringify({
        _id: { $oid: String(index).padStart(24, '0') },
        ...installation,
        user: {
          ...installation.user,
          ...(installation.user.expiresAt && {
            expiresAt: { $numberInt: String(installation.user.expiresAt) },
          }),
        },
        __appOrgWorkspace__: `${of}:${installation.enterprise?.id}:${
          installation.isEnterpriseInstall ? undefined : installation.team?.id
        }`,
        __user__: installation.user.id,
        db_record_created_at: { $date: at.toISOString() },
        db_record_updated_at: { $date: { $numberLong: String(at.getTime()) } },
        __v: 0,
      }),
    );
    const where = path.join(folder, 'slack-app-installations.json');
    writeFileSync(where, [...lines, '[1]', ''].join('\n'));
    return { where };
  },
};

/** `DefaultInstaller`, by Gson in snake case, without what is null. */
function installerOf({ installation: i, at }: Kept) {
  const classic = i.authVersion === 'v1';
  const scope = classic ? i.user.scopes?.join(',') : i.bot?.scopes.join(',');
  return {
    app_id: classic ? undefined : (i.appId ?? 'A0APP'),
    enterprise_id: i.enterprise?.id,
    enterprise_name: i.enterprise?.name,
    team_id: i.team?.id,
    team_name: i.team?.name,
    is_enterprise_install: classic ? undefined : (i.isEnterpriseInstall ?? false),
    enterprise_url: i.enterpriseUrl,
    token_type: i.tokenType,
    installer_user_id: i.user.id,
    installer_user_scope: classic ? undefined : i.user.scopes?.join(','),
    installer_user_access_token: i.user.token,
    installer_user_refresh_token: i.user.refreshToken,
    installer_user_token_expires_at: i.user.expiresAt && i.user.expiresAt * 1000,
    scope,
    bot_scope: classic ? undefined : i.bot?.scopes.join(','),
    bot_id: i.bot?.id,
    bot_user_id: i.bot?.userId,
    bot_access_token: i.bot?.token,
    bot_refresh_token: i.bot?.refreshToken,
    bot_token_expires_at: i.bot?.expiresAt && i.bot.expiresAt * 1000,
    incoming_webhook_url: i.incomingWebhook?.url,
    incoming_webhook_channel_id: i.incomingWebhook?.channelId,
    incoming_webhook_configuration_url: i.incomingWebhook?.configurationUrl,
    installed_at: at.getTime(),
  };
}

/** `toBot()` of it. */
function botOf(kept: Kept) {
  const { installer_user_id, installer_user_scope, scope, bot_scope, ...rest } = installerOf(kept);
  const bot = Object.entries(rest).filter(([name]) => !/^installer_|^incoming_|^enterprise_url$/.test(name));
  return { ...Object.fromEntries(bot), scope: bot_scope };
}

/** @see https://github.com/slackapi/java-slack-sdk/blob/main/bolt/src/main/java/com/slack/api/bolt/service/builtin/FileInstallationService.java */
const java: Peer = {
  source: 'java',
  form: 'its files, with their history',
  inFiles: true,
  lacks: { webhookChannel: true },
  async write(kept, { folder, clientId }) {
    for (const each of kept) {
      const base = path.join(folder, each.clientId ?? clientId, 'installation');
      const { enterprise_id: e = 'none', team_id: t = 'none', installer_user_id: u } = installerOf(each);
      for (const version of ['latest', String(each.at.getTime())]) {
        put(path.join(base, 'installer', `${e}-${t}-${u}-${version}`), installerOf(each));
        put(path.join(base, 'bot', `${e}-${t}-${version}`), botOf(each));
      }
    }
    put(path.join(folder, clientId, 'installation', 'installer', 'none-none-U0BROKEN-latest'), {
      installer_user_id: 'U0BROKEN',
      installer_user_access_token: 'xoxp-nowhere',
      app_id: 'A0APP',
    });
    return { where: folder };
  },
};

function put(file: string, content: object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content));
}

const javaLines: Peer = {
  source: 'java',
  form: 'its records, one a line',
  lacks: { otherApps: true, webhookChannel: true },
  async write(kept, { folder, clientId }) {
    const where = path.join(folder, 'installers.jsonl');
    const own = kept.filter((each) => (each.clientId ?? clientId) === clientId);
    writeFileSync(where, [...own.map((each) => JSON.stringify(installerOf(each))), 'no JSON'].join('\n'));
    return { where };
  },
};

const jsonl: Peer = {
  source: 'jsonl',
  form: 'Bolt’s installations, one a line',
  lacks: {},
  async write(kept, { folder, clientId }) {
    const where = path.join(folder, 'installations.jsonl');
    const lines = kept.map(({ installation, at, clientId: of = clientId }) =>
      JSON.stringify({ ...installation, installedAt: at.toISOString(), clientId: of }),
    );
    writeFileSync(where, [lines[0], '', ...lines.slice(1), '{}]', 'null'].join('\r\n'));
    return { where };
  },
};

export const PEERS: readonly Peer[] = [
  slackFile,
  prisma,
  prismaMapped,
  prismaOnSqlite,
  typeorm,
  sequelize,
  mongoose,
  python,
  java,
  javaLines,
  jsonl,
];
