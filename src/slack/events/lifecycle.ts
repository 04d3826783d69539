import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import type { SlackPlace } from '../../installations/installation-key.ts';
import type { Installations } from '../../installations/installations.ts';
import type { LifecycleEvent } from '../../installations/lifecycle.ts';
import type { Logger } from '../../observability/logger.ts';
import type { PublishHome } from '../home/publish-home.ts';

type Dependencies = {
  installations: Pick<Installations, 'applyLifecycleEvent'>;
  publishHome: PublishHome;
  logger: Logger;
};
type EventArgs = SlackEventMiddlewareArgs<'tokens_revoked' | 'app_uninstalled'> & AllMiddlewareArgs;

/** What the two events are acknowledged for: see `receiver.ts`. */
export const LIFECYCLE_EVENTS: ReadonlySet<string> = new Set(['tokens_revoked', 'app_uninstalled']);

/** `tokens_revoked` and `app_uninstalled`: what died is marked and erased, and the people concerned see it. */
export function createLifecycleListener({ installations, publishHome, logger }: Dependencies) {
  return async function lifecycle({ body, event }: EventArgs): Promise<void> {
    const place = lifecyclePlace(body);
    const eventTime = new Date(body.event_time * 1000);
    if (typeof body.event_id !== 'string' || Number.isNaN(eventTime.getTime())) {
      throw new AppError({ code: 'bad_request', message: 'The event has no id or no time.' });
    }
    const common = { eventId: body.event_id, eventTime, place };
    const change: LifecycleEvent =
      event.type === 'tokens_revoked'
        ? {
            ...common,
            kind: 'tokens_revoked',
            userIds: event.tokens?.oauth ?? [],
            botUserIds: event.tokens?.bot ?? [],
          }
        : { ...common, kind: 'app_uninstalled' };

    const result = await installations.applyLifecycleEvent(change);
    logger.info({ ...place, kind: change.kind, ...result }, 'Slack told of an ending');
    for (const userId of result.endedUserIds) {
      // The change itself is committed: a Home that cannot be shown now is shown at its next opening.
      await publishHome(place, userId).catch((error) =>
        logger.warn({ err: error, userId }, 'Home not refreshed'),
      );
    }
  };
}

type Envelope = {
  team_id?: string | null;
  enterprise_id?: string | null;
  is_enterprise_install?: boolean;
  authorizations?: {
    team_id?: string | null;
    enterprise_id?: string | null;
    is_enterprise_install?: boolean;
  }[];
};

/**
 * These two events come without Bolt's authorization, often without `authorizations`, and an org-wide one names the
 * organization in place of the workspace.
 */
function lifecyclePlace(body: object): SlackPlace {
  const envelope = body as Envelope;
  const named = envelope.authorizations?.[0];
  const enterpriseId = named?.enterprise_id ?? envelope.enterprise_id ?? undefined;
  const teamId = named?.team_id ?? envelope.team_id ?? undefined;
  const isOrg = teamId === undefined || teamId === enterpriseId || teamId.startsWith('E');
  return {
    teamId: isOrg ? undefined : teamId,
    enterpriseId: enterpriseId ?? (isOrg ? teamId : undefined),
    isEnterpriseInstall: named?.is_enterprise_install ?? envelope.is_enterprise_install ?? isOrg,
  };
}
