import { authVersionOf, type Fields, type RawInstallation, scopesOf, secondsOf, textOf } from './record.ts';

/**
 * What Slack's SDK for Java writes: `DefaultInstaller`, and `DefaultBot` without a person, in snake case with times in
 * milliseconds. An installer without `bot_scope` was written by its handler for `oauth.access`, of classic apps.
 * @see https://github.com/slackapi/java-slack-sdk/blob/main/bolt/src/main/java/com/slack/api/bolt/model/builtin/DefaultInstaller.java
 */
export function fromJava(given: Fields): RawInstallation {
  const text = (name: string) => textOf(given[name]);
  const named = (kind: string) => {
    const id = text(`${kind}_id`);
    return id === undefined ? undefined : { id, name: text(`${kind}_name`) };
  };
  const [token, userToken] = [text('bot_access_token'), text('installer_user_access_token')];
  const isInstaller = text('installer_user_id') !== undefined;
  // The later handler always has an app id; the bot's own `scope` is the one that it was given.
  const granular = text('app_id') ?? text('bot_scope') ?? (isInstaller ? undefined : text('scope'));
  const classic = granular === undefined;
  const scopes = scopesOf(given.bot_scope ?? given.scope);
  const userScopes = scopesOf(given.installer_user_scope ?? (classic ? given.scope : undefined));
  const url = text('incoming_webhook_url');
  return {
    team: named('team'),
    enterprise: named('enterprise'),
    user: {
      id: text('installer_user_id'),
      ...(userToken !== undefined && {
        token: userToken,
        scopes: userScopes,
        refreshToken: text('installer_user_refresh_token'),
        expiresAt: secondsOf(given.installer_user_token_expires_at),
      }),
    },
    bot:
      token === undefined
        ? undefined
        : {
            id: text('bot_id'),
            userId: text('bot_user_id'),
            token,
            scopes: classic ? ['bot'] : scopes,
            refreshToken: text('bot_refresh_token'),
            expiresAt: secondsOf(given.bot_token_expires_at),
          },
    incomingWebhook:
      url === undefined
        ? undefined
        : {
            url,
            channelId: text('incoming_webhook_channel_id'),
            configurationUrl: text('incoming_webhook_configuration_url'),
          },
    appId: text('app_id'),
    tokenType: text('token_type'),
    enterpriseUrl: text('enterprise_url'),
    isEnterpriseInstall: given.is_enterprise_install === true,
    authVersion: authVersionOf(classic ? 'v1' : undefined, scopes, userScopes),
  };
}
