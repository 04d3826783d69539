import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { readWorkspaceChange } from '../../installations/endings/slack-envelope.ts';
import type { Installations } from '../../installations/installations.ts';
import type { Logger } from '../../observability/logger.ts';
import type { WORKSPACE_EVENTS } from '../../slack-api/app-surface.ts';

type Dependencies = {
  installations: Pick<Installations, 'applyWorkspaceChange'>;
  logger: Logger;
};
type EventArgs = SlackEventMiddlewareArgs<(typeof WORKSPACE_EVENTS)[number]> & AllMiddlewareArgs;

/** What changes about a workspace or an organization, besides the end of something. */
export function createWorkspaceChangedListener({ installations, logger }: Dependencies) {
  return async function workspaceChanged({ body }: EventArgs): Promise<void> {
    const change = readWorkspaceChange(body);
    if (!change) return;
    if ('ignored' in change && change.ignored > 0) {
      const { eventId, ignored } = change;
      logger.warn(
        { eventId, ignored },
        'Slack sent something other than an id for some workspaces; the rest was applied',
      );
    }
    const applied = await installations.applyWorkspaceChange(change);
    logger.info({ kind: change.kind, eventId: change.eventId, applied }, 'Slack reported a change');
  };
}
