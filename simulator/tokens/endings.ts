import type { Delivery } from '../delivery/delivery.ts';
import type { Events, InnerEvent } from '../delivery/events.ts';
import type { AppRegistration, Apps } from '../state/apps.ts';
import { inOrganization, inWorkspace, liveBotGrant, liveGrants, placeOf } from '../state/find.ts';
import type { Ending, GrantRecord, Place, SimulatorState } from '../state/state.ts';
import { samePlace } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** How the two events of an ending are written, where Slack's own pages leave it open. */
export type LifecycleForm = {
  /** `app_uninstalled` without `authorizations`. */
  withoutAuthorizations?: boolean;
  /** Of an organization: `team_id` is null instead of the organization's id. */
  teamIdNull?: boolean;
  /** `tokens_revoked` first, and `app_uninstalled` once that was answered; otherwise both leave at once. */
  tokensFirst?: boolean;
  /** What happens between the end and the news of it, which still bears the time of the end. */
  meanwhile?: () => Promise<unknown>;
};

export type Endings = {
  /**
   * Ends these grants with all their tokens and tells their apps: `tokens_revoked`, and `app_uninstalled` too where none is left. Slack
   * promises no order between the two: both leave at once, `app_uninstalled` first.
   * Resolves after the first attempts.
   */
  end(grants: readonly GrantRecord[], how: Ending, form?: LifecycleForm): Promise<Delivery[]>;
  /** Ends all that the app has in this place. */
  uninstall(appId: string, place: Place, form?: LifecycleForm): Promise<Delivery[]>;
};

/** The only way a grant ends, no matter who wanted it. */
export function createEndings({
  store,
  apps,
  events,
  clock,
}: {
  store: Store;
  apps: Apps;
  events: Events;
  clock: () => Date;
}): Endings {
  /** Apps of admins hear what becomes of the other apps in their workspaces. */
  function tellOthers(gone: AppRegistration, place: Place): Promise<Delivery | undefined>[] {
    const { state } = store;
    const workspace = state.workspaces.find(({ id }) => id === place.workspaceId);
    if (!workspace) return [];
    const places = [inWorkspace(workspace.id), inOrganization(workspace.organizationId ?? '')];
    return apps.all().flatMap((app) =>
      places
        .filter((each) =>
          liveGrants(state, app.appId, each).some(({ scopes }) => scopes.includes('admin.apps:read')),
        )
        .map((each) =>
          events.emit(app, {
            workspaceId: workspace.id,
            place: each,
            event: {
              type: 'app_uninstalled_team',
              app_id: gone.appId,
              app_name: gone.name,
              app_owner_id: '',
              user_id: '',
              team_id: workspace.id,
              team_domain: workspace.domain,
            },
          }),
        ),
    );
  }

  const endings: Endings = {
    uninstall: (appId, place, form) =>
      endings.end(liveGrants(store.state, appId, place), 'uninstalled', form),
    async end(grants, how, form = {}) {
      const { withoutAuthorizations = false, teamIdNull = false, tokensFirst = false, meanwhile } = form;
      const live = grants.filter((grant) => grant.ended === null);
      if (live.length === 0) return [];
      const groups = store.change((state) => {
        for (const grant of live) grant.ended = how;
        return groupByPlace(live).map((group) => ({
          ...group,
          ...clearAway(state, group.appId, group.place),
        }));
      });
      const eventTimeSeconds = Math.floor(clock().getTime() / 1000);
      // Whatever becomes of it: the news is sent.
      const meant = await meanwhile?.().then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      const sent = groups.flatMap(({ appId, place, ended, gone }) => {
        const app = apps.all().find((candidate) => candidate.appId === appId);
        if (!app) return [];
        const emit = (event: InnerEvent, withAuthorizations: boolean) =>
          events.emit(app, {
            workspaceId: place.workspaceId,
            place,
            event,
            eventTimeSeconds,
            withAuthorizations,
            ...(teamIdNull && place.workspaceId === null ? { envelope: { team_id: null } } : {}),
          });
        const uninstalled = () => emit({ type: 'app_uninstalled' }, !withoutAuthorizations);
        const revoked = () => emit({ type: 'tokens_revoked', tokens: revokedIds(ended) }, false);
        const first = tokensFirst ? revoked() : undefined;
        return [
          ...(gone ? [first ? first.then(uninstalled) : uninstalled()] : []),
          first ?? revoked(),
          ...(gone && how === 'uninstalled' ? tellOthers(app, place) : []),
        ];
      });
      const deliveries = (await Promise.all(sent)).filter((delivery) => delivery !== undefined);
      if (meant) throw meant.error;
      return deliveries;
    },
  };
  return endings;
}

function groupByPlace(grants: readonly GrantRecord[]) {
  const groups: { appId: string; place: Place; ended: GrantRecord[] }[] = [];
  for (const grant of grants) {
    const group = groups.find(({ appId, place }) => appId === grant.appId && samePlace(place, grant));
    if (group) group.ended.push(grant);
    else groups.push({ appId: grant.appId, place: placeOf(grant), ended: [grant] });
  }
  return groups;
}

/** What goes with the bot of a place: the app's Home, its modals, its place in an organization's workspaces. */
function clearAway(state: SimulatorState, appId: string, place: Place): { gone: boolean } {
  if (!liveBotGrant(state, appId, place)) {
    const installation = state.installations.find((each) => each.appId === appId && samePlace(each, place));
    const workspaces = place.workspaceId === null ? (installation?.addedTo ?? []) : [place.workspaceId];
    state.homes = state.homes.filter((home) => home.appId !== appId || !samePlace(home, place));
    state.modals = state.modals.filter(
      (modal) => modal.appId !== appId || !workspaces.includes(modal.workspaceId),
    );
    if (installation) installation.addedTo = [];
  }
  return { gone: liveGrants(state, appId, place).length === 0 };
}

/** User ids, never tokens; a kind of which nothing died is left out. */
function revokedIds(ended: readonly GrantRecord[]): { oauth?: string[]; bot?: string[] } {
  const idsOf = (kind: GrantRecord['kind']) =>
    ended.filter((grant) => grant.kind === kind).map(({ userId }) => userId);
  const [oauth, bot] = [idsOf('user'), idsOf('bot')];
  return { ...(oauth.length > 0 ? { oauth } : {}), ...(bot.length > 0 ? { bot } : {}) };
}
