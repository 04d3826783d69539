/** Most that is kept of a name that someone chose. Slack's own limits are below 100. */
const NAME_LIMIT = 200;

/** They change the order of the text around them and show nothing themselves. @see Unicode Standard Annex 9 */
const REORDERING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Shown nowhere, and PostgreSQL takes no NUL. Tabs and line breaks are kept. */
const CONTROLS = /(?![\t\n])\p{Cc}/gu;

/**
 * A text that someone outside chose, as it may be kept and shown: well-formed, without control characters and without
 * what reorders the text around it.
 * @param limit in UTF-16 units, as Slack and JavaScript count
 */
export function safeText(text: string, limit = 3_000): string {
  const clean = text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROLS, '').replace(REORDERING, '');
  return clean.length <= limit
    ? clean
    : clean
        .slice(0, limit)
        .toWellFormed()
        .replace(/\ufffd$/, '');
}

/** The same in one line, without space around it: names. Empty when nothing is left. */
export function safeLine(text: string, limit = NAME_LIMIT): string {
  return safeText(text.replace(/[\s\p{Zl}\p{Zp}\p{Cc}]+/gu, ' '), limit).trim();
}

/** Text as PostgreSQL takes it: without NUL and half characters. All else stays as it is. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '');

/** The same for every text in JSON, keys included. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [storableText(key), storableJson(inner)]),
  );
}

/** Whether it is written like an id of Slack's. An id that is not is neither shown nor kept. */
export const isSlackId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);
