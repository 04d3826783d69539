import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { idSuffixOf, receiptOf } from '../../src/audit/receipt.ts';

describe('a receipt', () => {
  test('leads back to its entry, however it is typed', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => text.toLowerCase(),
          (text: string) => text.replaceAll('-', ''),
          (text: string) => text.slice(2),
          (text: string) => ` ${text.replaceAll('-', ' ')} `,
          (text: string) => text.replaceAll('0', 'O').replaceAll('1', 'I'),
        ),
        (id, typed) => {
          const receipt = receiptOf(id);
          expect(receipt).toMatch(/^A-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
          expect(idSuffixOf(typed(receipt))).toBe(id.replaceAll('-', '').slice(-12));
        },
      ),
    );
  });

  test.each(['', 'A-', 'A-12345', 'A-12345-6789U', '%', 'A-ZZZZZ-ZZZZZ', 'x'.repeat(500)])(
    '%j is none',
    (typed) => {
      expect(idSuffixOf(typed)).toBeUndefined();
    },
  );
});
