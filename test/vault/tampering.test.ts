import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../../src/errors.ts';
import { type SealedName, sealContext } from '../../src/installations/rows/installation-key.ts';
import { SEALED_COLUMNS } from '../../src/installations/rows/sealed-columns.ts';
import { createVault, type Vault } from '../../src/vault/vault.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });
type Place = {
  clientId: string;
  installedIn: string;
  isEnterpriseInstall: boolean;
  column: SealedName;
  userId: string | undefined;
};
const secrets = fc.string({ unit: 'grapheme', maxLength: 300 });
const ids = fc.string({ minLength: 1, maxLength: 12 });

/** The code of the refusal. Anything but a refusal of the vault is a failure of the test. */
function refusal(vault: Vault, sealed: string, place: string): string {
  try {
    vault.open(sealed, place);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'opened';
}

const partsOf = (sealed: string) => {
  const [version = '', keyId = '', encoded = ''] = sealed.split('.');
  return { version, keyId, body: Buffer.from(encoded, 'base64url') };
};
const joined = (keyId: string, body: Buffer, version = 'v1') =>
  `${version}.${keyId}.${body.toString('base64url')}`;

describe('a sealed value', () => {
  test('does not open with any bit of any byte flipped', () => {
    const vault = createVault([key('a')]);
    const { body } = partsOf(vault.seal('xoxb-0123456789', 'p'));
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = Buffer.from(body);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(refusal(vault, joined('a', changed), 'p')).toBe('token_unreadable');
    }
  });

  test('does not open cut to any number of its bytes, at either end, or of its characters', () => {
    const vault = createVault([key('a')]);
    const sealed = vault.seal('xoxb-0123456789', 'p');
    const { body } = partsOf(sealed);
    for (let length = 0; length < body.length; length += 1) {
      expect(refusal(vault, joined('a', body.subarray(0, length)), 'p')).toBe('token_unreadable');
      expect(refusal(vault, joined('a', body.subarray(body.length - length)), 'p')).toBe('token_unreadable');
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(refusal(vault, sealed.slice(0, length), 'p')).not.toBe('opened');
    }
  });

  test('does not open with anything added to it or put into it', () => {
    const vault = createVault([key('a')]);
    fc.assert(
      fc.property(
        secrets,
        fc.string({ minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (secret, added, where) => {
          const sealed = vault.seal(secret, 'p');
          const at = Math.floor(where * sealed.length);
          return refusal(vault, sealed.slice(0, at) + added + sealed.slice(at), 'p') !== 'opened';
        },
      ),
    );
  });

  test('is the one text that opens: other base64 of the same bytes does not', () => {
    const vault = createVault([key('a')]);
    // 13 bytes and 28 of nonce and tag: the last character holds unused bits.
    const sealed = vault.seal('xoxb-01234567', 'p');
    const last = sealed.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const other of alphabet.replace(last, '')) {
      expect(refusal(vault, sealed.slice(0, -1) + other, 'p')).toBe('token_unreadable');
    }
    for (const end of ['=', '==', '\n', ' ', '\u0000']) {
      expect(refusal(vault, sealed + end, 'p')).toBe('token_unreadable');
    }
  });

  test('does not open when it is any other text', () => {
    const vault = createVault([key('a')]);
    fc.assert(fc.property(fc.string(), (text) => refusal(vault, text, 'p') !== 'opened'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        return refusal(vault, joined('a', Buffer.from(bytes)), 'p') === 'token_unreadable';
      }),
    );
  });

  test('does not open as a mixture of two', () => {
    const vault = createVault([key('a')]);
    fc.assert(
      fc.property(secrets, secrets, fc.nat(), (one, two, cut) => {
        const [first, second] = [one, two].map((secret) => partsOf(vault.seal(secret, 'p')).body);
        if (!first || !second) return false;
        // At least the nonce of one, and at least the end of the other.
        const at = 1 + (cut % (Math.min(first.length, second.length) - 1));
        const mixed = Buffer.concat([first.subarray(0, at), second.subarray(at)]);
        if (mixed.equals(first) || mixed.equals(second)) return true;
        return refusal(vault, joined('a', mixed), 'p') === 'token_unreadable';
      }),
    );
  });

  test('does not open under another version', () => {
    const vault = createVault([key('a')]);
    const { body } = partsOf(vault.seal('s', 'p'));
    for (const version of ['v0', 'v2', 'V1', '', 'v1 ', 'v10']) {
      expect(refusal(vault, joined('a', body, version), 'p')).toBe('token_unreadable');
    }
  });
});

