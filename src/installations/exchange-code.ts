import type { OAuthPurpose, PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import { noUsableAnswer } from '../slack-api/slack-error.ts';
import { type Grant, hasSurplusBot, readGrant } from './grant.ts';

type Dependencies = {
  prisma: PrismaClient;
  slack: SlackClient;
  logger: Logger;
  clientId: string;
  clock: () => Date;
};

/** Turns the code of the consent page into a grant. Client credentials travel by HTTP Basic. */
export function createExchangeCode({ prisma, slack, logger, clientId, clock }: Dependencies) {
  /** The app that this client id belongs to, as earlier grants named it. Worth a question, not worth an installation. */
  async function knownAppId(): Promise<string | undefined> {
    const row = await prisma.installation
      .findFirst({
        where: { clientId, appId: { not: null } },
        orderBy: { authorizedAt: 'desc' },
        select: { appId: true },
      })
      .catch(() => null);
    return row?.appId ?? undefined;
  }

  /**
   * @param asked what the attempt was for: nothing else is kept of the answer
   * @throws AppError of the Slack client, `details.slackError` says which
   * @see https://docs.slack.dev/authentication/installing-with-oauth
   */
  return async function exchangeCode(code: string, redirectUri: string, asked: OAuthPurpose): Promise<Grant> {
    const [answer, appId] = await Promise.all([
      slack.withAppCredentials().call('oauth.v2.access', { code, redirect_uri: redirectUri }),
      knownAppId(),
    ]);
    const grant = readGrant(answer, clock(), asked);
    if (appId !== undefined && grant.appId !== appId) {
      throw noUsableAnswer('oauth.v2.access', 'it is about another app than all before');
    }
    if (hasSurplusBot(answer, asked)) {
      logger.warn(
        grant.key,
        'Slack gave a bot token to somebody who asked for their own permission: not kept',
      );
    }
    return grant.bot ? { ...grant, bot: { ...grant.bot, id: await botId(slack, grant.bot.token) } } : grant;
  };
}

/** The bot id stands only in `auth.test`. Worth one call, not worth losing the installation. */
async function botId(slack: SlackClient, token: string): Promise<string | undefined> {
  try {
    return (await slack.withToken(token).call('auth.test')).bot_id;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
