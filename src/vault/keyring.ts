/** A key of 32 bytes and the id that every value sealed with it carries. */
export type VaultKey = { id: string; key: Buffer };

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const KEY_BYTES = 32;

/**
 * Reads `TOKEN_ENCRYPTION_KEYS`: a comma-separated list of `id:base64 of 32 bytes`; the first one seals, all of them open.
 * Problems name the position and the id, never the key itself.
 */
export function parseKeyring(text: string): { keys: VaultKey[]; problems: string[] } {
  const keys: VaultKey[] = [];
  const problems: string[] = [];
  text.split(',').forEach((part, index) => {
    const entry = part.trim();
    const colon = entry.indexOf(':');
    const id = colon < 0 ? '' : entry.slice(0, colon);
    const place = `entry ${index + 1}${KEY_ID.test(id) ? ` ("${id}")` : ''}`;
    if (!KEY_ID.test(id)) {
      problems.push(`${place} must look like id:key, the id of 1 to 32 letters, digits, "_" or "-"`);
      return;
    }
    const encoded = entry.slice(colon + 1);
    const key = Buffer.from(encoded, 'base64');
    // Buffer.from skips what is not base64; only a value that survives the round trip was base64.
    if (key.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) {
      problems.push(`${place} has a key that is not base64`);
    } else if (key.length !== KEY_BYTES) {
      problems.push(`${place} has a key of ${key.length} bytes, 32 are needed`);
    } else if (keys.some((other) => other.id === id)) {
      problems.push(`${place} uses an id that an earlier entry has`);
    } else if (keys.some((other) => other.key.equals(key))) {
      problems.push(`${place} repeats the key of an earlier entry under another id`);
    } else {
      keys.push({ id, key });
    }
  });
  return { keys, problems };
}