describe('the key of a sealed value', () => {
  test('cannot be renamed to another key of the ring', () => {
    const vault = createVault([key('a'), key('b')]);
    const { body } = partsOf(vault.seal('s', 'p'));
    expect(refusal(vault, joined('b', body), 'p')).toBe('token_unreadable');
  });

  test('cannot be renamed to another id of the same key', () => {
    const { key: bytes } = key('a');
    const { body } = partsOf(createVault([{ id: 'a', key: bytes }]).seal('s', 'p'));
    expect(refusal(createVault([{ id: 'b', key: bytes }]), joined('b', body), 'p')).toBe('token_unreadable');
  });

  test('is not another key under the same id', () => {
    const sealed = createVault([key('a')]).seal('s', 'p');
    expect(refusal(createVault([key('a')]), sealed, 'p')).toBe('token_unreadable');
  });

  test('is named when the ring does not hold it, for any id', () => {
    const vault = createVault([key('kept')]);
    const retired = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/).filter((id) => id !== 'kept');
    fc.assert(
      fc.property(retired, (id) => {
        const sealed = createVault([key(id)]).seal('s', 'p');
        expect(() => vault.open(sealed, 'p')).toThrow(`"${id}"`);
        return refusal(vault, sealed, 'p') === 'vault_key_missing';
      }),
    );
  });

  test('is no property that every object has', () => {
    const vault = createVault([key('a')]);
    const { body } = partsOf(vault.seal('s', 'p'));
    for (const id of ['constructor', '__proto__', 'toString']) {
      expect(refusal(vault, joined(id, body), 'p')).toBe('vault_key_missing');
    }
  });
});

describe('the place of a sealed value', () => {
  test('is the only one where it opens, for any two places', () => {
    const vault = createVault([key('a')]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => {
        fc.pre(one !== two);
        return refusal(vault, vault.seal('s', one), two) === 'token_unreadable';
      }),
    );
  });

  test('tells apart every app, workspace, organization, person and column', () => {
    const place = fc.record({
      clientId: ids,
      installedIn: ids,
      isEnterpriseInstall: fc.boolean(),
      column: fc.constantFrom(...SEALED_COLUMNS.map(({ boundTo }) => boundTo)),
      userId: fc.option(ids, { nil: undefined }),
    });
    const named = ({ clientId, column, userId, ...at }: Place) => sealContext(clientId, at, column, userId);
    const vault = createVault([key('a')]);
    fc.assert(
      fc.property(
        place,
        place,
        fc.constantFrom<keyof Place>('clientId', 'installedIn', 'userId', 'column'),
        (row, other, moved) => {
          // One thing differs, as when a value is copied to the row or the column beside it.
          const neighbour = { ...row, [moved]: other[moved] };
          fc.pre(row[moved] !== other[moved]);
          return refusal(vault, vault.seal('s', named(row)), named(neighbour)) === 'token_unreadable';
        },
      ),
    );
    fc.assert(
      fc.property(place, (row) => {
        const flipped = { ...row, isEnterpriseInstall: !row.isEnterpriseInstall };
        return refusal(vault, vault.seal('s', named(row)), named(flipped)) === 'token_unreadable';
      }),
    );
  });

  test('keeps two swapped rows shut', () => {
    const vault = createVault([key('a')]);
    fc.assert(
      fc.property(secrets, secrets, (one, two) => {
        const [first, second] = [vault.seal(one, 'T1'), vault.seal(two, 'T2')];
        return (
          refusal(vault, first, 'T2') === 'token_unreadable' &&
          refusal(vault, second, 'T1') === 'token_unreadable'
        );
      }),
    );
  });
});

describe('a refusal', () => {
  test('tells nothing of the secret, of the sealed value and of the key', () => {
    const held = key('a');
    const vault = createVault([held]);
    const secret = `xoxb-${randomBytes(16).toString('hex')}`;
    const sealed = vault.seal(secret, 'p');
    const { body } = partsOf(sealed);
    const bad: [string, string][] = [
      [sealed, 'elsewhere'],
      [joined('a', body.subarray(1)), 'p'],
      [joined('gone', body), 'p'],
      [`v2.${sealed}`, 'p'],
    ];
    for (const [text, place] of bad) {
      let told = '';
      try {
        vault.open(text, place);
      } catch (error) {
        for (let at = error; at instanceof Error; at = at.cause) told += `${at.stack} ${JSON.stringify(at)}`;
      }
      expect(told).not.toBe('');
      for (const hidden of [secret, body.toString('base64url').slice(4), held.key.toString('base64')]) {
        expect(told).not.toContain(hidden);
      }
    }
  });
});
