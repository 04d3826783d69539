import type { AppRegistration } from '../state/apps.ts';
import { hex, slackId } from '../state/ids.ts';
import type { InstallationRecord, Place, SimulatorState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Deliveries, Delivery } from './delivery.ts';

export type InnerEvent = { type: string; [field: string]: unknown };

export type Occurrence = {
  /** The workspace where it happened; null for what concerns an organization as a whole. */
  workspaceId: string | null;
  /** Through which installation the app hears of it. */
  place: Place;
  event: InnerEvent;
  eventId?: string;
  eventTimeSeconds?: number;
  withAuthorizations?: boolean;
  /** Put over the envelope, field by field. */
  envelope?: Record<string, unknown>;
};

export type Events = {
  envelope(app: AppRegistration, occurrence: Occurrence): Record<string, unknown>;
  /** Of an event that was sent: who else could see it. undefined: no such event, or it was another app's. */
  authorizationsOf(app: AppRegistration, eventContext: string): Authorization[] | undefined;
  /** Sends it with retries, when the app subscribed to its type. Resolves after the first attempt. */
  emit(app: AppRegistration, occurrence: Occurrence): Promise<Delivery | undefined>;
};

export type Authorization = {
  enterprise_id: string | null;
  team_id: string | null;
  user_id: string | null;
  is_bot: boolean;
  is_enterprise_install: boolean;
};

/** Of the newest events; older contexts are forgotten. */
const CONTEXTS_KEPT = 1_000;

type Dependencies = { store: Store; deliveries: Deliveries; clock: () => Date };

/**
 * Puts events into the envelope of the Events API.
 * @see https://docs.slack.dev/apis/events-api
 */
export function createEvents({ store, deliveries, clock }: Dependencies): Events {
  const contexts = new Map<string, { appId: string; workspaceId: string | null }>();

  function rememberContext(appId: string, workspaceId: string | null): string {
    const context = `4-${hex(24)}`;
    contexts.set(context, { appId, workspaceId });
    const [oldest] = contexts.keys();
    if (contexts.size > CONTEXTS_KEPT && oldest !== undefined) contexts.delete(oldest);
    return context;
  }

  function envelope(app: AppRegistration, occurrence: Occurrence): Record<string, unknown> {
    const { workspaceId, place, event, withAuthorizations = true } = occurrence;
    const nowMs = clock().getTime();
    const eventTime = occurrence.eventTimeSeconds ?? Math.floor(nowMs / 1000);
    const organizationId = organizationOf(store.state, workspaceId, place);
    const orgWide = place.organizationId !== null;
    const micros = `${(nowMs % 1000) * 1000}`.padStart(6, '0');
    return {
      token: 'deprecated-verification-token',
      team_id: workspaceId ?? organizationId,
      ...(organizationId ? { enterprise_id: organizationId } : {}),
      context_team_id: workspaceId ?? organizationId,
      context_enterprise_id: organizationId,
      api_app_id: app.appId,
      event: { ...event, event_ts: event.event_ts ?? `${eventTime}.${micros}` },
      type: 'event_callback',
      event_id: occurrence.eventId ?? slackId('Ev'),
      event_time: eventTime,
      ...(withAuthorizations
        ? { authorizations: [authorization(store.state, app, workspaceId, place, organizationId)] }
        : {}),
      ...(orgWide ? { is_enterprise_install: true } : {}),
      is_ext_shared_channel: false,
      event_context: rememberContext(app.appId, workspaceId),
      ...occurrence.envelope,
    };
  }

  return {
    envelope,
    authorizationsOf(app, eventContext) {
      const found = contexts.get(eventContext);
      if (found?.appId !== app.appId) return undefined;
      const organizationId =
        store.state.workspaces.find(({ id }) => id === found.workspaceId)?.organizationId ?? null;
      return store.state.grants
        .filter(
          (grant) =>
            grant.ended === null &&
            grant.appId === app.appId &&
            (grant.workspaceId === null
              ? grant.organizationId === organizationId
              : grant.workspaceId === found.workspaceId),
        )
        .map((grant) => ({
          enterprise_id: organizationId,
          team_id: found.workspaceId,
          user_id: grant.userId,
          is_bot: grant.kind === 'bot',
          is_enterprise_install: grant.organizationId !== null,
        }));
    },
    async emit(app, occurrence) {
      if (!app.botEvents.includes(occurrence.event.type)) return undefined;
      const payload = envelope(app, occurrence);
      return deliveries.sendUntilAcknowledged({ app, kind: 'event', body: JSON.stringify(payload), payload });
    },
  };
}

function organizationOf(state: SimulatorState, workspaceId: string | null, place: Place): string | null {
  if (place.organizationId) return place.organizationId;
  return state.workspaces.find((workspace) => workspace.id === workspaceId)?.organizationId ?? null;
}

/** One installation that may see the event, as Slack gives it: also one that has just ended. */
function authorization(
  state: SimulatorState,
  app: AppRegistration,
  workspaceId: string | null,
  place: Place,
  organizationId: string | null,
) {
  const installation = findInstallation(state, app.appId, place);
  return {
    enterprise_id: organizationId,
    team_id: workspaceId,
    user_id: installation?.botUserId ?? null,
    is_bot: true,
    is_enterprise_install: place.organizationId !== null,
  };
}

export const findInstallation = (
  state: SimulatorState,
  appId: string,
  place: Place,
): InstallationRecord | undefined =>
  state.installations.find(
    (installation) =>
      installation.appId === appId &&
      installation.workspaceId === place.workspaceId &&
      installation.organizationId === place.organizationId,
  );
