import { fakeToken } from '../state/ids.ts';
import type { AppTokenRecord, SimulatorState } from '../state/state.ts';
import type { Store } from '../state/store.ts';

/** An app-level token, as the app's settings page makes them: of no workspace, for Slack's own pipes to the app. */
export function makeAppToken(store: Store, appId: string, scopes: readonly string[]): string {
  const token = fakeToken('app');
  store.change((state) => state.appTokens.push({ token, appId, scopes: [...scopes] }));
  return token;
}

export const findAppToken = (state: SimulatorState, token: string | undefined): AppTokenRecord | undefined =>
  state.appTokens.find((each) => each.token === token);
