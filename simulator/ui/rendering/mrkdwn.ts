import { formatDate } from './date-token.ts';
import { emojiOf, replaceEmoji } from './emoji.ts';
import { decodeEntities, escapeHtml, safeUrl } from './escape.ts';

export type Reading = {
  /** The name of a person or bot user; undefined if there isn't one. */
  nameOf(userId: string): string | undefined;
  now: Date;
};

const OPEN = '\uE000';
const CLOSE = '\uE001';
const KEPT = /\uE000(\d+)\uE001/g;

/**
 * Slack's mrkdwn as HTML. What is between angle brackets or backticks is taken out first and put back last, so
 * that neither a name nor code can ever become markup; everything else is escaped before any tag is added.
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function mrkdwnToHtml(mrkdwn: string, reading: Reading): string {
  const kept: { html: string; written: string }[] = [];
  const keep = (html: string, written: string) => `${OPEN}${kept.push({ html, written }) - 1}${CLOSE}`;
  const asWritten = (text: string) =>
    text.replace(KEPT, (_, index: string) => kept[Number(index)]?.written ?? '');
  const code = (whole: string, inner: string, tags: [string, string]) =>
    keep(`${tags[0]}${escapeHtml(decodeEntities(asWritten(inner)))}${tags[1]}`, whole);
  const prepared = mrkdwn
    .replace(/[\uE000\uE001]/g, '')
    .replace(/```\n?([\s\S]+?)\n?```\n?/g, (whole, inner: string) =>
      code(whole, inner, ['<pre><code>', '</code></pre>']),
    )
    .replace(/`([^`\n]+)`/g, (whole, inner: string) => code(whole, inner, ['<code>', '</code>']))
    .replace(/<([^<>\n]+)>/g, (whole, inner: string) =>
      keep(tokenToHtml(asWritten(inner), reading) ?? escapeHtml(asWritten(whole)), whole),
    )
    .replace(/\bhttps?:\/\/[^\s<>|\uE000]*[^\s<>|\uE000.,;:!?)'"*_~]/g, (url) =>
      keep(link(decodeEntities(url)), url),
    )
    .replace(/:([a-z0-9_+-]+):/g, (written, name: string) => {
      const character = emojiOf(name);
      return character ? keep(`<span class="emoji">${character}</span>`, written) : written;
    });
  const lines = escapeHtml(decodeEntities(prepared)).split('\n');
  return withQuotes(lines.map(emphasize)).replace(
    KEPT,
    (_, index: string) => kept[Number(index)]?.html ?? '',
  );
}

/** A plain text as HTML: only shortcodes of emoji and line breaks mean anything in it. */
export const plainToHtml = (text: string, { emoji = true } = {}): string =>
  escapeHtml(emoji ? replaceEmoji(text) : text).replaceAll('\n', '<br>');

const MARKS: [mark: string, tag: string][] = [
  ['\\*', 'b'],
  ['_', 'i'],
  ['~', 's'],
];

/** A mark counts when it hugs its words and no letter hugs it. */
function emphasize(line: string): string {
  return MARKS.reduce((text, [mark, tag]) => {
    const outside = `[\\p{L}\\p{N}${mark}]`;
    const pattern = `(?<!${outside})${mark}(?=\\S)([^${mark}]+?)(?<=\\S)${mark}(?!${outside})`;
    return text.replace(new RegExp(pattern, 'gu'), `<${tag}>$1</${tag}>`);
  }, line);
}

function withQuotes(lines: string[]): string {
  let html = '';
  for (const [index, line] of lines.entries()) {
    const quoted = line.startsWith('&gt;');
    const before = lines[index - 1]?.startsWith('&gt;') ?? false;
    if (quoted && !before) html += '<blockquote>';
    else if (!quoted && before) html += '</blockquote>';
    else if (index > 0) html += '<br>';
    html += quoted ? line.replace(/^&gt; ?/, '') : line;
  }
  return lines.at(-1)?.startsWith('&gt;') ? `${html}</blockquote>` : html;
}

export const link = (url: string, label = url): string => {
  const target = safeUrl(url);
  return target
    ? `<a href="${escapeHtml(target)}" target="_blank" rel="noopener noreferrer">${plainToHtml(label)}</a>`
    : escapeHtml(label);
};

export const mention = (name: string): string => `<span class="mention">@${escapeHtml(name)}</span>`;

/** What is in angle brackets; undefined when Slack would not know it either. */
function tokenToHtml(inner: string, { nameOf, now }: Reading): string | undefined {
  const [target = '', label] = inner.split(/\|(.*)/s);
  const words = label === undefined ? undefined : decodeEntities(label);
  const person = /^@([UWB][A-Z0-9]+)$/.exec(target);
  if (person?.[1]) return mention(nameOf(person[1]) ?? words ?? person[1]);
  if (/^#C[A-Z0-9]+$/.test(target)) return `<span class="mention">#${escapeHtml(words || 'channel')}</span>`;
  if (/^!(here|channel|everyone)$/.test(target)) return mention(target.slice(1));
  if (target.startsWith('!date^')) return dateToHtml(target, words, now);
  if (target.startsWith('!')) return escapeHtml(words ?? target);
  return safeUrl(decodeEntities(target)) ? link(decodeEntities(target), words) : undefined;
}

function dateToHtml(target: string, fallback: string | undefined, now: Date): string {
  const [, unix = '', format = '', url] = target.split('^');
  const words = formatDate(Number(unix), decodeEntities(format), now) ?? fallback ?? '';
  const moment = new Date(Number(unix) * 1000);
  if (Number.isNaN(moment.getTime())) return escapeHtml(fallback ?? '');
  if (url) return link(decodeEntities(url), words);
  return `<time datetime="${moment.toISOString()}">${escapeHtml(words)}</time>`;
}
