import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import type { Installations } from '../../installations/installations.ts';
import type { WorkspaceChange } from '../../installations/workspace-changes.ts';
import type { Logger } from '../../observability/logger.ts';
import { lifecyclePlace } from './lifecycle-place.ts';

type Dependencies = {
  installations: Pick<Installations, 'applyWorkspaceChange'>;
  logger: Logger;
};
type EventArgs = SlackEventMiddlewareArgs<WorkspaceChange['kind']> & AllMiddlewareArgs;

export const WORKSPACE_EVENTS = [
  'grid_migration_finished',
  'grid_migration_started',
  'team_access_granted',
  'team_access_revoked',
  'team_domain_change',
  'team_rename',
] as const satisfies readonly WorkspaceChange['kind'][];

/** What changes about a workspace or an organization, beside the end of something. */
export function createWorkspaceChangedListener({ installations, logger }: Dependencies) {
  return async function workspaceChanged({ body, event }: EventArgs): Promise<void> {
    const change = readChange(body, event);
    const applied = await installations.applyWorkspaceChange(change);
    logger.info({ kind: change.kind, ...lifecyclePlace(body), applied }, 'Slack told of a change');
  };
}

type Inner = {
  type: WorkspaceChange['kind'];
  name?: string;
  domain?: string;
  team_ids?: string[];
  enterprise_id?: string;
};

function readChange(body: EventArgs['body'], event: object): WorkspaceChange {
  const { type: kind, name, domain, team_ids: teamIds, enterprise_id: told } = event as Inner;
  const place = lifecyclePlace(body);
  const [teamId, enterpriseId] = [place.teamId, told ?? place.enterpriseId];
  const eventTime = new Date(body.event_time * 1000);
  const common = { eventId: body.event_id, eventTime };
  if (typeof body.event_id === 'string' && !Number.isNaN(eventTime.getTime())) {
    if (kind === 'team_rename' && teamId && name) return { ...common, kind, teamId, name };
    if (kind === 'team_domain_change' && teamId && domain) return { ...common, kind, teamId, domain };
    if ((kind === 'team_access_granted' || kind === 'team_access_revoked') && enterpriseId && teamIds) {
      return { ...common, kind, enterpriseId, teamIds };
    }
    if ((kind === 'grid_migration_started' || kind === 'grid_migration_finished') && teamId && enterpriseId) {
      return { ...common, kind, teamId, enterpriseId };
    }
  }
  throw new AppError({ code: 'bad_request', message: `The event ${kind} lacks what it is about.` });
}
