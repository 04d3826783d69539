import { flag, formatted, list, type ObjectRule, object, oneOf, type Rule, string, union } from './schema.ts';

/** @see https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const plainTextObject = (max: number): ObjectRule =>
  object({ required: { text: string(max) }, optional: { emoji: flag } });

const mrkdwnObject = (max: number): ObjectRule =>
  object({ required: { text: string(max) }, optional: { verbatim: flag } });

export const plainText = (max: number): Rule => union({ plain_text: plainTextObject(max) });

export const text = (max: number): Rule =>
  union({ plain_text: plainTextObject(max), mrkdwn: mrkdwnObject(max) }, { wrapped: true });

export const textVariants = (max: number): Record<string, ObjectRule> => ({
  plain_text: plainTextObject(max),
  mrkdwn: mrkdwnObject(max),
});

/**
 * The newest SDK types let `title`, `confirm` and `deny` be left out; the reference calls them required.
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
 */
export const confirmDialog: Rule = object({
  required: { title: plainText(100), text: text(300), confirm: plainText(30), deny: plainText(30) },
  optional: { style: oneOf('primary', 'danger') },
});

/**
 * One source says 150 for `value`, another 75.
 * @see https://docs.slack.dev/reference/block-kit/composition-objects/option-object
 */
const optionWith = (label: Rule, optional: Record<string, Rule> = {}): Rule =>
  object({
    required: { text: label, value: string(75) },
    optional: { description: plainText(75), ...optional },
  });

export const selectOption = optionWith(plainText(75));
export const overflowOption = optionWith(plainText(75), { url: formatted('url') });
/** Of checkboxes and radio buttons, whose words may be formatted. */
export const choiceOption: Rule = object({
  required: { text: text(75), value: string(75) },
  optional: { description: text(75) },
});

export const optionGroup: Rule = object({
  required: { label: plainText(75), options: list(selectOption, 100) },
});

/** An image's own address, or a file in Slack; never both. */
export const imageSource = {
  optional: {
    image_url: formatted('https'),
    slack_file: object({
      optional: { id: string(255), url: formatted('https') },
      oneOf: [['id', 'url']],
    }),
  },
  oneOf: [['image_url', 'slack_file']],
};
