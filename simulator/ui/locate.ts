import type { Block } from '../state/state.ts';
import { homeRecord } from '../surfaces/app-home.ts';
import { elementsOf, optionsOf } from '../surfaces/view-object.ts';
import type { Scene } from './scene.ts';

export type Spot = { surface: string; actionId: string; value: string; nth: number };

/**
 * Which one of all equal elements this is, counted as `person.presses` looks: through the modal, then Home, then the
 * messages from the newest. On the page it was counted within its own surface.
 */
export function overallNth(scene: Scene, { surface, actionId, value, nth }: Spot): number {
  const { world, record, person, app } = scene;
  const modal = person.modal(app?.appId);
  const home = homeRecord(world, record, app?.appId);
  const messages = person.sees(app?.appId).reverse();
  const surfaces: { name: string; blocks: readonly Block[] }[] = [
    ...(modal ? [{ name: 'modal', blocks: modal.blocks }] : []),
    ...(home ? [{ name: 'home', blocks: home.view.blocks }] : []),
    ...messages.map(({ id, blocks }) => ({ name: `message-${id}`, blocks })),
  ];
  const index = surfaces.findIndex(({ name }) => name === surface);
  if (index < 0) throw new Error('What you pressed is gone: the app changed it in the meantime.');
  const before = surfaces.slice(0, index).flatMap(({ blocks }) => elementsOf(blocks));
  const equal = before.filter(({ element }) => {
    if (element.action_id !== actionId) return false;
    if (element.type === 'button') return value === '' || element.value === value;
    const options = optionsOf(element);
    return value === '' || options.length === 0 || options.some((option) => option.value === value);
  });
  return equal.length + nth;
}
