import { toAppError } from '../../errors.ts';
import type { Room } from '../rows/room.ts';
import type { Grant } from './grant.ts';

/**
 * Asks Slack for what its answer to the code leaves out, and Bolt's callbacks expect: the bot's id, and an organization's
 * address. Worth a question, not worth an installation: where Slack does not answer, the grant is as it was.
 */
export async function completeGrant(
  { slack, logger }: Pick<Room, 'slack' | 'logger'>,
  grant: Grant,
): Promise<Grant> {
  const { bot, user, key } = grant;
  const token = bot?.token ?? (key.isEnterpriseInstall ? user?.token : undefined);
  if (token === undefined) return grant;
  try {
    const { bot_id: id, url } = await slack.withToken(token).call('auth.test');
    const enterpriseUrl = key.isEnterpriseInstall ? url : undefined;
    return { ...grant, ...(enterpriseUrl && { enterpriseUrl }), bot: bot && { ...bot, id } };
  } catch (err) {
    logger.warn({ err, code: toAppError(err).code }, 'The bot’s id is not known yet');
    return grant;
  }
}
