import type { Person } from '../../simulator/people/people.ts';
import { until } from './until.ts';

type Button = {
  action_id: string;
  accessibility_label?: string;
  value?: string;
  text?: { text: string };
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

/** The id of the button that begins so and, where several do, whose label says so. */
export function buttonOn(person: Person, action: string, labelled: RegExp = /./): string {
  const controls = [...controlsOf(person.modal()), ...controlsOf(person.home())];
  const found = controls.find(
    ({ action_id, accessibility_label }) =>
      (action_id === action || action_id.startsWith(`${action}:`)) &&
      labelled.test(accessibility_label ?? ' '),
  );
  if (found) return found.action_id;
  const there = controls.map((each) => `${each.action_id} (${each.accessibility_label})`).join('\n');
  throw new Error(`${person.name} sees no ${action} labelled ${labelled}. There is:\n${there}`);
}

export const OWN = /your own permission/;
export const BOT = /Lanyard in/;

/** Presses the button of a row, or of the page, once it is there: a row that is being checked has none. */
export async function pressesButton(person: Person, action: string, labelled?: RegExp) {
  await until(
    () => {
      try {
        return buttonOn(person, action, labelled);
      } catch (error) {
        return String(error);
      }
    },
    (seen) => !seen.startsWith('Error'),
    `the button ${action}`,
  );
  return person.presses(buttonOn(person, action, labelled));
}
