import { ELEMENTS } from './elements.ts';
import { richTextBlock } from './rich-text-schema.ts';
import {
  flag,
  formatted,
  list,
  number,
  type ObjectRule,
  object,
  oneOf,
  pick,
  type Rule,
  string,
  union,
} from './schema.ts';
import { imageSource, plainText, text, textVariants } from './text.ts';

export type Surface = 'message' | 'modal' | 'home';

const ALL: readonly Surface[] = ['message', 'modal', 'home'];

/** What is not everywhere. @see https://docs.slack.dev/reference/block-kit/block-elements */
const ELEMENT_SURFACES: Record<string, readonly Surface[]> = {
  file_input: ['modal'],
  email_text_input: ['modal'],
  number_input: ['modal'],
  url_text_input: ['modal'],
  datetimepicker: ['message', 'modal'],
  rich_text_input: ['modal', 'home'],
};

const MENUS = ['static_select', 'users_select', 'conversations_select', 'channels_select'];
const MULTI_MENUS = MENUS.map((type) => `multi_${type}`);
const PICKERS = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];
const TYPED = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input'];

const IN_SECTION = ['button', 'overflow', 'image', ...MENUS, ...MULTI_MENUS, ...PICKERS];
const IN_ACTIONS = [
  'button',
  'overflow',
  ...MENUS,
  ...MULTI_MENUS,
  ...PICKERS,
  'datetimepicker',
  'rich_text_input',
];
const IN_INPUT = [...TYPED, ...MENUS, ...MULTI_MENUS, ...PICKERS, 'datetimepicker', 'file_input'];
const IN_CONTEXT_ACTIONS = ['feedback_buttons', 'icon_button'];

const elements = (types: readonly string[], surface: Surface): Rule =>
  union(
    pick(
      ELEMENTS,
      types.filter((type) => (ELEMENT_SURFACES[type] ?? ALL).includes(surface)),
    ),
  );

const blockId = { block_id: string(255) };

const tableCell = union({
  raw_text: object({ required: { text: string(3000) } }),
  raw_number: object({ required: { value: number, text: string(3000) } }),
  rich_text: richTextBlock,
});

type BlockDefinition = { on: readonly Surface[]; rule: (surface: Surface) => ObjectRule };

/**
 * The blocks this Slack takes: what is certain to show on every client. Newer ones (cards, plans, containers, charts)
 * are refused, as Slack refuses what a surface cannot show.
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
const BLOCKS: Record<string, BlockDefinition> = {
  header: { on: ALL, rule: () => object({ required: { text: plainText(150) }, optional: blockId }) },
  divider: { on: ALL, rule: () => object({ optional: blockId }) },
  section: {
    on: ALL,
    rule: (surface) =>
      object({
        optional: {
          ...blockId,
          text: text(3000),
          fields: list(text(2000), 10),
          accessory: elements(IN_SECTION, surface),
          expand: flag,
        },
        anyOf: [['text', 'fields']],
      }),
  },
  context: {
    on: ALL,
    rule: () =>
      object({
        required: { elements: list(union({ ...textVariants(3000), ...pick(ELEMENTS, ['image']) }), 10) },
        optional: blockId,
      }),
  },
  actions: {
    on: ALL,
    rule: (surface) =>
      object({ required: { elements: list(elements(IN_ACTIONS, surface), 25) }, optional: blockId }),
  },
  image: {
    on: ALL,
    rule: () =>
      object({
        required: { alt_text: string(2000) },
        optional: { ...blockId, title: plainText(2000), ...imageSource.optional },
        oneOf: imageSource.oneOf,
      }),
  },
  input: {
    on: ALL,
    rule: (surface) =>
      object({
        required: { label: plainText(2000), element: elements(IN_INPUT, surface) },
        optional: { ...blockId, hint: plainText(2000), optional: flag, dispatch_action: flag },
      }),
  },
  rich_text: { on: ALL, rule: () => richTextBlock },
  video: {
    on: ALL,
    rule: () =>
      object({
        required: {
          title: plainText(200),
          alt_text: string(2000),
          video_url: formatted('https'),
          thumbnail_url: formatted('https'),
        },
        optional: {
          ...blockId,
          title_url: formatted('https'),
          author_name: string(50),
          provider_name: string(50),
          provider_icon_url: formatted('https'),
          description: plainText(200),
        },
      }),
  },
  alert: {
    on: ['modal'],
    rule: () =>
      object({
        required: { text: text(3000) },
        optional: { ...blockId, level: oneOf('default', 'info', 'warning', 'error', 'success') },
      }),
  },
  markdown: {
    on: ['message'],
    rule: () => object({ required: { text: string(12_000) }, optional: blockId }),
  },
  table: {
    on: ['message'],
    rule: () =>
      object({
        required: { rows: list(list(tableCell, 20), 100) },
        optional: {
          ...blockId,
          column_settings: list(
            object({ optional: { align: oneOf('left', 'center', 'right'), is_wrapped: flag } }),
            20,
          ),
        },
      }),
  },
  context_actions: {
    on: ['message'],
    rule: (surface) =>
      object({ required: { elements: list(elements(IN_CONTEXT_ACTIONS, surface), 5) }, optional: blockId }),
  },
};

const BLOCKS_AT_MOST: Record<Surface, number> = { message: 50, modal: 100, home: 100 };

/** An empty list is valid: it clears a Home, and a message then shows its text. */
const blocksOn = (surface: Surface): Rule => {
  const here = Object.entries(BLOCKS).filter(([, { on }]) => on.includes(surface));
  const variants = Object.fromEntries(here.map(([type, { rule }]) => [type, rule(surface)]));
  return list(union(variants), BLOCKS_AT_MOST[surface], 0);
};

export const BLOCKS_ON: Record<Surface, Rule> = {
  message: blocksOn('message'),
  modal: blocksOn('modal'),
  home: blocksOn('home'),
};
