import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import type { SlackContext } from '../installations/rows/installation-key.ts';

export type SingleSignOn = 'yes' | 'no' | 'unknown';

/**
 * Whether people sign in to a workspace through their company. `unknown` when the bot may not ask: then "off" has to be
 * said with that in mind.
 * @param teamId of an organization's workspace; absent: the place's own
 * @throws AppError of the Slack client when Slack does not answer
 * @see https://docs.slack.dev/reference/methods/team.info
 */
export async function usesSingleSignOn(
  installations: Pick<Installations, 'asBot'>,
  context: SlackContext,
  teamId?: string,
): Promise<SingleSignOn> {
  try {
    const bot = await installations.asBot(context);
    const { team } = await bot.call('team.info', teamId === undefined ? {} : { team: teamId });
    // Slack may send an object of empty texts in a workspace that has none.
    const provider = team.sso_provider ?? {};
    return Object.values(provider).some((value) => value !== undefined) ? 'yes' : 'no';
  } catch (error) {
    const cannotAsk =
      error instanceof AppError &&
      ['not_installed', 'slack_refused', 'slack_token_dead'].includes(error.code);
    if (cannotAsk) return 'unknown';
    throw error;
  }
}
