import type { KnownBlock } from '@slack/types';
import { plain } from './blocks.ts';

type Input = { id: string; label: string; hint?: string; placeholder?: string };

/** One line of text. `id` names both the block and the element: errors and values come back under it. */
export const textInput = (
  { id, label, hint, placeholder }: Input,
  { most, lines = 1, optional = false }: { most: number; lines?: 1 | 'many'; optional?: boolean },
): KnownBlock => ({
  type: 'input',
  block_id: id,
  optional,
  label: plain(label, 200),
  ...(hint && { hint: plain(hint, 200) }),
  element: {
    type: 'plain_text_input',
    action_id: id,
    max_length: most,
    multiline: lines === 'many',
    ...(placeholder && { placeholder: plain(placeholder, 150) }),
  },
});

/** @param chosen who is there at first */
export const personInput = ({ id, label, placeholder }: Input, chosen?: string): KnownBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label, 200),
  element: {
    type: 'users_select',
    action_id: id,
    ...(chosen !== undefined && { initial_user: chosen }),
    ...(placeholder && { placeholder: plain(placeholder, 150) }),
  },
});

/** @param chosen the day that is there at first, as 2026-11-25 */
export const dateInput = ({ id, label, hint }: Input, chosen: string): KnownBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label, 200),
  ...(hint && { hint: plain(hint, 200) }),
  element: { type: 'datepicker', action_id: id, initial_date: chosen },
});

/** Boxes to tick; ticking none is an answer, too. */
export function checkInput(
  { id, label, hint }: Input,
  boxes: readonly { value: string; text: string; checked: boolean }[],
): KnownBlock {
  const option = ({ value, text }: { value: string; text: string }) => ({ value, text: plain(text) });
  const checked = boxes.filter((box) => box.checked).map(option);
  return {
    type: 'input',
    block_id: id,
    optional: true,
    label: plain(label, 200),
    ...(hint && { hint: plain(hint, 200) }),
    element: {
      type: 'checkboxes',
      action_id: id,
      options: boxes.map(option),
      // Slack takes no empty list here.
      ...(checked.length > 0 && { initial_options: checked }),
    },
  };
}
