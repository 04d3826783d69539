import type { AppRegistration } from './apps.ts';
import { homeRecord } from './home.ts';
import { readableBy } from './messages.ts';
import type {
  Block,
  MessageRecord,
  ModalsRecord,
  PersonRecord,
  SimulatorState,
  ViewObject,
} from './state.ts';
import { elementsOf, optionsOf } from './view-object.ts';
import type { World } from './world.ts';

type Json = Record<string, unknown>;
export type Surface = { kind: 'view'; view: ViewObject } | { kind: 'message'; message: MessageRecord };
export type FoundElement = { surface: Surface; block: Block; element: Json; option: Json | undefined };

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
    elementsOf(surface.kind === 'view' ? surface.view.blocks : surface.message.blocks)
      .filter(({ element }) => element.action_id === actionId)
      .flatMap(({ block, element }): FoundElement[] => {
        if (element.type === 'button') {
          return value === undefined || element.value === value
            ? [{ surface, block, element, option: undefined }]
            : [];
        }
        const options = value === undefined ? allOptions(element).slice(0, 1) : optionsOf(element, [value]);
        return options.map((option) => ({ surface, block, element, option }));
      }),
  );
  const chosen = found[nth];
  if (chosen) return chosen;
  const present = surfaces.flatMap((surface) =>
    elementsOf(surface.kind === 'view' ? surface.view.blocks : surface.message.blocks).map(
      ({ element }) =>
        `${String(element.action_id)}${element.value === undefined ? '' : ` (${String(element.value)})`}`,
    ),
  );
  const wanted = `${actionId}${value === undefined ? '' : ` (${value})`}${nth > 0 ? ` number ${nth}` : ''}`;
  throw new Error(`${person.name} sees no ${wanted} to press. There is: ${present.join(', ') || 'nothing'}.`);
}

function allOptions(element: Json): Json[] {
  return Array.isArray(element.options) ? (element.options as Json[]) : [];
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
