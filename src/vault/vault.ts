import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { VaultKey } from './keyring.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

export type Vault = {
  /** How every value begins that the first key seals: what does not begin so, an older key has sealed. */
  readonly sealsWith: string;
  /** Seals a secret for one place; `place` names the row and the column that it belongs to. */
  seal(secret: string, place: string): string;
  /**
   * Opens what was sealed for this very place.
   * @throws AppError `vault_key_missing` (its key is not in the keyring), `token_unreadable` (changed, cut or moved)
   */
  open(sealed: string, place: string): string;
};

/**
 * Authenticated encryption with a key id in each value: `v1.<key id>.<base64url of nonce, ciphertext, tag>`.
 * The associated data hold version, key id and place, so a value copied to another row or column does not open.
 * @see NIST SP 800-38D (GCM); nonces are random, so one key may seal 2^32 values.
 */
export function createVault(keys: readonly VaultKey[]): Vault {
  const sealing = keys[0];
  if (!sealing) {
    throw new AppError({ code: 'config_invalid', message: 'The vault needs at least one key.' });
  }
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  const associated = (keyId: string, place: string) => Buffer.from(JSON.stringify([VERSION, keyId, place]));

  return {
    sealsWith: `${VERSION}.${sealing.id}.`,

    seal(secret, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, sealing.key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(associated(sealing.id, place));
      const body = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${VERSION}.${sealing.id}.${body.toString('base64url')}`;
    },

    open(sealed, place) {
      const [version, keyId = '', encoded = '', ...rest] = sealed.split('.');
      const body = Buffer.from(encoded, 'base64url');
      // Decoding skips what is not base64; only a text that survives the round trip is the one that was sealed.
      const intact = body.toString('base64url') === encoded && body.length >= NONCE_BYTES + TAG_BYTES;
      if (version !== VERSION || rest.length > 0 || !intact) {
        throw unreadable(place, 'it does not have the form of a sealed value');
      }
      const key = byId.get(keyId);
      if (!key) {
        throw new AppError({
          code: 'vault_key_missing',
          message: `A value is sealed with the key "${keyId}", which isn’t in TOKEN_ENCRYPTION_KEYS.`,
          hint: 'Put that key back at the end of TOKEN_ENCRYPTION_KEYS; retire a key only when nothing is sealed with it.',
          details: { keyId, place },
        });
      }
      try {
        const decipher = createDecipheriv(ALGORITHM, key, body.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(associated(keyId, place));
        decipher.setAuthTag(body.subarray(-TAG_BYTES));
        const opened = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
        return Buffer.concat([opened, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw unreadable(place, 'it was changed, or sealed for something else or with another key', cause);
      }
    },
  };
}

function unreadable(place: string, why: string, cause?: unknown): AppError {
  return new AppError({
    code: 'token_unreadable',
    message: `A sealed value cannot be opened: ${why}.`,
    hint: 'The person or the workspace has to authorize again; find out who changed the database.',
    details: { place },
    cause,
  });
}
