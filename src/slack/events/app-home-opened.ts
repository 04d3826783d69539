import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Installations } from '../../installations/installations.ts';
import type { SeenView } from '../home/home-view.ts';
import type { PublishHome } from '../home/publish-home.ts';
import { placeOf } from '../place-of.ts';

type Dependencies = { installations: Pick<Installations, 'claimEvent'>; publishHome: PublishHome };
type EventArgs = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs;

/** Slack sends it at every entry, for both tabs. @see https://docs.slack.dev/reference/events/app_home_opened */
export function createAppHomeOpened({ installations, publishHome }: Dependencies) {
  return async function appHomeOpened({ event, body, context }: EventArgs): Promise<void> {
    if (event.tab !== 'home') return;
    if (!(await installations.claimEvent(body.event_id))) return;
    const view = event.view as SeenView | undefined;
    await publishHome(placeOf(context), event.user, { view, present: true });
  };
}
