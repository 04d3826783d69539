import type { MutantKind } from './mutant.ts';

type Change = { kind: MutantKind; start: number; end: number; replacement: string };

const ENDS_CONDITION =
  /^(AND|OR|RETURNING|ORDER|GROUP|HAVING|LIMIT|FOR|ON|UNION|WHEN|THEN|ELSE|END|LEFT|JOIN|WHERE|FROM|SET|DO|AS)\b/i;
const WORDS: readonly [RegExp, string][] = [
  [/\bIS NOT NULL\b/g, 'IS NULL'],
  [/\bIS NULL\b/g, 'IS NOT NULL'],
  [/\bASC\b/g, 'DESC'],
  [/\bDESC\b/g, 'ASC'],
  [/\bNULLS FIRST\b/g, 'NULLS LAST'],
  [/\bNULLS LAST\b/g, 'NULLS FIRST'],
  [/\bDISTINCT\b(?! FROM| ON)/g, ''],
  [/\bTRUE\b/gi, 'FALSE'],
  [/\bFALSE\b/gi, 'TRUE'],
  [/\bGREATEST\b/gi, 'LEAST'],
  [/\bLEAST\b/gi, 'GREATEST'],
  [/\bmin\(/g, 'max('],
  [/\bmax\(/g, 'min('],
  [/\bIS DISTINCT FROM\b/g, 'IS NOT DISTINCT FROM'],
  [/\bDO NOTHING\b/g, 'DO UPDATE SET client_id = EXCLUDED.client_id'],
];
const COMPARISONS: readonly [RegExp, string][] = [
  [/(?<![<>!=])<(?![=>])/g, '<='],
  [/<=/g, '<'],
  [/(?<![<>-])>(?![=])/g, '>='],
  [/>=/g, '>'],
  [/(?<![<>!])=(?!>)/g, '<>'],
  [/<>/g, '='],
  [/\bNOT IN\b/g, 'IN'],
];

/** Mistakes in a piece of SQL: what is between the backticks, with `${…}` in it. @param offset where it begins */
export function sqlMutants(sql: string, offset: number): Change[] {
  const found: Change[] = [];
  const add = (kind: MutantKind, start: number, end: number, replacement: string) =>
    found.push({ kind, start: offset + start, end: offset + end, replacement });
  const text = blankParameters(sql);

  for (const lock of text.matchAll(/\s+FOR (NO KEY )?(UPDATE|SHARE)( OF \w+)?( SKIP LOCKED| NOWAIT)?/g)) {
    add('sql lock', lock.index, lock.index + lock[0].length, '');
  }
  for (const [word, other] of WORDS) {
    for (const hit of text.matchAll(word)) add('sql word', hit.index, hit.index + hit[0].length, other);
  }
  for (const hit of text.matchAll(/\bLIMIT (\d+)/g)) {
    const start = hit.index + 'LIMIT '.length;
    add('sql word', start, hit.index + hit[0].length, String(Number(hit[1]) + 1));
  }
  for (const hit of text.matchAll(/\b(WHERE|AND|OR|ON)\s+(?!CONFLICT)/g)) {
    if (isBetween(text, hit.index)) continue;
    const start = hit.index + hit[0].length;
    const end = endOfPart(text, start, ENDS_CONDITION);
    if (end <= start) continue;
    add('sql condition', start, end, hit[1] === 'OR' || nextIsOr(text, end) ? 'FALSE' : 'TRUE');
    for (const [comparison, other] of COMPARISONS) {
      for (const each of outsideParentheses(text, start, end).matchAll(comparison)) {
        add('sql condition', start + each.index, start + each.index + each[0].length, other);
      }
    }
  }
  for (const hit of text.matchAll(/\b(AND|OR)\b/g)) {
    if (isBetween(text, hit.index)) continue;
    add('sql condition', hit.index, hit.index + hit[0].length, hit[1] === 'AND' ? 'OR' : 'AND');
  }
  for (const { start, end } of assignments(text)) add('sql column', start, end, '');
  return found;
}

/** The same length, each `${…}` and quoted text as underscores, so that nothing in them is taken for SQL. */
function blankParameters(sql: string): string {
  let text = '';
  for (let at = 0; at < sql.length; ) {
    const end = sql.startsWith('${', at)
      ? endOfParameter(sql, at)
      : sql[at] === "'"
        ? sql.indexOf("'", at + 1) + 1
        : 0;
    if (end > at) text += '_'.repeat(end - at);
    else text += sql[at];
    at = end > at ? end : at + 1;
  }
  return text;
}

function endOfParameter(sql: string, from: number): number {
  let depth = 0;
  for (let at = from + 1; at < sql.length; at += 1) {
    if (sql[at] === '{') depth += 1;
    if (sql[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return sql.length;
}

const isBetween = (text: string, at: number) => /\bBETWEEN\s+\S+\s+$/.test(text.slice(0, at));

const nextIsOr = (text: string, at: number) => /^\s*OR\b/.test(text.slice(at));

/** Up to the word that ends it, on the same level of parentheses. */
function endOfPart(text: string, start: number, ends: RegExp): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth < 0) return trimmed(text, start, at);
    const begins = at > start && depth === 0 && /\s/.test(text[at - 1] ?? '');
    if (begins && ends.test(text.slice(at)) && !isBetween(text, at)) return trimmed(text, start, at);
  }
  return trimmed(text, start, text.length);
}

const trimmed = (text: string, start: number, end: number) => start + text.slice(start, end).trimEnd().length;

function outsideParentheses(text: string, start: number, end: number): string {
  let depth = 0;
  return [...text.slice(start, end)]
    .map((sign) => {
      if (sign === '(') depth += 1;
      if (sign === ')') depth -= 1;
      return depth > 0 ? '_' : sign;
    })
    .join('');
}

/** Each `column = value` of a SET with several, with its comma. */
function assignments(text: string): { start: number; end: number }[] {
  return [...text.matchAll(/\bSET\s+/g)].flatMap((hit) => {
    const start = hit.index + hit[0].length;
    const end = endOfPart(text, start, /^(WHERE|FROM|RETURNING)\b/i);
    const commas = commasOf(text, start, end);
    if (commas.length === 0) return [];
    return [start, ...commas.map((at) => at + 1)].flatMap((from, index) => {
      const until = commas[index];
      const first = from + (text.slice(from).length - text.slice(from).trimStart().length);
      // The last one goes with the comma before it.
      return until === undefined
        ? [{ start: commas.at(-1) ?? first, end }]
        : [{ start: first, end: until + 1 }];
    });
  });
}

function commasOf(text: string, start: number, end: number): number[] {
  let depth = 0;
  const found: number[] = [];
  for (let at = start; at < end; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (text[at] === ',' && depth === 0) found.push(at);
  }
  return found;
}
