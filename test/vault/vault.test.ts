import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../../src/errors.ts';
import { parseKeyring } from '../../src/vault/keyring.ts';
import { createVault } from '../../src/vault/vault.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error instanceof AppError ? error.code : error;
  }
  return 'nothing was thrown';
};

describe('the vault', () => {
  test('opens what it sealed, for any text', () => {
    const vault = createVault([key('a')]);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (secret) => vault.open(vault.seal(secret, 'p'), 'p') === secret,
      ),
    );
  });

  test('seals the same secret differently every time, and shows none of it', () => {
    const vault = createVault([key('a')]);
    const [one, two] = [vault.seal('xoxb-secret', 'p'), vault.seal('xoxb-secret', 'p')];
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split('.')[2] ?? '', 'base64url').includes('secret')).toBe(false);
  });

  test('does not open a value that was moved to another place', () => {
    const vault = createVault([key('a')]);
    const sealed = vault.seal('xoxb-secret', 'T1/bot_token');
    expect(codeOf(() => vault.open(sealed, 'T2/bot_token'))).toBe('token_unreadable');
  });

  test('does not open a value in which any single character was changed, or that was cut', () => {
    const vault = createVault([key('a')]);
    const sealed = vault.seal('xoxb-secret', 'p');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'b', '0', '.'), (at, character) => {
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        if (changed === sealed) return true;
        return ['token_unreadable', 'vault_key_missing'].includes(
          String(codeOf(() => vault.open(changed, 'p'))),
        );
      }),
    );
    for (let length = 0; length < sealed.length; length += 1) {
      expect(codeOf(() => vault.open(sealed.slice(0, length), 'p'))).not.toBe('nothing was thrown');
    }
  });

  test('opens with every key of the ring and seals with the first', () => {
    const [old, recent] = [key('old'), key('recent')];
    const sealed = createVault([old]).seal('s', 'p');
    const vault = createVault([recent, old]);
    expect(vault.open(sealed, 'p')).toBe('s');
    expect(vault.seal('s', 'p')).toMatch(/^v1\.recent\./);
  });

  test('names the key that is missing', () => {
    const sealed = createVault([key('retired')]).seal('s', 'p');
    const vault = createVault([key('recent')]);
    expect(codeOf(() => vault.open(sealed, 'p'))).toBe('vault_key_missing');
    expect(() => vault.open(sealed, 'p')).toThrow(/"retired"/);
  });
});

describe('the keyring', () => {
  const encoded = randomBytes(32).toString('base64');

  test('reads keys in their order', () => {
    const other = randomBytes(32).toString('base64');
    const { keys, problems } = parseKeyring(`b:${encoded}, a:${other}`);
    expect(problems).toEqual([]);
    expect(keys.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  test.each([
    ['no id', encoded, /must look like id:key/],
    ['a short key', `a:${randomBytes(16).toString('base64')}`, /16 bytes/],
    ['no base64', 'a:!!!!', /not base64/],
    ['a twin id', `a:${encoded},a:${randomBytes(32).toString('base64')}`, /an id that an earlier entry has/],
    ['a twin key', `a:${encoded},b:${encoded}`, /repeats the key/],
  ])('refuses %s without repeating it', (_, text, problem) => {
    const { problems } = parseKeyring(text);
    expect(problems.join()).toMatch(problem);
    expect(problems.join()).not.toContain(encoded);
  });
});
