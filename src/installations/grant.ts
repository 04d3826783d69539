import type { OauthV2AccessResponse } from '@slack/web-api';
import { AppError } from '../errors.ts';
import { parseScopes } from '../slack-api/scope-catalogue.ts';
import type { InstallationKey } from './installation-key.ts';

/** A token that Slack gave, with what it may do. */
export type TokenGrant = {
  token: string;
  scopes: string[];
  refreshToken?: string | undefined;
  expiresAt?: Date | undefined;
};

/** Where an incoming webhook posts. Its URL lets anyone post: a secret. */
export type Webhook = {
  url: string;
  channel?: string | undefined;
  channelId?: string | undefined;
  configurationUrl?: string | undefined;
};

/** What one pass through Slack's consent page gave: a bot permission, a person's own permission, or both. */
export type Grant = {
  key: InstallationKey;
  /** Name of the workspace, or of the organization when org-wide. */
  name?: string | undefined;
  enterpriseId?: string | undefined;
  enterpriseName?: string | undefined;
  enterpriseUrl?: string | undefined;
  /** The workspace's part of `https://<domain>.slack.com`. */
  domain?: string | undefined;
  appId?: string | undefined;
  /** Of Slack's OAuth; absent: `v2`. */
  authVersion?: 'v1' | 'v2' | undefined;
  tokenType?: string | undefined;
  /** Whatever the installing program attached; JSON. */
  metadata?: unknown;
  webhook?: Webhook | undefined;
  /** The person who pressed Allow. */
  grantedByUserId: string;
  grantedAt: Date;
  bot?: (TokenGrant & { userId: string; id?: string | undefined }) | undefined;
  user?: TokenGrant | undefined;
};

/**
 * Reads the answer of `oauth.v2.access` to an authorization code.
 * @throws AppError `slack_refused` when the answer lacks what makes it usable
 * @see https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function readGrant(answer: OauthV2AccessResponse, grantedAt: Date): Grant {
  const isEnterpriseInstall = answer.is_enterprise_install === true;
  const home = isEnterpriseInstall ? answer.enterprise : answer.team;
  const installedIn = home?.id;
  const userId = answer.authed_user?.id;
  const bot = answer.access_token && answer.token_type === 'bot' ? answer : undefined;
  const user = answer.authed_user?.access_token ? answer.authed_user : undefined;
  if (!installedIn || !userId || !answer.app_id || !(bot || user) || (bot && !bot.bot_user_id)) {
    throw new AppError({
      code: 'slack_refused',
      message: 'The answer of oauth.v2.access lacks the workspace, the person, the app or a token.',
      details: { method: 'oauth.v2.access', slackError: 'incomplete_answer' },
    });
  }
  return {
    key: { installedIn, isEnterpriseInstall },
    name: home?.name,
    enterpriseId: answer.enterprise?.id,
    enterpriseName: answer.enterprise?.name,
    appId: answer.app_id,
    grantedByUserId: userId,
    grantedAt,
    bot: bot && { ...readToken(bot, grantedAt), userId: bot.bot_user_id as string },
    user: user && readToken(user, grantedAt),
    tokenType: bot?.token_type,
    webhook: readWebhook(answer.incoming_webhook),
  };
}

function readWebhook(webhook: OauthV2AccessResponse['incoming_webhook']): Webhook | undefined {
  if (!webhook?.url) return undefined;
  const { url, channel, channel_id: channelId, configuration_url: configurationUrl } = webhook;
  return { url, channel, channelId, configurationUrl };
}

type TokenPart = { access_token?: string; scope?: string; refresh_token?: string; expires_in?: number };

function readToken(part: TokenPart, grantedAt: Date): TokenGrant {
  return {
    token: part.access_token as string,
    scopes: parseScopes(part.scope),
    refreshToken: part.refresh_token,
    expiresAt:
      part.expires_in === undefined ? undefined : new Date(grantedAt.getTime() + part.expires_in * 1000),
  };
}
