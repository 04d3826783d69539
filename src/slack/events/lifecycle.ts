import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import type { InFlight } from '../../in-flight.ts';
import type { SlackPlace } from '../../installations/installation-key.ts';
import type { Installations } from '../../installations/installations.ts';
import type { LifecycleEvent } from '../../installations/lifecycle.ts';
import type { Logger } from '../../observability/logger.ts';
import type { PublishHome } from '../home/publish-home.ts';
import { lifecyclePlace } from './lifecycle-place.ts';
import { WORKSPACE_EVENTS } from './workspace-changed.ts';

type Dependencies = {
  installations: Pick<Installations, 'applyLifecycleEvent' | 'applyWorkspaceChange'>;
  publishHome: PublishHome;
  inFlight: InFlight;
  logger: Logger;
};
type EventArgs = SlackEventMiddlewareArgs<'tokens_revoked' | 'app_uninstalled' | 'app_uninstalled_team'> &
  AllMiddlewareArgs;

/** What is acknowledged only after it is committed: see `receiver.ts`. */
export const LIFECYCLE_EVENTS: ReadonlySet<string> = new Set([
  'app_uninstalled',
  'app_uninstalled_team',
  'tokens_revoked',
  ...WORKSPACE_EVENTS,
]);

/** What died is marked and erased, and the people concerned see it. */
export function createLifecycleListener({ installations, publishHome, inFlight, logger }: Dependencies) {
  async function showTo(userIds: readonly string[], place: SlackPlace): Promise<void> {
    for (const userId of userIds) {
      // The change itself is committed: a Home that cannot be shown now is shown at its next opening.
      await publishHome(place, userId).catch((error) =>
        logger.warn({ err: error, userId }, 'Home not refreshed'),
      );
    }
  }

  return async function lifecycle({ body, event }: EventArgs): Promise<void> {
    const eventTime = new Date(body.event_time * 1000);
    if (typeof body.event_id !== 'string' || Number.isNaN(eventTime.getTime())) {
      throw new AppError({ code: 'bad_request', message: 'The event has no id or no time.' });
    }
    const common = { eventId: body.event_id, eventTime, place: lifecyclePlace(body) };
    const change = readEnding(common, event);
    // Slack tells some apps of the removal of any app.
    if (event.type === 'app_uninstalled_team' && event.app_id !== body.api_app_id) return;

    const result = await installations.applyLifecycleEvent(change);
    const { teamId, enterpriseId } = change.place;
    if (event.type === 'app_uninstalled_team' && teamId && enterpriseId) {
      // Of an org-wide installation only this workspace is gone.
      const eventId = `${body.event_id}.access`;
      await installations.applyWorkspaceChange({
        ...{ eventId, eventTime, enterpriseId },
        kind: 'team_access_revoked',
        teamIds: [teamId],
      });
    }
    logger.info({ ...change.place, kind: change.kind, ...result }, 'Slack told of an ending');
    // Without a bot there is nothing to show it with; the acknowledgement waits for none of it.
    if (change.kind === 'tokens_revoked') {
      inFlight.track(showTo(result.endedUserIds, change.place)).catch(() => {});
    }
  };
}

function readEnding(
  common: Pick<LifecycleEvent, 'eventId' | 'eventTime' | 'place'>,
  event: EventArgs['event'],
): LifecycleEvent {
  switch (event.type) {
    case 'tokens_revoked': {
      const { oauth, bot } = event.tokens ?? {};
      return { ...common, kind: 'tokens_revoked', userIds: oauth ?? [], botUserIds: bot ?? [] };
    }
    case 'app_uninstalled':
      return { ...common, kind: 'app_uninstalled' };
    case 'app_uninstalled_team': {
      const place = { ...common.place, teamId: event.team_id, isEnterpriseInstall: false };
      return { ...common, place, kind: 'app_uninstalled' };
    }
  }
}
