import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import type { CoverageExport } from '../../src/two-factor/export-coverage.ts';
import { coverageCsv } from '../../src/web/coverage-file.ts';

const SEPARATORS = [',', ';', '\t'];

const at = new Date('2026-11-26T09:00:00Z');
/** A file with one person whose name, id and reason anybody could have chosen. */
function fileOf(name: string, reason = 'on leave', userId = 'U1'): string {
  const person = { userId, name, admin: false, guest: false, state: 'off', exemption: { until: at, reason } };
  const exported = { people: [person], figures: { at }, receipt: 'A-1' };
  return coverageCsv(exported as unknown as CoverageExport);
}

/** As spreadsheets do it: a cell that begins with a quote runs to the next single one, and on to the separator. */
function asSpreadsheet(file: string, separator: string): string[] {
  const cells: string[] = [];
  let rest = file;
  while (rest !== '') {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    let end = quoted?.[0].length ?? 0;
    while (end < rest.length && rest[end] !== separator && rest[end] !== '\n') end += 1;
    const tail = rest.slice(quoted?.[0].length ?? 0, end);
    cells.push(`${quoted?.[1]?.replaceAll('""', '"') ?? ''}${tail}`);
    rest = rest.slice(end + 1);
  }
  return cells;
}

/** Every way in which a program could read it: heeding quotes, heeding them strictly, and not knowing them at all. */
const cellsOf = (file: string, separator: string): string[] => [
  ...asSpreadsheet(file, separator),
  ...Papa.parse<string[]>(file, { delimiter: separator }).data.flat(),
  ...Papa.parse<string[]>(file, { delimiter: separator, quoteChar: '\0' }).data.flat(),
];

/** Judged apart from the code under test: what is left of a cell without what cannot be seen, in plain width. */
function isFormula(cell: string): boolean {
  const seen = cell
    .normalize('NFKC')
    .replace(/^(?:["\s\p{Cc}\p{Cf}\p{Z}]|\u034f|\u115f|\u1160|\u3164|\ufe0f)+/u, '');
  return /^[=+\-@−]/.test(seen) || /^[\t\r]/.test(cell);
}

const KNOWN = [
  'x;=1+1;y',
  'x\t=1+1',
  'x,=1+1',
  'x\n=1+1',
  'x\r=1+1',
  'x\r\n@SUM(A1)',
  '\u200b=1+1',
  '\u00ad=1+1',
  '\ufeff=1+1',
  '\u2060\u3164=1+1',
  '\u202e=1+1',
  'x;\u200b\u00ad =1+1',
  '＝1+1',
  'x;＋1',
  '﹦1+1',
  '\t=1',
  '\r=1',
  '"=1+1',
  ';"=1+1',
  'x";"=1+1";"y',
  ';\'"=1+1',
  "=cmd|' /C calc'!A0",
  ';;;-1',
  '\0=1',
  '\u0085=1',
  '\u2028=1',
];

/** Names made of what matters here, beside any text at all. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          ...',;\t\r\n"\'=+-@＝−a ',
          '\u200b',
          '\u00ad',
          '\ufeff',
          '\u202e',
          '\0',
          '\ud800',
          '\u034f',
          '👩‍👩‍👧',
        ],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('a cell of the file', () => {
  test.each(KNOWN)('is no formula, whichever sign separates cells: %j', (name) => {
    for (const separator of SEPARATORS)
      expect(cellsOf(fileOf(name, name, name), separator).filter(isFormula)).toEqual([]);
  });

  test('is no formula whatever people are called and whatever admins write', () => {
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        fc.constantFrom(...SEPARATORS),
        (name, reason, id, separator) => {
          expect(cellsOf(fileOf(name, reason, id), separator).filter(isFormula)).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is the text as it was once those apostrophes are taken away, in one line', () => {
    // At the places where a cell could begin, one apostrophe before a sign is ours.
    const readBack = (text: string) =>
      text.replace(
        /(^|[,;])'(?=["'\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−])/gu,
        '$1',
      );
    const visible = (text: string) =>
      text
        .toWellFormed()
        .replace(/[\s\p{Zl}\p{Zp}\p{Cc}]+/gu, ' ')
        .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
        .trim();
    fc.assert(
      fc.property(hostile, hostile, (name, reason) => {
        const [, row = []] = Papa.parse<string[]>(fileOf(name, reason), { delimiter: ',' }).data;
        expect([readBack(row[1] ?? ''), readBack(row[6] ?? '')]).toEqual([visible(name), visible(reason)]);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    'Ada',
    "O'Brien",
    "'t Hart",
    'x;y',
    'Ünïcode “株式会社” 👩‍👩‍👧',
    'a - b',
    'me@example.com',
    'A, B',
  ])('is left alone where there is nothing to fear: %s', (name) => {
    const [, row = []] = Papa.parse<string[]>(fileOf(name), { delimiter: ',' }).data;
    expect(row[1]).toBe(name);
  });

  test('never breaks the file: one line a person, nine cells a line', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const { data, errors } = Papa.parse<string[]>(fileOf(name), { delimiter: ',' });
        expect(errors).toEqual([]);
        expect(data.map((row) => row.length)).toEqual([9, 9, 1]);
      }),
    );
  });
});
