import type { TeamInfoResponse } from '@slack/web-api';
import { AppError } from '../errors.ts';
import type { SlackPlace } from '../installations/installation-key.ts';
import type { Installations } from '../installations/installations.ts';

/** What Slack sends beyond the client's types. */
type TeamAnswer = TeamInfoResponse & { team?: { sso_provider?: unknown } };

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
  place: SlackPlace,
  teamId?: string,
): Promise<SingleSignOn> {
  try {
    const bot = await installations.asBot(place);
    const { team } = await bot.call<TeamAnswer>('team.info', teamId === undefined ? {} : { team: teamId });
    return team?.sso_provider ? 'yes' : 'no';
  } catch (error) {
    const cannotAsk =
      error instanceof AppError &&
      ['not_installed', 'slack_refused', 'slack_token_dead'].includes(error.code);
    if (cannotAsk) return 'unknown';
    throw error;
  }
}
