import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { button, header, section } from '../../src/slack/blocks/blocks.ts';
import { nameText } from '../../src/slack/blocks/slack-text.ts';
import { isSlackId, safeLine, safeText, storableJson } from '../../src/slack-api/outside-text.ts';

const UNSAFE = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|(?![\t\n])\p{Cc}|\p{Cs}/u;
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('a', ' ', '\0', '\n', '\u202e', '\u2066', '\u061c', '\ud83d', '\udc69', '\x07', '👩'),
    )
    .map((all) => all.join('')),
);

describe('a text from outside', () => {
  test('keeps nothing that turns the text around it, and nothing that a database refuses', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        for (const safe of [safeText(text, limit), safeLine(text, limit)]) {
          expect(safe).not.toMatch(UNSAFE);
          expect(safe.length).toBeLessThanOrEqual(limit);
        }
        expect(safeLine(text)).not.toMatch(/[\n\t]|^\s|\s$/);
      }),
    );
  });

  test('is otherwise left as it is, in any script', () => {
    for (const name of ['Ünïcode “株式会社” 👩‍👩‍👧', 'مرحبا', 'שלום', "O'Brien & Söhne"])
      expect(safeLine(name)).toBe(name);
    expect(safeText('two\r\nlines')).toBe('two\nlines');
  });

  test('reaches no block unclean: headers, texts, buttons, confirmations and labels', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const confirm = { title: text, text, confirm: text, deny: text };
        const shown = [
          header(text),
          section(text),
          button({ actionId: 'a', text, label: 'b', confirm }),
          nameText(text),
        ];
        for (const one of JSON.stringify(shown).match(/"(?:text|title)":"((?:[^"\\\\]|\\\\.)*)"/g) ?? [])
          expect(JSON.parse(`{${one}}`).text ?? '').not.toMatch(UNSAFE);
      }),
    );
  });
});

test('JSON keeps its shape and loses only what PostgreSQL does not take', () => {
  expect(storableJson({ 'a\0': ['b\0', 1, null, true, { c: '\ud800' }] })).toEqual({
    a: ['b', 1, null, true, { c: '�' }],
  });
});

test.each(['T1', 'U0ABC', 'Ev1-2_3'])('%s is written like an id', (id) => expect(isSlackId(id)).toBe(true));
test.each(['', 'T 1', 'T\0', '<@U1>', 'x'.repeat(65), 5, null])('%j is not', (id) =>
  expect(isSlackId(id)).toBe(false),
);
