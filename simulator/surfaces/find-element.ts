import { readableBy } from '../messages/messages.ts';
import type { AppRegistration } from '../state/apps.ts';
import type {
  Block,
  MessageRecord,
  ModalsRecord,
  PersonRecord,
  SimulatorState,
  ViewObject,
} from '../state/state.ts';
import type { World } from '../state/world.ts';
import { homeRecord } from './app-home.ts';
import { elementsOf, optionsOf } from './view-object.ts';

type Json = Record<string, unknown>;
export type Surface = { kind: 'view'; view: ViewObject } | { kind: 'message'; message: MessageRecord };
/** `chosen`: the value of an option, an id, a date, several with commas; undefined for a button. */
export type FoundElement = { surface: Surface; block: Block; element: Json; chosen: string | undefined };

export type Wanted = {
  /** Of the button, or of the option in a menu. */
  value?: string;
  /** Which one of several, from 0. */
  nth?: number;
};

/** Looks where the person looks: the open modal, then Home, then the newest message. Throws when it is not there. */
export function findElement(
  world: World,
  person: PersonRecord,
  app: AppRegistration,
  actionId: string,
  { value, nth = 0 }: Wanted,
): FoundElement {
  const surfaces = surfacesOf(world, person, app);
  const found = surfaces.flatMap((surface): FoundElement[] =>
    pressable(surface)
      .filter(({ element }) => element.action_id === actionId)
      .flatMap(({ block, element }) =>
        choices(world, person, element, value).map((chosen) => ({ surface, block, element, chosen })),
      ),
  );
  const wantedOne = found[nth];
  if (wantedOne) return wantedOne;
  const present = surfaces.flatMap((surface) =>
    pressable(surface).map(
      ({ element }) =>
        `${String(element.action_id)}${element.value === undefined ? '' : ` (${String(element.value)})`}`,
    ),
  );
  const wanted = `${actionId}${value === undefined ? '' : ` (${value})`}${nth > 0 ? ` number ${nth}` : ''}`;
  throw new Error(`${person.name} sees no ${wanted} to press. There is: ${present.join(', ') || 'nothing'}.`);
}

/** Inputs tell the app nothing before they are submitted, unless it asked for that. */
function pressable(surface: Surface) {
  const { blocks } = surface.kind === 'view' ? surface.view : surface.message;
  return elementsOf(blocks).filter(({ block }) => block.type !== 'input' || block.dispatch_action === true);
}

/** What can be chosen of what is wanted: itself, the first option where nothing is named, or nothing. */
function choices(
  { store: { state } }: World,
  { workspaceId }: PersonRecord,
  element: Json,
  value: string | undefined,
): (string | undefined)[] {
  const type = String(element.type);
  if (type === 'button') return value === undefined || element.value === value ? [undefined] : [];
  const wanted = (value ?? '').split(',').filter((each) => each !== '');
  const known = (ids: string[]) => (wanted.every((each) => ids.includes(each)) ? [value ?? ''] : []);
  if (/(picker|_input)$/.test(type)) return [value ?? ''];
  const here = <T extends { workspaceId: string; id: string }>(all: T[]) =>
    all.filter((each) => each.workspaceId === workspaceId).map(({ id }) => id);
  if (type.endsWith('users_select')) return known(here(state.people));
  if (/(conversations|channels)_select$/.test(type)) return known(here(state.channels));
  const options = optionsOf(element).map((option) => String(option.value));
  if (type === 'checkboxes' || type.startsWith('multi_')) return known(options);
  if (value === undefined) return options.slice(0, 1);
  return options.includes(value) ? [value] : [];
}

function surfacesOf(world: World, person: PersonRecord, app: AppRegistration): Surface[] {
  const { state } = world.store;
  const modal = openModals(state, person, app)?.stack.at(-1);
  const home = homeRecord(world, person, app);
  const messages = readableBy(state, person.workspaceId, person.id).filter(
    (message) => message.appId === app.appId,
  );
  return [
    ...(modal ? [{ kind: 'view' as const, view: modal }] : []),
    ...(home ? [{ kind: 'view' as const, view: home.view }] : []),
    ...messages.reverse().map((message) => ({ kind: 'message' as const, message })),
  ];
}

export const openModals = (
  state: SimulatorState,
  person: PersonRecord,
  app: AppRegistration,
): ModalsRecord | undefined =>
  state.modals.find(
    (each) =>
      each.appId === app.appId && each.workspaceId === person.workspaceId && each.userId === person.id,
  );
