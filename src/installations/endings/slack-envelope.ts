import { AppError } from '../../errors.ts';
import { safeLine } from '../../slack-api/outside-text.ts';
import type { SlackContext } from '../rows/installation-key.ts';
import { readEventTime } from './event-time.ts';
import type { LifecycleEvent } from './lifecycle.ts';
import type { WorkspaceChange } from './workspace-changes.ts';

/** The envelope of an event, as Slack posts it. Everything may be missing or something else: it comes from outside. */
type Envelope = {
  event_id?: unknown;
  event_time?: unknown;
  api_app_id?: unknown;
  team_id?: unknown;
  enterprise_id?: unknown;
  is_enterprise_install?: unknown;
  authorizations?: unknown;
  event?: Record<string, unknown>;
};
type Authorization = Pick<Envelope, 'team_id' | 'enterprise_id' | 'is_enterprise_install'>;

export const ENDING_EVENTS = ['app_uninstalled', 'app_uninstalled_team', 'tokens_revoked'] as const;

/**
 * Which workspace or organization an event is about. These events come without Bolt's authorization, often without `authorizations`, and
 * an org-wide one names the organization in place of the workspace.
 */
function envelopeContext(body: object): SlackContext {
  const envelope = body as Envelope;
  const named = firstObject(envelope.authorizations);
  const enterpriseId = idOf(named?.enterprise_id) ?? idOf(envelope.enterprise_id);
  const teamId = idOf(named?.team_id) ?? idOf(envelope.team_id);
  const isOrg = teamId === undefined || teamId === enterpriseId || teamId.startsWith('E');
  return {
    teamId: isOrg ? undefined : teamId,
    enterpriseId: enterpriseId ?? (isOrg ? teamId : undefined),
    isEnterpriseInstall:
      flagOf(named?.is_enterprise_install) ?? flagOf(envelope.is_enterprise_install) ?? isOrg,
  };
}

/**
 * What ended, by an event of `ENDING_EVENTS`; undefined: nothing of this app.
 * @throws AppError `bad_request` for an event without id
 */
export function readEnding(body: object): LifecycleEvent | undefined {
  const envelope = body as Envelope;
  const { event = {} } = envelope;
  const common = { ...idAndTime(envelope), context: envelopeContext(envelope) };
  switch (event.type) {
    case 'tokens_revoked': {
      const { oauth, bot } = (event.tokens ?? {}) as { oauth?: unknown; bot?: unknown };
      const [users, bots] = [readIds(oauth), readIds(bot)];
      const ignored = users.ignored + bots.ignored;
      return { ...common, kind: 'tokens_revoked', userIds: users.ids, botUserIds: bots.ids, ignored };
    }
    case 'app_uninstalled':
      return { ...common, kind: 'app_uninstalled' };
    case 'app_uninstalled_team': {
      // Slack tells some apps of the removal of any app.
      const teamId = idOf(event.team_id);
      if (event.app_id !== envelope.api_app_id || teamId === undefined) return undefined;
      const context = { ...common.context, teamId, isEnterpriseInstall: false };
      return { ...common, context, kind: 'app_uninstalled' };
    }
    default:
      return undefined;
  }
}

/**
 * What changed about a workspace or an organization, by an event of `WORKSPACE_EVENTS`. The removal from one workspace
 * is one too, where an organization's installation served it.
 * @returns undefined for what changes nothing here
 * @throws AppError `bad_request` for an event without id or what it is about
 */
export function readWorkspaceChange(body: object): WorkspaceChange | undefined {
  const envelope = body as Envelope;
  const { event = {} } = envelope;
  const kind = event.type as WorkspaceChange['kind'] | 'app_uninstalled_team';
  const [name, domain] = [textOf(event.name), textOf(event.domain)];
  const context = envelopeContext(envelope);
  const [teamId, enterpriseId] = [context.teamId, idOf(event.enterprise_id) ?? context.enterpriseId];
  const common = idAndTime(envelope);
  switch (kind) {
    case 'team_rename':
      if (teamId && name) return { ...common, kind, teamId, name: safeLine(name) };
      break;
    case 'team_domain_change':
      if (teamId && domain) return { ...common, kind, teamId, domain: safeLine(domain) };
      break;
    case 'team_access_granted':
    case 'team_access_revoked':
      if (enterpriseId && Array.isArray(event.team_ids)) {
        const { ids, ignored } = readIds(event.team_ids);
        return { ...common, kind, enterpriseId, teamIds: ids, ignored };
      }
      break;
    case 'grid_migration_started':
    case 'grid_migration_finished':
      if (teamId && enterpriseId) return { ...common, kind, teamId, enterpriseId };
      break;
    case 'app_uninstalled_team': {
      const removal = readEnding(envelope);
      if (!removal?.context.teamId || !enterpriseId) return undefined;
      // The same event also ends what the workspace has of its own: it is claimed twice, each time as another one.
      const eventId = `${common.eventId}.access`;
      return {
        ...common,
        eventId,
        kind: 'team_access_revoked',
        enterpriseId,
        teamIds: [removal.context.teamId],
        ignored: 0,
      };
    }
    default:
      return undefined;
  }
  throw new AppError({ code: 'bad_request', message: `The event ${kind} lacks what it is about.` });
}

/** An id as Slack writes them; undefined for anything else. */
export const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? value : undefined;

/** The ids of a list, each once, and how many of its members aren't ids. */
function readIds(list: unknown): { ids: string[]; ignored: number } {
  const members: unknown[] = Array.isArray(list) ? list : list == null ? [] : [list];
  const found = (Array.isArray(list) ? members : []).map(idOf).filter((id) => id !== undefined);
  return { ids: [...new Set(found)], ignored: members.length - found.length };
}

const firstObject = (list: unknown): Authorization | undefined =>
  (Array.isArray(list) ? list : []).find((one) => typeof one === 'object' && one !== null);

const flagOf = (value: unknown) => (typeof value === 'boolean' ? value : undefined);

/** PostgreSQL takes every character but one. */
const textOf = (value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '') : undefined);

function idAndTime({ event_id: eventId, event_time: seconds }: Envelope): {
  eventId: string;
  eventTime: Date | undefined;
} {
  if (typeof eventId !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(eventId)) {
    throw new AppError({ code: 'bad_request', message: 'The event has no id.' });
  }
  return { eventId, eventTime: readEventTime(seconds) };
}
