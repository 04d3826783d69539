import { flag, formatted, integer, list, object, oneOf, type Rule, string, union } from './schema.ts';

const style = object({
  optional: { bold: flag, italic: flag, strike: flag, code: flag, underline: flag },
});
const styled = { style };

const INLINE = {
  text: object({ required: { text: string(3000) }, optional: styled }),
  link: object({
    required: { url: formatted('url') },
    optional: { text: string(3000), unsafe: flag, ...styled },
  }),
  emoji: object({
    required: { name: string(255) },
    optional: { unicode: formatted('digits'), url: formatted('https'), ...styled },
  }),
  user: object({ required: { user_id: string(255) }, optional: styled }),
  channel: object({ required: { channel_id: string(255) }, optional: styled }),
  usergroup: object({ required: { usergroup_id: string(255) }, optional: styled }),
  team: object({ required: { team_id: string(255) }, optional: styled }),
  broadcast: object({ required: { range: oneOf('here', 'channel', 'everyone') }, optional: styled }),
  color: object({ required: { value: string(255) }, optional: styled }),
  date: object({
    required: { timestamp: integer(0), format: string(255) },
    optional: { url: formatted('url'), fallback: string(255), ...styled },
  }),
};

const MANY = 1000;
const border: Rule = oneOf(0, 1);
const inline = list(union(INLINE), MANY, 0);
const section = object({ required: { elements: inline } });

const parts = union({
  rich_text_section: section,
  rich_text_list: object({
    required: {
      style: oneOf('bullet', 'ordered'),
      elements: list(union({ rich_text_section: section }), MANY),
    },
    optional: { indent: integer(0, 8), offset: integer(0), border },
  }),
  rich_text_quote: object({ required: { elements: inline }, optional: { border } }),
  rich_text_preformatted: object({
    required: { elements: list(union({ text: INLINE.text, link: INLINE.link }), MANY, 0) },
    optional: { border, language: string(255) },
  }),
});

/** @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richTextBlock = object({
  required: { elements: list(parts, MANY) },
  optional: { block_id: string(255) },
});
