import { randomBytes, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** An id in Slack's shape: a letter for the kind, then capitals and digits. */
export function slackId(prefix: 'T' | 'E' | 'U' | 'B' | 'C' | 'D' | 'V' | 'Ev' | 'X'): string {
  return `${prefix}0${Array.from(randomBytes(9), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}

export const digits = (): string => `${randomInt(1_000_000_000, 9_999_999_999)}`;

export const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** What Slack fills in where a block or an element has no id. */
export const shortId = (): string => randomBytes(4).toString('base64url').slice(0, 5);

const PREFIXES = {
  bot: 'xoxb',
  user: 'xoxp',
  rotatingBot: 'xoxe.xoxb-1',
  rotatingUser: 'xoxe.xoxp-1',
  refresh: 'xoxe-1',
  app: 'xapp-1',
};

/** Says in its own body that it is worthless outside of the simulator. */
export const fakeToken = (kind: keyof typeof PREFIXES): string =>
  `${PREFIXES[kind]}-sim-${digits()}-${hex(12)}`;
