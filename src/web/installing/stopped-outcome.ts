import type { ConsentStopped } from '../../installations/grants/consent-stopped.ts';
import type { Intent } from '../../installations/grants/oauth-state.ts';
import { INSTALL_PATH } from '../../slack-api/app-surface.ts';
import type { OutcomeToShow } from '../show-outcome.ts';

/** The page for what ended a way through Slack's consent page. */
export function outcomeOf({ stop, slackError, intent }: ConsentStopped): OutcomeToShow {
  const retryPath = intent ? { retryPath: installPath(intent) } : {};
  if (stop !== 'slack_refused') return { kind: stop, ...retryPath };
  return { kind: stop, slackError: slackError ?? '', ...retryPath };
}

/** Where the same attempt begins again. */
export function installPath({ purpose, teamId, userId, channelId }: Intent): string {
  const query = new URLSearchParams({
    ...(purpose === 'me' && { for: 'me' }),
    ...(teamId && { team: teamId }),
    ...(userId && { user: userId }),
    ...(channelId && { channel: channelId }),
  }).toString();
  return query ? `${INSTALL_PATH}?${query}` : INSTALL_PATH;
}
