import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import Papa from 'papaparse';
import type { CoverageExport } from '../../src/two-factor/export-coverage.ts';
import { coverageCsv, coverageJson } from '../../src/web/coverage-file.ts';

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
        ...',;\t\r\n"\'=+-@＝−a ',
        '\u200b',
        '\u00ad',
        '\ufeff',
        '\u202e',
        '\0',
        '\ud800',
        '\u034f',
        '👩‍👩‍👧',
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

describe('the whole file', () => {
  const states = [
    'app',
    'sms',
    'on',
    'off',
    'single_sign_on',
    'not_visible',
    'bot',
    'deactivated',
    'invited',
  ];
  const people = states.map((state, index) => ({
    userId: `U${index}`,
    name: index === 0 ? undefined : `Person\u202e ${index}`,
    admin: index === 1,
    guest: index === 2,
    state,
    exemption: index === 3 ? { until: new Date('2027-01-31T00:00:00Z'), reason: 'On leave' } : undefined,
  }));
  const exported = (over: object = {}): CoverageExport =>
    ({
      receipt: 'A-12345-67890',
      at: new Date('2026-11-27T10:00:00Z'),
      byUserId: 'UADMIN',
      key: { installedIn: 'T1', isEnterpriseInstall: false },
      placeName: 'Acme\u202e',
      figures: { at, readBy: 'UREADER', on: 3, counted: 4, sharePercent: 75, counts: { app: 1, off: 1 } },
      countsGuests: true,
      people,
      trend: [
        { at: new Date('2026-11-25T09:00:00Z'), counted: 4, sharePercent: 50 },
        { at: new Date('2026-11-26T09:00:00Z'), counted: 0, sharePercent: undefined },
      ],
      ...over,
    }) as unknown as CoverageExport;
  const counted = ['app', 'sms', 'on', 'off'];

  test('as CSV has a heading and a line a person, ended as RFC 4180 wants it', () => {
    expect(coverageCsv(exported())).toBe(
      [
        '"user_id","name","role","state","counted","left_out_until","left_out_reason","read_at","receipt"',
        ...people.map(({ userId, state }, index) =>
          [
            userId,
            index === 0 ? '' : `Person ${index}`,
            index === 1 ? 'admin' : index === 2 ? 'guest' : 'member',
            state,
            counted.includes(state) ? 'yes' : 'no',
            index === 3 ? '2027-01-31T00:00:00.000Z' : '',
            index === 3 ? 'On leave' : '',
            '2026-11-26T09:00:00.000Z',
            'A-12345-67890',
          ]
            .map((text) => `"${text}"`)
            .join(','),
        ),
        '',
      ].join('\r\n'),
    );
  });

  test('as JSON has the figures, the trend and the people, two spaces deep', () => {
    const whole = {
      kind: 'lanyard/two-factor-coverage',
      version: 1,
      receipt: 'A-12345-67890',
      exported_at: '2026-11-27T10:00:00.000Z',
      exported_by: 'UADMIN',
      place: { id: 'T1', name: 'Acme', kind: 'workspace' },
      read_at: '2026-11-26T09:00:00.000Z',
      read_through: 'UREADER',
      counts_guests: true,
      on: 3,
      counted: 4,
      share_percent: 75,
      states: { app: 1, off: 1 },
      trend: [
        { at: '2026-11-25T09:00:00.000Z', counted: 4, share_percent: 50 },
        { at: '2026-11-26T09:00:00.000Z', counted: 0, share_percent: null },
      ],
      people: people.map(({ userId, state }, index) => ({
        user_id: userId,
        name: index === 0 ? null : `Person ${index}`,
        role: index === 1 ? 'admin' : index === 2 ? 'guest' : 'member',
        state,
        counted: counted.includes(state),
        left_out: index === 3 ? { until: '2027-01-31T00:00:00.000Z', reason: 'On leave' } : null,
      })),
    };
    expect(coverageJson(exported())).toBe(`${JSON.stringify(whole, null, 2)}\n`);
  });

  test('of an organization without a name and without a share says so', () => {
    const { figures } = exported();
    const file = JSON.parse(
      coverageJson(
        exported({
          key: { installedIn: 'E1', isEnterpriseInstall: true },
          placeName: undefined,
          figures: { ...figures, sharePercent: undefined },
        }),
      ),
    );
    expect([file.place, file.share_percent]).toEqual([{ id: 'E1', name: null, kind: 'organization' }, null]);
  });

  test('keeps ten thousand characters of a cell, and no more', () => {
    const [, fits, over] = Papa.parse<string[]>(
      coverageCsv(
        exported({
          people: ['a'.repeat(10_000), 'b'.repeat(10_001)].map((name) => ({ ...people[4], name })),
        }),
      ),
    ).data;
    expect(fits?.[1]).toBe('a'.repeat(10_000));
    expect(over?.[1]?.length).toBe(10_000);
  });
});
