import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseKeyring } from '../../src/vault/keyring.ts';
import { createVault } from '../../src/vault/vault.ts';

const encodedKeys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
const entries = fc.uniqueArray(fc.record({ id: ids, key: encodedKeys }), {
  minLength: 1,
  maxLength: 8,
  comparator: (one, two) => one.id === two.id || one.key.equals(two.key),
});
const written = (ring: { id: string; key: Buffer }[]) =>
  ring.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',');

describe('a keyring', () => {
  test('reads back any ring that is written as it should be, in its order', () => {
    fc.assert(
      fc.property(entries, (ring) => {
        const { keys, problems } = parseKeyring(written(ring));
        expect(problems).toEqual([]);
        expect(keys).toEqual(ring);
      }),
    );
  });

  test('may have spaces and line breaks around its entries, and no padding', () => {
    fc.assert(
      fc.property(entries, (ring) => {
        const loose = written(ring).split(',').join(' ,\n ').replaceAll('=', '');
        expect(parseKeyring(`\n ${loose} \n`)).toEqual({ keys: ring, problems: [] });
      }),
    );
  });

  test('opens with every one of its keys, whichever seals', () => {
    fc.assert(
      fc.property(entries, (ring) => {
        const vault = createVault(ring);
        for (const entry of ring) expect(vault.open(createVault([entry]).seal('s', 'p'), 'p')).toBe('s');
      }),
    );
  });

  test('refuses a key of any other length and says how long it is', () => {
    const wrong = fc.uint8Array({ minLength: 1, maxLength: 80 }).filter(({ length }) => length !== 32);
    fc.assert(
      fc.property(wrong, (bytes) => {
        const { keys, problems } = parseKeyring(`a:${Buffer.from(bytes).toString('base64')}`);
        expect([keys, problems.length]).toEqual([[], 1]);
        expect(problems[0]).toContain(`${bytes.length} bytes`);
      }),
    );
  });

  test('refuses any text that is no keyring, and never repeats it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 80 }), (text) => {
        const { keys, problems } = parseKeyring(text);
        expect(keys).toEqual([]);
        expect(problems.length).toBeGreaterThan(0);
        const secretPart = text.slice(text.indexOf(':') + 1).trim();
        if (secretPart.length >= 12) expect(problems.join()).not.toContain(secretPart);
      }),
    );
  });

  test('refuses a key that was written without an id, and shows no part of it', () => {
    const shortKeys = fc.stringMatching(/^[A-Za-z0-9_-]{8,80}$/);
    fc.assert(
      fc.property(shortKeys, (text) => {
        const { keys, problems } = parseKeyring(text);
        expect(keys).toEqual([]);
        expect(problems).toEqual([expect.stringMatching(/^entry 1 must look like id:key/)]);
      }),
    );
  });

  test.each([
    ['nothing', '', 1],
    ['a comma alone', ',', 2],
    ['an id alone', 'a', 1],
    ['an id without a key', 'a:', 1],
    ['a key without an id', `:${randomBytes(32).toString('base64')}`, 1],
    ['an id of 33 characters', `${'a'.repeat(33)}:${randomBytes(32).toString('base64')}`, 1],
    ['an id with a dot, which would cut the sealed value', `a.b:${randomBytes(32).toString('base64')}`, 1],
    ['an id with a space', `a b:${randomBytes(32).toString('base64')}`, 1],
    ['hexadecimal', `a:${randomBytes(32).toString('hex')}`, 1],
    ['a comma at the end', `a:${randomBytes(32).toString('base64')},`, 1],
  ])('refuses %s', (_, text, problems) => {
    expect(parseKeyring(text).problems).toHaveLength(problems);
  });

  test('names every entry that is wrong, by its place', () => {
    const good = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
    const { keys, problems } = parseKeyring([good('a'), 'b:short', good('a'), good('c'), 'd'].join(','));
    expect(keys.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(problems).toEqual([
      expect.stringContaining('entry 2 ("b")'),
      expect.stringContaining('entry 3 ("a")'),
      expect.stringContaining('entry 5'),
    ]);
  });

  test('is needed for a vault', () => {
    expect(() => createVault([])).toThrow('at least one key');
  });
});
