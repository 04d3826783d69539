import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { InFlight } from '../../in-flight.ts';
import { idOf } from '../../installations/endings/slack-envelope.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Logger } from '../../observability/logger.ts';
import type { SeenView } from '../home/home-view.ts';
import type { CheckOnOpening } from '../home/publishing/check-on-opening.ts';
import type { PublishHome } from '../home/publishing/publish-home.ts';
import { slackContextOf } from '../requests/slack-context.ts';

type Dependencies = {
  installations: Pick<Installations, 'claimEvent'>;
  publishHome: PublishHome;
  /** Undefined: nothing is checked unasked. */
  checkOnOpening: CheckOnOpening | undefined;
  inFlight: InFlight;
  logger: Logger;
};
type EventArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** Slack sends it at every entry, for both tabs. @see https://docs.slack.dev/reference/events/app_home_opened */
export function createAppHomeOpened({
  installations,
  publishHome,
  checkOnOpening,
  inFlight,
  logger,
}: Dependencies) {
  return async function appHomeOpened({ event, body, context }: EventArgs): Promise<void> {
    if (event.tab !== 'home') return;
    const [userId, eventId] = [idOf(event.user), idOf(body.event_id)];
    if (userId === undefined || eventId === undefined) {
      logger.warn('Someone opened Home, and Slack did not say who or when');
      return;
    }
    if (!(await installations.claimEvent(eventId))) return;
    const view = event.view as SeenView | undefined;
    const asker = { context: slackContextOf(context), userId };
    await publishHome(asker.context, userId, { view, present: true });
    if (!checkOnOpening) return;
    await inFlight
      .track(checkOnOpening(asker))
      .catch((err) =>
        logger.warn({ err, userId }, 'Permissions that are due for a check could not be checked'),
      );
  };
}
