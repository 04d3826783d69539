import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { InFlight } from '../../in-flight.ts';
import {
  ENDING_EVENTS,
  readEnding,
  readWorkspaceChange,
} from '../../installations/endings/slack-envelope.ts';
import type { Installations } from '../../installations/installations.ts';
import type { SlackContext } from '../../installations/rows/installation-key.ts';
import type { Notifications } from '../../notifications/notifications.ts';
import type { Logger } from '../../observability/logger.ts';
import { WORKSPACE_EVENTS } from '../../slack-api/app-surface.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';

type Dependencies = {
  installations: Pick<Installations, 'applyLifecycleEvent' | 'applyWorkspaceChange'>;
  notifications: Pick<Notifications, 'tellOfEndings'>;
  publishHome: PublishHome;
  inFlight: InFlight;
  logger: Logger;
};
type EventArgs = SlackEventMiddlewareArgs<(typeof ENDING_EVENTS)[number]> & AllMiddlewareArgs;

/** What is acknowledged only after it is committed: see `receiver.ts`. */
export const LIFECYCLE_EVENTS: ReadonlySet<string> = new Set([...ENDING_EVENTS, ...WORKSPACE_EVENTS]);

/** What died is marked and erased, and the people concerned see it. */
export function createLifecycleListener(dependencies: Dependencies) {
  const { installations, notifications, publishHome, inFlight, logger } = dependencies;

  async function showTo(userIds: readonly string[], context: SlackContext): Promise<void> {
    for (const userId of userIds) {
      // The change itself is committed: a Home that cannot be shown now is shown at its next opening.
      await publishHome(context, userId).catch((error) =>
        logger.warn({ err: error, userId }, 'Home not refreshed'),
      );
    }
    // What does not come through now is found by the job.
    await notifications
      .tellOfEndings(context, userIds)
      .catch((err) => logger.warn({ err, ...context }, 'People could not be told about an ending yet'));
  }

  return async function lifecycle({ body }: EventArgs): Promise<void> {
    const ending = readEnding(body);
    if (!ending) return;
    if (ending.kind === 'tokens_revoked' && ending.ignored > 0) {
      const { eventId, ignored } = ending;
      logger.warn(
        { eventId, ignored },
        'Slack sent something other than an id for some tokens; the rest was applied',
      );
    }
    const result = await installations.applyLifecycleEvent(ending);
    const access = readWorkspaceChange(body);
    if (access) await installations.applyWorkspaceChange(access);
    logger.info({ ...ending.context, kind: ending.kind, ...result }, 'Slack reported an ending');
    // Without a bot there is nothing to show it with; the acknowledgement waits for none of it.
    if (ending.kind === 'tokens_revoked') {
      inFlight.later(() => showTo(result.endedUserIds, ending.context)).catch(() => {});
    }
  };
}
