import { AppError } from '../errors.ts';
import type { SlackPlace } from './installation-key.ts';
import type { LifecycleEvent } from './lifecycle.ts';
import type { WorkspaceChange } from './workspace-changes.ts';

/** The envelope of an event, as Slack posts it. Everything may be missing: it comes from outside. */
type Envelope = {
  event_id?: unknown;
  event_time?: unknown;
  api_app_id?: string;
  team_id?: string | null;
  enterprise_id?: string | null;
  is_enterprise_install?: boolean;
  authorizations?:
    | {
        team_id?: string | null;
        enterprise_id?: string | null;
        is_enterprise_install?: boolean;
      }[]
    | null;
  event?: { type?: string; [field: string]: unknown };
};

export const ENDING_EVENTS = ['app_uninstalled', 'app_uninstalled_team', 'tokens_revoked'] as const;

export const WORKSPACE_EVENTS = [
  'grid_migration_finished',
  'grid_migration_started',
  'team_access_granted',
  'team_access_revoked',
  'team_domain_change',
  'team_rename',
] as const satisfies readonly WorkspaceChange['kind'][];

/**
 * The place that an event is about. These events come without Bolt's authorization, often without `authorizations`, and
 * an org-wide one names the organization in place of the workspace.
 */
function envelopePlace(body: object): SlackPlace {
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

/**
 * What ended, by an event of `ENDING_EVENTS`; undefined: nothing of this app.
 * @throws AppError `bad_request` for an event without id or time
 */
export function readEnding(body: object): LifecycleEvent | undefined {
  const envelope = body as Envelope;
  const { event = {} } = envelope;
  const common = { ...idAndTime(envelope), place: envelopePlace(envelope) };
  switch (event.type) {
    case 'tokens_revoked': {
      const { oauth, bot } = (event.tokens ?? {}) as { oauth?: string[]; bot?: string[] };
      return { ...common, kind: 'tokens_revoked', userIds: oauth ?? [], botUserIds: bot ?? [] };
    }
    case 'app_uninstalled':
      return { ...common, kind: 'app_uninstalled' };
    case 'app_uninstalled_team': {
      // Slack tells some apps of the removal of any app.
      if (event.app_id !== envelope.api_app_id || typeof event.team_id !== 'string') return undefined;
      const place = { ...common.place, teamId: event.team_id, isEnterpriseInstall: false };
      return { ...common, place, kind: 'app_uninstalled' };
    }
    default:
      return undefined;
  }
}

/**
 * What changed about a workspace or an organization, by an event of `WORKSPACE_EVENTS`. The removal from one workspace
 * is one too, where an organization's installation served it.
 * @returns undefined for what changes nothing here
 * @throws AppError `bad_request` for an event without id, time or what it is about
 */
export function readWorkspaceChange(body: object): WorkspaceChange | undefined {
  const envelope = body as Envelope;
  const {
    name,
    domain,
    team_ids: teamIds,
    enterprise_id: told,
    type: kind,
  } = (envelope.event ?? {}) as Inner;
  const place = envelopePlace(envelope);
  const [teamId, enterpriseId] = [place.teamId, told ?? place.enterpriseId];
  const common = idAndTime(envelope);
  switch (kind) {
    case 'team_rename':
      if (teamId && name) return { ...common, kind, teamId, name };
      break;
    case 'team_domain_change':
      if (teamId && domain) return { ...common, kind, teamId, domain };
      break;
    case 'team_access_granted':
    case 'team_access_revoked':
      if (enterpriseId && Array.isArray(teamIds)) return { ...common, kind, enterpriseId, teamIds };
      break;
    case 'grid_migration_started':
    case 'grid_migration_finished':
      if (teamId && enterpriseId) return { ...common, kind, teamId, enterpriseId };
      break;
    case 'app_uninstalled_team': {
      const removal = readEnding(envelope);
      if (!removal?.place.teamId || !enterpriseId) return undefined;
      // The same event also ends what the workspace has of its own: it is claimed twice, each time as another one.
      const eventId = `${common.eventId}.access`;
      return {
        ...common,
        eventId,
        kind: 'team_access_revoked',
        enterpriseId,
        teamIds: [removal.place.teamId],
      };
    }
    default:
      return undefined;
  }
  throw new AppError({ code: 'bad_request', message: `The event ${kind} lacks what it is about.` });
}

type Inner = {
  type?: WorkspaceChange['kind'] | 'app_uninstalled_team';
  name?: string;
  domain?: string;
  team_ids?: string[];
  enterprise_id?: string;
};

function idAndTime({ event_id: eventId, event_time: seconds }: Envelope): {
  eventId: string;
  eventTime: Date;
} {
  const eventTime = new Date(Number(seconds) * 1000);
  if (typeof eventId !== 'string' || Number.isNaN(eventTime.getTime())) {
    throw new AppError({ code: 'bad_request', message: 'The event has no id or no time.' });
  }
  return { eventId, eventTime };
}
