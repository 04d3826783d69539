import type {
  ActionsBlock,
  Button,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  UsersSelect,
} from '@slack/types';
import { safeLine, safeText } from '../../slack-api/outside-text.ts';
import { shorten } from './slack-text.ts';

/** Slack takes 3,000 characters in a text; words are cut well before. */
const TEXT_LIMIT = 2900;
/** What is looked at of a text before it is cut. */
const MRKDWN_MOST = 20_000;
const HEADER_LIMIT = 150;
const BUTTON_LIMIT = 75;

export const plain = (text: string, limit = BUTTON_LIMIT): PlainTextElement => ({
  type: 'plain_text',
  text: shorten(safeText(text), limit),
  emoji: true,
});

/** `verbatim`: Slack links nothing on its own, so that a name that looks like an address stays a name. */
const mrkdwn = (text: string) =>
  ({ type: 'mrkdwn', text: shorten(safeText(text, MRKDWN_MOST), TEXT_LIMIT), verbatim: true }) as const;

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, HEADER_LIMIT) });
/** @param accessory a button or a menu at its right */
export const section = (text: string, accessory?: Button | Overflow): KnownBlock => ({
  type: 'section',
  text: mrkdwn(text),
  ...(accessory && { accessory }),
});
export const context = (...texts: string[]): KnownBlock => ({ type: 'context', elements: texts.map(mrkdwn) });
/** For names alone: plain text formats and mentions nothing, whatever is in it. */
export const plainContext = (text: string): KnownBlock => ({
  type: 'context',
  elements: [{ ...plain(text, HEADER_LIMIT), emoji: false }],
});
export const divider: KnownBlock = { type: 'divider' };

/** Slack cuts the text of a message itself soon after this. */
const MESSAGE_LIMIT = 3_900;

/** What phones announce, and screen readers read in place of the blocks: all that is in them. */
export function textOf(blocks: readonly KnownBlock[]): string {
  const lines = blocks.flatMap((block) => {
    if (block.type === 'section') return block.text ? [block.text.text] : [];
    if (block.type !== 'context') return [];
    return block.elements.flatMap((each) => ('text' in each ? [each.text] : []));
  });
  return shorten(lines.join('\n'), MESSAGE_LIMIT);
}

export const actions = (blockId: string, elements: ActionsBlock['elements']): KnownBlock[] =>
  elements.length > 0 ? [{ type: 'actions', block_id: blockId, elements }] : [];

type ButtonParts = {
  actionId: string;
  text: string;
  /** For screen readers: what it does to which row. */
  label: string;
  value?: string;
  url?: string;
  style?: 'primary' | 'danger';
  confirm?: { title: string; text: string; confirm: string; deny: string; style?: 'primary' | 'danger' };
};

export function button({ actionId, text, label, value, url, style, confirm }: ButtonParts): Button {
  return {
    type: 'button',
    action_id: actionId,
    text: plain(text),
    accessibility_label: label,
    ...(value !== undefined && { value }),
    ...(url !== undefined && { url }),
    ...(style && { style }),
    ...(confirm && {
      confirm: {
        title: plain(confirm.title, 100),
        text: plain(confirm.text, 300),
        confirm: plain(confirm.confirm, 30),
        deny: plain(confirm.deny, 30),
        style: confirm.style ?? 'danger',
      },
    }),
  };
}

/** The three dots of a row. Slack takes five entries; with one a button says more. */
export const menu = (
  actionId: string,
  entries: { text: string; value: string; url?: string }[],
): Overflow => ({
  type: 'overflow',
  action_id: actionId,
  options: entries.map(({ text, value, url }) => ({
    text: plain(text),
    value,
    ...(url !== undefined && { url }),
  })),
});

/** A field that completes people's names. */
export const peopleMenu = (
  actionId: string,
  placeholder: string,
  chosen: string | undefined,
): UsersSelect => ({
  type: 'users_select',
  action_id: actionId,
  placeholder: plain(placeholder),
  ...(chosen !== undefined && { initial_user: chosen }),
});

const LABEL_LIMIT = 75;

/** Makes labels for screen readers, never twice the same on one surface: names are cut, and may be equal. */
export type Labels = (wanted: string) => string;

export function createLabels(numbered: (label: string, number: number) => string): Labels {
  const given = new Set<string>();
  return function label(wanted) {
    const line = safeLine(wanted);
    let candidate = shorten(line, LABEL_LIMIT);
    for (let number = 2; given.has(candidate); number += 1) {
      candidate = numbered(shorten(line, LABEL_LIMIT - 8), number);
    }
    given.add(candidate);
    return candidate;
  };
}
