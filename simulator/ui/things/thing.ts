import { liveBotGrant, liveGrantsBy, servingInstallation } from '../../state/find.ts';
import type { GrantRecord } from '../../state/state.ts';
import type { Html } from '../frame-parts.ts';
import type { Scene } from '../scene.ts';

export type Field = {
  name: string;
  label: string;
  /** Of a menu: value and words. */
  options?: readonly (readonly [string, string])[];
  value?: string;
};

/** Something that can be made to happen at Slack's side. */
export type Thing = {
  id: string;
  words(scene: Scene): string;
  /** Why it cannot happen now; undefined: it can. */
  unless?(scene: Scene): string | undefined;
  fields?(scene: Scene): readonly Field[];
  /** Where the browser goes afterwards; default: it stays. */
  goesTo?: string;
  /** Does it, and says what was done. */
  act(scene: Scene, form: URLSearchParams): Promise<string>;
};

export type Group = {
  title: string;
  note?(scene: Scene): string;
  things: readonly Thing[];
  /** What else is in it. */
  more?(scene: Scene): Html;
};

export const appName = ({ app }: Scene): string => app?.name ?? 'the app';

export function botGrant({ world, app, workspace }: Scene): GrantRecord | undefined {
  const place = app && servingInstallation(world.store.state, app, workspace.id);
  return place && liveBotGrant(world.store.state, app.appId, place);
}

export const ownGrant = ({ world, app, record }: Scene): GrantRecord | undefined =>
  liveGrantsBy(world.store.state, record).find((grant) => grant.appId === app?.appId);

export const noBot = (scene: Scene): string | undefined =>
  botGrant(scene) ? undefined : `${appName(scene)} isn’t installed here.`;

export const noOwn = (scene: Scene): string | undefined =>
  ownGrant(scene) ? undefined : `${scene.record.name} hasn’t granted a permission.`;
