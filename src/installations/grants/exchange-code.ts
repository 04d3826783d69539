import type { OAuthPurpose } from '../../database/generated/client.ts';
import { noUsableAnswer } from '../../slack-api/to-slack-error.ts';
import type { Room } from '../rows/room.ts';
import { type Grant, hasSurplusBot, readGrant } from './grant.ts';

/** A code works once: to stop listening for a late answer would lose what Slack has given. */
const TIMEOUT_MS = 30_000;

/**
 * Turns the code of the consent page into a grant, without the bot's id. Client credentials travel by HTTP Basic. From
 * here to the end of `keepGrant` the tokens are in memory alone.
 * @param redirectUri as it was sent to Slack; undefined: none was
 * @param asked what the attempt was for: nothing else is kept of the answer
 * @throws SlackError; `error` says which
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export async function exchangeCode(
  {
    prisma,
    slack,
    logger,
    clientId,
    clock,
  }: Pick<Room, 'prisma' | 'slack' | 'logger' | 'clientId' | 'clock'>,
  code: string,
  redirectUri: string | undefined,
  asked: OAuthPurpose,
): Promise<Grant> {
  const [answer, appId] = await Promise.all([
    slack
      .withAppCredentials({ timeoutMs: TIMEOUT_MS })
      .call('oauth.v2.access', { code, ...(redirectUri !== undefined && { redirect_uri: redirectUri }) }),
    knownAppId({ prisma, clientId }),
  ]);
  const grant = readGrant(answer, clock(), asked);
  if (appId !== undefined && grant.appId !== appId) {
    throw noUsableAnswer('oauth.v2.access', 'it is about another app than all the others');
  }
  if (hasSurplusBot(answer, asked)) {
    logger.warn(
      grant.key,
      'Slack returned a bot token to someone who asked for their own permission only: not kept',
    );
  }
  return grant;
}

/** The app that this client id belongs to, as earlier grants named it. Worth a question, not worth an installation. */
async function knownAppId({
  prisma,
  clientId,
}: Pick<Room, 'prisma' | 'clientId'>): Promise<string | undefined> {
  const row = await prisma.installation
    .findFirst({
      where: { clientId, appId: { not: null } },
      orderBy: { authorizedAt: 'desc' },
      select: { appId: true },
    })
    .catch(() => null);
  return row?.appId ?? undefined;
}
