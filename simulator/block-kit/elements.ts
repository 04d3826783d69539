import { richTextBlock } from './rich-text-schema.ts';
import {
  type Fields,
  flag,
  formatted,
  integer,
  list,
  type ObjectRule,
  object,
  oneOf,
  string,
  union,
} from './schema.ts';
import {
  choiceOption,
  confirmDialog,
  imageSource,
  optionGroup,
  overflowOption,
  plainText,
  selectOption,
} from './text.ts';

const action: Fields = { action_id: string(255) };
const confirmable: Fields = { ...action, confirm: confirmDialog };
const focusable: Fields = { ...confirmable, focus_on_load: flag };
const select: Fields = { ...focusable, placeholder: plainText(150) };
const multi: Fields = { ...select, max_selected_items: integer(1, 100) };
const typed: Fields = {
  ...action,
  focus_on_load: flag,
  placeholder: plainText(150),
  dispatch_action_config: object({
    optional: { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 2) },
  }),
};
const conversationFilter = object({
  optional: {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 4),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
  anyOf: [['include', 'exclude_external_shared_channels', 'exclude_bot_users']],
});
const choices = { options: list(selectOption, 100), option_groups: list(optionGroup, 100) };
const id = string(255);
const ids = list(id, 100);

/**
 * Every element this Slack takes. Menus that load their options from the app are not among them: nothing here would
 * ask it.
 * @see https://docs.slack.dev/reference/block-kit/block-elements
 */
export const ELEMENTS: Record<string, ObjectRule> = {
  button: object({
    required: { text: plainText(75) },
    optional: {
      ...confirmable,
      url: formatted('url'),
      value: string(2000, 0),
      style: oneOf('primary', 'danger'),
      accessibility_label: string(75),
    },
  }),
  overflow: object({ required: { options: list(overflowOption, 5) }, optional: confirmable }),
  image: object({ required: { alt_text: string(2000) }, ...imageSource }),
  static_select: object({
    optional: { ...select, ...choices, initial_option: selectOption },
    oneOf: [['options', 'option_groups']],
    initial: 'initial_option',
  }),
  multi_static_select: object({
    optional: { ...multi, ...choices, initial_options: list(selectOption, 100) },
    oneOf: [['options', 'option_groups']],
    initial: 'initial_options',
  }),
  users_select: object({ optional: { ...select, initial_user: id } }),
  multi_users_select: object({ optional: { ...multi, initial_users: ids } }),
  channels_select: object({ optional: { ...select, initial_channel: id, response_url_enabled: flag } }),
  multi_channels_select: object({ optional: { ...multi, initial_channels: ids } }),
  conversations_select: object({
    optional: {
      ...select,
      initial_conversation: id,
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: conversationFilter,
    },
  }),
  multi_conversations_select: object({
    optional: {
      ...multi,
      initial_conversations: ids,
      default_to_current_conversation: flag,
      filter: conversationFilter,
    },
  }),
  checkboxes: object({
    required: { options: list(choiceOption, 10) },
    optional: { ...focusable, initial_options: list(choiceOption, 10) },
    initial: 'initial_options',
  }),
  radio_buttons: object({
    required: { options: list(choiceOption, 10) },
    optional: { ...focusable, initial_option: choiceOption },
    initial: 'initial_option',
  }),
  datepicker: object({ optional: { ...select, initial_date: formatted('date') } }),
  timepicker: object({ optional: { ...select, initial_time: formatted('time'), timezone: string(255) } }),
  datetimepicker: object({
    optional: { ...focusable, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  }),
  plain_text_input: object({
    optional: {
      ...typed,
      initial_value: string(3000, 0),
      multiline: flag,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  }),
  email_text_input: object({ optional: { ...typed, initial_value: string(3000, 0) } }),
  url_text_input: object({ optional: { ...typed, initial_value: string(3000, 0) } }),
  number_input: object({
    required: { is_decimal_allowed: flag },
    optional: {
      ...typed,
      initial_value: formatted('number'),
      min_value: formatted('number'),
      max_value: formatted('number'),
    },
  }),
  rich_text_input: object({ optional: { ...typed, initial_value: union({ rich_text: richTextBlock }) } }),
  file_input: object({
    optional: { ...action, filetypes: list(string(20), 100), max_files: integer(1, 10) },
  }),
  feedback_buttons: object({
    required: { positive_button: feedbackButton(), negative_button: feedbackButton() },
    optional: action,
  }),
  icon_button: object({
    required: { icon: oneOf('trash'), text: plainText(75) },
    optional: {
      ...confirmable,
      value: string(2000, 0),
      accessibility_label: string(75),
      visible_to_user_ids: ids,
    },
  }),
};

function feedbackButton(): ObjectRule {
  return object({
    required: { text: plainText(75), value: string(2000) },
    optional: { accessibility_label: string(75) },
  });
}
