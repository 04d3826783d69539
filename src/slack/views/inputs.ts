import type { KnownBlock } from '@slack/types';
import { plain } from '../blocks.ts';

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

export const personInput = ({ id, label, placeholder }: Input): KnownBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label, 200),
  element: {
    type: 'users_select',
    action_id: id,
    ...(placeholder && { placeholder: plain(placeholder, 150) }),
  },
});
