import type { Apps } from './apps.ts';
import type { Delivery } from './delivery.ts';
import type { Events, InnerEvent } from './events.ts';
import type { Place, SimulatorState, TokenRecord } from './state.ts';
import { samePlace } from './state.ts';
import type { Store } from './store.ts';
import { liveBotToken, liveTokens, placeOf } from './world.ts';

export type Endings = {
  /**
   * Kills these tokens and tells their apps: `tokens_revoked`, and `app_uninstalled` too where none is left. Slack
   * promises no order between the two: both leave at once, `app_uninstalled` first.
   * Resolves after the first attempts.
   */
  end(tokens: readonly TokenRecord[], how: NonNullable<TokenRecord['ended']>): Promise<Delivery[]>;
  /** Ends all that the app has in this place. */
  uninstall(appId: string, place: Place): Promise<Delivery[]>;
};

/** The only way a token dies, whoever wanted it. */
export function createEndings({
  store,
  apps,
  events,
}: {
  store: Store;
  apps: Apps;
  events: Events;
}): Endings {
  const endings: Endings = {
    uninstall: (appId, place) => endings.end(liveTokens(store.state, appId, place), 'uninstalled'),
    async end(tokens, how) {
      const live = tokens.filter((token) => token.ended === null);
      if (live.length === 0) return [];
      const groups = store.change((state) => {
        for (const token of live) token.ended = how;
        return groupByPlace(live).map((group) => ({
          ...group,
          ...clearAway(state, group.appId, group.place),
        }));
      });
      const sent = groups.flatMap(({ appId, place, ended, gone }) => {
        const app = apps.all().find((candidate) => candidate.appId === appId);
        if (!app) return [];
        const emit = (event: InnerEvent, withAuthorizations: boolean) =>
          events.emit(app, { workspaceId: place.workspaceId, place, event, withAuthorizations });
        return [
          ...(gone ? [emit({ type: 'app_uninstalled' }, true)] : []),
          emit({ type: 'tokens_revoked', tokens: revokedIds(ended) }, false),
        ];
      });
      return (await Promise.all(sent)).filter((delivery) => delivery !== undefined);
    },
  };
  return endings;
}

function groupByPlace(tokens: readonly TokenRecord[]) {
  const groups: { appId: string; place: Place; ended: TokenRecord[] }[] = [];
  for (const token of tokens) {
    const group = groups.find(({ appId, place }) => appId === token.appId && samePlace(place, token));
    if (group) group.ended.push(token);
    else groups.push({ appId: token.appId, place: placeOf(token), ended: [token] });
  }
  return groups;
}

/** What goes with the last bot token of a place: the app's Home, its modals, its place in an organization's workspaces. */
function clearAway(state: SimulatorState, appId: string, place: Place): { gone: boolean } {
  if (!liveBotToken(state, appId, place)) {
    const installation = state.installations.find((each) => each.appId === appId && samePlace(each, place));
    const workspaces = place.workspaceId === null ? (installation?.addedTo ?? []) : [place.workspaceId];
    state.homes = state.homes.filter((home) => home.appId !== appId || !samePlace(home, place));
    state.modals = state.modals.filter(
      (modal) => modal.appId !== appId || !workspaces.includes(modal.workspaceId),
    );
    if (installation) installation.addedTo = [];
  }
  return { gone: liveTokens(state, appId, place).length === 0 };
}

/** User ids, never tokens; a kind of which nothing died is left out. */
function revokedIds(ended: readonly TokenRecord[]): { oauth?: string[]; bot?: string[] } {
  const idsOf = (kind: TokenRecord['kind']) =>
    ended.filter((token) => token.kind === kind).map(({ userId }) => userId);
  const [oauth, bot] = [idsOf('user'), idsOf('bot')];
  return { ...(oauth.length > 0 ? { oauth } : {}), ...(bot.length > 0 ? { bot } : {}) };
}
