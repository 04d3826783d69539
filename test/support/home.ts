import type { Person } from '../../simulator/people/people.ts';
import { until } from './until.ts';

type Button = {
  action_id: string;
  accessibility_label?: string;
  value?: string;
  text?: { text: string };
  type?: string;
  options?: { text: { text: string }; value: string }[];
};
type Surface = { blocks: readonly object[] } | undefined;

/** Everything on a surface that can be pressed or chosen from, in order. */
export const controlsOf = (surface: Surface): Button[] =>
  (surface?.blocks ?? [])
    .flatMap((block: { elements?: unknown; accessory?: unknown }) => [
      ...(Array.isArray(block.elements) ? block.elements : []),
      block.accessory,
    ])
    .filter(
      (element): element is Button =>
        typeof element === 'object' && element !== null && 'action_id' in element,
    );

/** Something that can be pressed, or chosen from a row's menu. */
type Control = { action: string; actionId: string; label: string; value?: string };

/** As `controlsOf`, with each entry of a menu as one of its own: its label says which row it belongs to. */
function choicesOf(surface: Surface): Control[] {
  return (surface?.blocks ?? []).flatMap((block) =>
    controlsOf({ blocks: [block] }).flatMap((element): Control[] => {
      const { options = [], type } = element;
      const label = element.accessibility_label ?? '';
      if (type !== 'overflow') return [{ action: element.action_id, actionId: element.action_id, label }];
      const row = (block as { text?: { text: string } }).text?.text ?? '';
      return options.map((option) => ({
        action: MENU_ACTIONS[option.value.split(':')[0] ?? ''] ?? option.value,
        actionId: element.action_id,
        label: `${option.text.text}: ${row.replace('Your own', 'your own')}`,
        value: option.value,
      }));
    }),
  );
}

/** What a menu's entries are called as buttons. */
const MENU_ACTIONS: Record<string, string> = {
  revokeFor: 'admin_revoke',
  exemptions: 'coverage_exemptions',
  export: 'coverage_export',
  settings: 'coverage_settings',
};

/** What begins so and, where several do, whose label says so. */
function controlOn(person: Person, action: string, labelled: RegExp = /./): Control {
  const controls = [...choicesOf(person.modal()), ...choicesOf(person.home())];
  const found = controls.find(
    (each) =>
      (each.action === action || each.action.startsWith(`${action}:`)) && labelled.test(each.label || ' '),
  );
  if (found) return found;
  const there = controls.map((each) => `${each.action} (${each.label})`).join('\n');
  throw new Error(`${person.name} sees no ${action} labelled ${labelled}. There is:\n${there}`);
}

/** The id of what `controlOn` finds. */
export const buttonOn = (person: Person, action: string, labelled?: RegExp): string =>
  controlOn(person, action, labelled).actionId;

export const OWN = /your own permission/;
export const BOT = /Lanyard in/;

/** Presses the button of a row, or of the page, once it is there: a row that is being checked has none. */
export async function pressesButton(person: Person, action: string, labelled?: RegExp) {
  await until(
    () => {
      try {
        return controlOn(person, action, labelled).actionId;
      } catch (error) {
        return String(error);
      }
    },
    (seen) => !seen.startsWith('Error'),
    `the button ${action}`,
  );
  const { actionId, value } = controlOn(person, action, labelled);
  return person.presses(actionId, value === undefined ? {} : { value });
}

/** Revokes one's own permission: from the menu of its row, and then the form. */
export async function revokesOwn(person: Person, labelled: RegExp = OWN) {
  await pressesButton(person, 'revoke', labelled);
  await until(
    () => person.modal()?.callback_id,
    (id) => id === 'revoke',
    'the question before a revocation',
  );
  return person.submits();
}
