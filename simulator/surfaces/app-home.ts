import { directChannel } from '../messages/messages.ts';
import { namesIn } from '../messages/seen-message.ts';
import type { AppChoice } from '../state/apps.ts';
import { requireInstallation, servingInstallation } from '../state/find.ts';
import { type Block, type HomeRecord, type PersonRecord, samePlace } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { visibleText } from './visible-text.ts';

/** What `views.publish` last stored for a person. */
export type HomeView = {
  id: string;
  hash: string;
  blocks: Block[];
  private_metadata: string;
  callback_id: string;
  publishedAt: Date;
  /** How often it was published so far. */
  publishes: number;
};

/** The person enters the app's Home. Slack sends this every time, with the view only once there is one. */
export async function openHome(
  world: World,
  person: PersonRecord,
  choice: AppChoice,
  tab: 'home' | 'messages' = 'home',
): Promise<void> {
  const app = world.apps.choose(choice);
  const installation = requireInstallation(world.store.state, app, person.workspaceId);
  const channel = directChannel(world.store, person.workspaceId, person.id, app.appId);
  const home = homeRecord(world, person, choice);
  await world.events.emit(app, {
    workspaceId: person.workspaceId,
    place: installation,
    event: {
      type: 'app_home_opened',
      user: person.id,
      channel: channel.id,
      tab,
      ...(home && tab === 'home' ? { view: home.view } : {}),
    },
  });
}

/** The record of the Home that this person would see. */
export function homeRecord(world: World, person: PersonRecord, choice: AppChoice): HomeRecord | undefined {
  const app = world.apps.choose(choice);
  const installation = servingInstallation(world.store.state, app, person.workspaceId);
  if (!installation) return undefined;
  return world.store.state.homes.find(
    (home) => home.appId === app.appId && home.userId === person.id && samePlace(home, installation),
  );
}

export function homeView(record: HomeRecord | undefined): HomeView | undefined {
  if (!record) return undefined;
  const { id, hash, blocks, private_metadata, callback_id } = record.view;
  const { publishes } = record;
  return {
    id,
    hash,
    blocks,
    private_metadata,
    callback_id,
    publishedAt: new Date(record.publishedAtMs),
    publishes,
  };
}

/** All that can be read on it, a line per block; empty while nothing was published. */
export function homeText(world: World, person: PersonRecord, choice: AppChoice): string {
  const record = homeRecord(world, person, choice);
  return record ? visibleText(record.view.blocks, namesIn(world.store.state, person.workspaceId)) : '';
}
