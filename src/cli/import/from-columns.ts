import { authVersionOf, type Fields, type RawInstallation, scopesOf, secondsOf, textOf } from './record.ts';

/**
 * A row of the tables that hold one installation each, under whichever naming: `botToken` as in @seratch_/bolt-prisma,
 * -typeorm and -sequelize, `bot_token` as in Python's slack_sdk and under Prisma's `@map`.
 * @see https://github.com/seratch/slack-bolt-extensions/blob/main/packages/bolt-prisma/src/PrismaInstallationStore.ts
 * @see https://github.com/slackapi/python-slack-sdk/blob/main/slack_sdk/oauth/installation_store/sqlalchemy/__init__.py
 */
export function fromColumns(row: Fields): RawInstallation {
  const column = byName(row);
  const text = (name: string) => textOf(column(name));
  const named = (kind: string) => {
    const id = text(`${kind}id`);
    return id === undefined ? undefined : { id, name: text(`${kind}name`) };
  };
  const part = (kind: string) => ({
    token: text(`${kind}token`),
    scopes: scopesOf(column(`${kind}scopes`)),
    refreshToken: text(`${kind}refreshtoken`),
    expiresAt: secondsOf(column(`${kind}tokenexpiresat`)),
  });
  const [bot, user] = [part('bot'), part('user')];
  const url = text('incomingwebhookurl');
  const isEnterpriseInstall = [true, 1, '1', 't', 'true'].includes(column('isenterpriseinstall') as string);
  return {
    team: named('team'),
    enterprise: named('enterprise'),
    user: { id: text('userid'), ...(user.token === undefined ? {} : user) },
    bot: bot.token === undefined ? undefined : { id: text('botid'), userId: text('botuserid'), ...bot },
    incomingWebhook:
      url === undefined
        ? undefined
        : {
            url,
            channel: text('incomingwebhookchannel'),
            channelId: text('incomingwebhookchannelid'),
            configurationUrl: text('incomingwebhookconfigurationurl'),
          },
    appId: text('appid'),
    tokenType: text('tokentype'),
    enterpriseUrl: text('enterpriseurl'),
    isEnterpriseInstall,
    authVersion: authVersionOf(undefined, bot.scopes, user.scopes),
  };
}

/** Columns by their names without case and underscores. */
export function byName(row: Fields): (name: string) => unknown {
  const columns = new Map(
    Object.entries(row).map(([name, value]) => [name.replaceAll('_', '').toLowerCase(), value]),
  );
  return (name) => columns.get(name);
}
