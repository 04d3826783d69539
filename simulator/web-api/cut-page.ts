import { text } from './method.ts';

export type PageLimits = {
  /** Of the cursor: one method's cursor means nothing to another. */
  prefix: string;
  most: number;
  otherwise: number;
};
export type Page = { from: number; to: number; nextCursor: string };

/** Which part of a list a call asks for. A cursor beyond the end is a stale one. */
export function readPage(
  args: Record<string, unknown>,
  length: number,
  { prefix, most, otherwise }: PageLimits,
): Page | { error: 'invalid_limit' | 'invalid_cursor' } {
  const given = text(args, 'limit');
  const limit = given === undefined || given === '0' ? otherwise : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) return { error: 'invalid_limit' };
  const cursor = text(args, 'cursor') ?? '';
  const from = cursor === '' ? 0 : position(cursor, prefix);
  if (!Number.isInteger(from) || (from > 0 && from >= length)) return { error: 'invalid_cursor' };
  const to = from + limit;
  return { from, to, nextCursor: to < length ? Buffer.from(`${prefix}:${to}`).toString('base64') : '' };
}

function position(cursor: string, prefix: string): number {
  const [kind, digits = ''] = Buffer.from(cursor, 'base64').toString('utf8').split(':');
  return kind === prefix && /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}
