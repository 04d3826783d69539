import type { AuthTestResponse, OauthV2AccessResponse } from '@slack/web-api';
import { AppError } from '../errors.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import { type Grant, readGrant } from './grant.ts';

/**
 * Turns the code of the consent page into a grant. Client credentials travel by HTTP Basic.
 * @throws AppError of the Slack client, `details.slackError` says which
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function createExchangeCode({ slack, clock }: { slack: SlackClient; clock: () => Date }) {
  return async function exchangeCode(code: string, redirectUri: string): Promise<Grant> {
    const answer = await slack
      .withAppCredentials()
      .call<OauthV2AccessResponse>('oauth.v2.access', { code, redirect_uri: redirectUri });
    const grant = readGrant(answer, clock());
    return grant.bot ? { ...grant, bot: { ...grant.bot, id: await botId(slack, grant.bot.token) } } : grant;
  };
}

/** The bot id stands only in `auth.test`. Worth one call, not worth losing the installation. */
async function botId(slack: SlackClient, token: string): Promise<string | undefined> {
  try {
    return (await slack.withToken(token).call<AuthTestResponse>('auth.test')).bot_id;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
