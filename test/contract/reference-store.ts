import { createHash } from 'node:crypto';
import type { InstallationQuery } from '@slack/oauth';
import { AppError } from '../../src/errors.ts';
import type { Vault } from '../../src/vault/vault.ts';
import type { Store } from './contract.ts';
import { checkedInstallation, type Place, placeOf } from './reference-input.ts';

// The contract in the fewest words that keep it: in memory, each method in one step, nothing fast. It proves that the
// cases can all hold at once, and can be read beside them.

type Part = 'bot' | 'user';
type Row = { sealed: string; revision: number };
type Token = { refreshToken?: string | undefined };

/** What all instances share, as a database would be. */
export type ReferenceData = {
  /** By app and place. What is not secret lies beside what is. */
  installations: Map<string, Row>;
  /** By app, place and person. */
  authorizations: Map<string, Row>;
  /** Fingerprints of refresh tokens that were superseded. */
  superseded: Set<string>;
  revisions: number;
};

export const emptyReferenceData = (): ReferenceData => ({
  installations: new Map(),
  authorizations: new Map(),
  superseded: new Set(),
  revisions: 0,
});

const fingerprint = (secret: string) => createHash('sha256').update(secret).digest('hex');

export function createReferenceStore(options: {
  data: ReferenceData;
  vault: Vault;
  clientId: string;
}): Store {
  const { data, vault, clientId } = options;
  /**
   * Which row, and which revision of it, a caller has in hand. By the identity of `bot` and `user`: InstallProvider
   * copies what it fetched only at the top, and writes the new pair into these very objects.
   */
  const inHand = new WeakMap<object, { key: string; revision: number }>();

  const keyOf = (place: Place, userId?: string) =>
    JSON.stringify([clientId, place.kind, place.id, ...(userId === undefined ? [] : [userId])]);
  const rowsOf = (part: Part) => (part === 'bot' ? data.installations : data.authorizations);
  const open = (part: Part, key: string) => {
    const row = rowsOf(part).get(key);
    return row && { ...JSON.parse(vault.open(row.sealed, key)), key, revision: row.revision };
  };

  /** A part is late when its row has changed, or ended, since the caller read it, or when a later pair took its place. */
  function isLate(part: Part, given: Token): boolean {
    const read = inHand.get(given);
    if (read && rowsOf(part).get(read.key)?.revision !== read.revision) return true;
    return Boolean(given.refreshToken && data.superseded.has(fingerprint(given.refreshToken)));
  }

  /** @param given the caller's own object, by which it is known again; it goes back to the row that it came from */
  function write(part: Part, place: Place, userId: string | undefined, content: object, given: Token): void {
    if (isLate(part, given)) return;
    const key = inHand.get(given)?.key ?? keyOf(place, userId);
    const old = open(part, key)?.[part]?.refreshToken;
    if (old && old !== given.refreshToken) data.superseded.add(fingerprint(old));
    data.revisions += 1;
    rowsOf(part).set(key, { sealed: vault.seal(JSON.stringify(content), key), revision: data.revisions });
    if (inHand.has(given)) inHand.set(given, { key, revision: data.revisions });
  }

  return {
    async storeInstallation(installation) {
      const { place, bot, user, ...rest } = checkedInstallation(installation);
      if (bot) write('bot', place, undefined, { ...rest, bot, installer: user.id }, installation.bot ?? bot);
      if (user.token) write('user', place, user.id, { ...rest, user }, installation.user);
    },

    async fetchInstallation(query) {
      const { userId, places } = wanted(query);
      // Bot and person each from the nearest place that has one: an own permission in a workspace hides no org-wide bot.
      const nearest = (part: Part, whose?: string) =>
        places.map((place) => open(part, keyOf(place, whose))).find((row) => row !== undefined);
      const installed = nearest('bot');
      const granted = userId === undefined ? undefined : nearest('user', userId);
      if (installed || granted) {
        // What belongs to the whole installation comes from it; a person who was first brings it alone.
        const { bot, user: _, installer, key: _key, revision: _revision, ...rest } = installed ?? granted;
        const user = granted?.user ?? { id: userId ?? installer, token: undefined, scopes: undefined };
        if (installed) inHand.set(bot, installed);
        if (granted) inHand.set(user, granted);
        return { ...rest, ...(bot ? { bot } : {}), user };
      }
      throw new AppError({
        code: 'not_installed',
        message: `There is no installation for ${JSON.stringify(query)}.`,
        hint: 'The app has to be installed there.',
      });
    },

    async deleteInstallation(query) {
      const { userId, places } = wanted(query);
      const [place] = places as [Place];
      if (userId !== undefined) {
        data.authorizations.delete(keyOf(place, userId));
        return;
      }
      data.installations.delete(keyOf(place));
      const whole = keyOf(place).slice(0, -1);
      for (const key of data.authorizations.keys()) {
        if (key.startsWith(`${whole},`)) data.authorizations.delete(key);
      }
    },
  };
}

/** The place that is asked for, then the organization that answers for a workspace without an own installation. */
function wanted(query: InstallationQuery<boolean>): { userId: string | undefined; places: Place[] } {
  const { place, enterpriseId, userId } = placeOf(query);
  const organization: Place[] =
    place.kind === 'workspace' && enterpriseId ? [{ kind: 'organization', id: enterpriseId }] : [];
  return { userId, places: [place, ...organization] };
}
