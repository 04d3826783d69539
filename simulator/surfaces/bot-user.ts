import type { SimulatorState } from '../state/state.ts';

/** The user id of an app's bot as it appears in a workspace; empty when the app never was there. */
export function botUserOf(state: SimulatorState, appId: string, workspaceId: string): string {
  const organizationId = state.workspaces.find((each) => each.id === workspaceId)?.organizationId ?? null;
  const mine = state.installations.filter((each) => each.appId === appId);
  const found =
    mine.find((each) => each.workspaceId === workspaceId) ??
    mine.find((each) => each.organizationId !== null && each.organizationId === organizationId);
  return found?.botUserId ?? '';
}
