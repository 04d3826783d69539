import type { Block } from '../state/state.ts';

type Json = Record<string, unknown>;

/** What a person reads, a line per block: markup resolved, buttons and menus in square brackets. */
export function visibleText(blocks: readonly Block[], nameOf: (userId: string) => string): string {
  return blocks.map((block) => linesOf(block, nameOf)).join('\n');
}

function linesOf(block: Block, nameOf: (userId: string) => string): string {
  const read = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(read);
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null) return [];
    const item = value as Json;
    switch (item.type) {
      case 'plain_text':
        return [String(item.text)];
      case 'mrkdwn':
        return [plainWords(String(item.text), nameOf)];
      case 'button':
        return [`[${read(item.text).join('')}]`];
      case 'image':
        return [`(${String(item.alt_text)})`];
      case 'link':
        return [String(item.text ?? item.url)];
      case 'user':
        return [`@${nameOf(String(item.user_id))}`];
      case 'text':
        return [String(item.text)];
      default:
        return [
          ...['title', 'label', 'text', 'fields', 'element', 'elements', 'accessory'].flatMap((part) =>
            read(item[part]),
          ),
          ...menuWords(item, read),
        ];
    }
  };
  if (block.type === 'divider') return '---';
  return read(block)
    .filter((words) => words !== '')
    .join(' ');
}

function menuWords(item: Json, read: (value: unknown) => string[]): string[] {
  if (!Array.isArray(item.options)) return [];
  const words = item.options.map((option) => read((option as Json).text).join(''));
  return [`[${words.join(' | ')}]`];
}

/** Slack's mrkdwn as it reads on the screen; dates by their fallback, which needs no time zone. */
export function plainWords(mrkdwn: string, nameOf: (userId: string) => string): string {
  return mrkdwn
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${nameOf(id)}`)
    .replace(/<#C[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<(?:https?|mailto|slack):[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<((?:https?|mailto|slack):[^|>]*)>/g, '$1')
    .replace(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, '$1')
    .replace(/(?<!\w)_([^_\n]+)_(?!\w)/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
