import { validateView } from '../block-kit/validate.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { AppChoice } from '../state/apps.ts';
import { slackId } from '../state/ids.ts';
import type { ModalsRecord, PersonRecord, ViewObject } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { openModals } from './find-element.ts';
import { sendInteraction, triggerFor } from './interactions.ts';
import { makeView, stateValues } from './view-object.ts';

/** How many modals may lie upon each other. */
export const MOST_STACKED = 3;

/** The modal in front of the person. */
export const topModal = (world: World, person: PersonRecord, choice: AppChoice): ViewObject | undefined =>
  openModals(world.store.state, person, world.apps.choose(choice))?.stack.at(-1);

/**
 * Submits the modal in front of the person and does what the app answers: close, update, push, clear, or show errors.
 * @param values by action id or block id
 * @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export async function submitModal(
  world: World,
  person: PersonRecord,
  values: Record<string, string>,
  choice: AppChoice,
): Promise<Delivery> {
  const app = world.apps.choose(choice);
  const { modals, view } = requireModal(world, person, choice);
  if (view.submit === null) throw new Error('This modal has no submit button.');
  const delivery = await sendInteraction(world, person, app, {
    type: 'view_submission',
    trigger_id: triggerFor(world, person, app),
    view: { ...view, state: { values: stateValues(view.blocks, values) } },
    response_urls: [],
  });
  if (delivery.failure === null) obey(world, modals, view, delivery);
  return delivery;
}

/** Closes the modal in front of the person; the app hears of it only when it asked to. */
export async function closeModal(
  world: World,
  person: PersonRecord,
  choice: AppChoice,
): Promise<Delivery | undefined> {
  const app = world.apps.choose(choice);
  const { modals, view } = requireModal(world, person, choice);
  world.store.change(() => modals.stack.pop());
  if (!view.notify_on_close) return undefined;
  return sendInteraction(world, person, app, { type: 'view_closed', view, is_cleared: false });
}

function requireModal(world: World, person: PersonRecord, choice: AppChoice) {
  const modals = openModals(world.store.state, person, world.apps.choose(choice));
  const view = modals?.stack.at(-1);
  if (!modals || !view) throw new Error(`${person.name} has no modal open.`);
  return { modals, view };
}

function obey(world: World, modals: ModalsRecord, view: ViewObject, delivery: Delivery): void {
  const { response_action: wanted, view: given } = readAnswer(delivery);
  world.store.change(() => {
    // The app may have changed the stack on its own meanwhile: only this view is meant.
    const index = modals.stack.findIndex((each) => each.id === view.id);
    if (wanted === 'errors') return;
    if (wanted === 'clear') modals.stack.length = 0;
    else if (wanted === 'update' || wanted === 'push') show(world, modals, view, wanted, given, delivery);
    else if (index >= 0) modals.stack.splice(index, 1);
  });
}

function show(
  world: World,
  modals: ModalsRecord,
  view: ViewObject,
  how: 'update' | 'push',
  given: unknown,
  delivery: Delivery,
): void {
  const full = how === 'push' && modals.stack.length >= MOST_STACKED;
  // What Slack cannot show leaves the modal open with a connection error; here the delivery says so.
  if (full || validateView(given).length > 0) {
    delivery.failure = 'unknown_error';
    return;
  }
  const next = makeView(given as Record<string, unknown>, {
    id: how === 'push' ? slackId('V') : view.id,
    teamId: view.team_id,
    installedIn: view.app_installed_team_id,
    appId: view.app_id,
    botId: view.bot_id,
    nowMs: world.clock().getTime(),
    rootViewId: view.root_view_id,
    ...(how === 'push' ? { previousViewId: view.id } : {}),
  });
  if (how === 'push') modals.stack.push(next);
  else modals.stack = modals.stack.map((each) => (each.id === view.id ? next : each));
}

function readAnswer({ answer }: Delivery): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(answer);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
