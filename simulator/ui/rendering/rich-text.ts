import { formatDate } from './date-token.ts';
import { emojiOf } from './emoji.ts';
import { escapeHtml } from './escape.ts';
import { link, mention, plainToHtml, type Reading } from './mrkdwn.ts';

type Json = Record<string, unknown>;

const itemsOf = (part: Json): Json[] => (Array.isArray(part.elements) ? part.elements : []);

/** A `rich_text` block as HTML. @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richTextToHtml = (block: Json, reading: Reading): string =>
  itemsOf(block)
    .map((part) => partToHtml(part, reading))
    .join('');

function partToHtml(part: Json, reading: Reading): string {
  const inline = () =>
    itemsOf(part)
      .map((item) => inlineToHtml(item, reading))
      .join('');
  switch (part.type) {
    case 'rich_text_list': {
      const tag = part.style === 'ordered' ? 'ol' : 'ul';
      const items = itemsOf(part).map(
        (item) =>
          `<li>${itemsOf(item)
            .map((each) => inlineToHtml(each, reading))
            .join('')}</li>`,
      );
      return `<${tag}>${items.join('')}</${tag}>`;
    }
    case 'rich_text_quote':
      return `<blockquote>${inline()}</blockquote>`;
    case 'rich_text_preformatted':
      return `<pre><code>${inline()}</code></pre>`;
    default:
      return `<p>${inline()}</p>`;
  }
}

const TAGS: [style: string, tag: string][] = [
  ['code', 'code'],
  ['bold', 'b'],
  ['italic', 'i'],
  ['strike', 's'],
  ['underline', 'u'],
];

function inlineToHtml(item: Json, reading: Reading): string {
  const style = (item.style ?? {}) as Json;
  return TAGS.filter(([name]) => style[name] === true).reduce(
    (html, [, tag]) => `<${tag}>${html}</${tag}>`,
    bareToHtml(item, reading),
  );
}

function bareToHtml(item: Json, { nameOf, now }: Reading): string {
  switch (item.type) {
    case 'link':
      return link(String(item.url), String(item.text ?? item.url));
    case 'user':
      return mention(nameOf(String(item.user_id)) ?? String(item.user_id));
    case 'emoji':
      return emojiOf(String(item.name)) ?? escapeHtml(`:${String(item.name)}:`);
    case 'broadcast':
      return mention(String(item.range));
    case 'date':
      return escapeHtml(
        formatDate(Number(item.timestamp), String(item.format), now) ?? String(item.fallback ?? ''),
      );
    default:
      return plainToHtml(String(item.text ?? item.value ?? ''), { emoji: false });
  }
}
