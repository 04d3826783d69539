import type { OAuthPurpose } from '../../database/generated/client.ts';
import type { TokenAnswer } from '../../slack-api/answers.ts';
import { parseScopes } from '../../slack-api/scope-catalogue.ts';
import { noUsableAnswer } from '../../slack-api/to-slack-error.ts';
import { expiryOf } from '../rotation/token-expiry.ts';
import type { InstallationKey } from '../rows/installation-key.ts';

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
 * Reads the answer of `oauth.v2.access` to an authorization code. What was asked for decides what is kept: a bot's token
 * in an answer to someone who asked for their own permission is left alone. It is not revoked either, for Slack gives a
 * workspace the same one each time.
 * @throws AppError `slack_unreachable` when the answer lacks what makes it usable
 * @see https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function readGrant(answer: TokenAnswer, grantedAt: Date, asked: OAuthPurpose): Grant {
  const isEnterpriseInstall = answer.is_enterprise_install === true;
  const home = isEnterpriseInstall ? answer.enterprise : answer.team;
  const { app_id: appId, authed_user: person } = answer;
  const bot = asked === 'workspace' ? readBot(answer, grantedAt) : undefined;
  const isUsers = person?.token_type === undefined || person.token_type === 'user';
  const user = person && isUsers ? readToken(person, grantedAt) : undefined;
  if (!home || !person?.id || !appId || !(bot || user)) {
    throw noUsableAnswer('oauth.v2.access', 'it lacks the workspace, the person, the app or a token');
  }
  return {
    key: { installedIn: home.id, isEnterpriseInstall },
    name: home.name,
    enterpriseId: answer.enterprise?.id,
    enterpriseName: answer.enterprise?.name,
    appId,
    grantedByUserId: person.id,
    grantedAt,
    bot,
    user,
    tokenType: bot && answer.token_type,
    webhook: asked === 'workspace' ? readWebhook(answer.incoming_webhook) : undefined,
  };
}

/** Whether a bot's token came along with what someone asked for themselves. */
export const hasSurplusBot = (answer: TokenAnswer, asked: OAuthPurpose): boolean =>
  asked === 'me' && answer.token_type === 'bot' && answer.access_token !== undefined;

function readBot(answer: TokenAnswer, grantedAt: Date): Grant['bot'] {
  const token = answer.token_type === 'bot' ? readToken(answer, grantedAt) : undefined;
  if (!token) return undefined;
  if (answer.bot_user_id) return { ...token, userId: answer.bot_user_id };
  throw noUsableAnswer('oauth.v2.access', 'its bot has no user');
}

function readWebhook(webhook: TokenAnswer['incoming_webhook']): Webhook | undefined {
  if (!webhook) return undefined;
  const { url, channel, channel_id: channelId, configuration_url: configurationUrl } = webhook;
  return { url, channel, channelId, configurationUrl };
}

type TokenPart = Pick<TokenAnswer, 'access_token' | 'scope' | 'refresh_token' | 'expires_in'>;

function readToken(part: TokenPart, grantedAt: Date): TokenGrant | undefined {
  const { access_token: token, scope, refresh_token: refreshToken } = part;
  if (token === undefined) return undefined;
  return { token, scopes: parseScopes(scope), refreshToken, expiresAt: expiryOf(part, grantedAt) };
}
