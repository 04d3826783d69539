import type { AppRegistration } from './apps.ts';
import type { AppSettingsRecord, SimulatorState } from './state.ts';
import type { World } from './world.ts';

/** What is switched on an app's settings page; token rotation also by its manifest. */
export function settingsOf(state: SimulatorState, app: AppRegistration): AppSettingsRecord {
  const stored = state.appSettings.find((each) => each.appId === app.appId);
  return {
    appId: app.appId,
    addressBarred: stored?.addressBarred ?? false,
    tokenRotation: app.tokenRotation === true || stored?.tokenRotation === true,
  };
}

export function changeSettings(
  world: World,
  app: AppRegistration,
  fields: Partial<Omit<AppSettingsRecord, 'appId'>>,
): void {
  world.store.change((state) => {
    const changed = { ...settingsOf(state, app), ...fields };
    state.appSettings = [...state.appSettings.filter((each) => each.appId !== app.appId), changed];
  });
}
