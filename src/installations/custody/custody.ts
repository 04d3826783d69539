import type { PrismaClient } from '../../database/generated/client.ts';
import { AppError } from '../../errors.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { Vault } from '../../vault/vault.ts';
import type { Announcer } from '../rows/change-announcer.ts';
import { isAlive, serving } from '../rows/find-installation.ts';
import { keysFor, type SlackContext, sealContext } from '../rows/installation-key.ts';
import { readPlace, type TokenRow } from '../rows/token-row.ts';
import { createPlaceCache } from './serving-cache.ts';

/** What serves a place: the installation's row and the person's, each the living one where there is one. */
export type Serving = { bot: TokenRow | undefined; user: TokenRow | undefined };

export type Custody = {
  /** What serves a place now, by one query or from a memory of seconds that every change clears. */
  find(place: SlackContext, userId?: string): Promise<Serving>;
  /** What `find` would answer from memory alone. */
  remembered(place: SlackContext, userId?: string): Serving | undefined;
  /** @throws AppError `token_unreadable`, `vault_key_missing`; `not_installed` when the row holds no token */
  openToken(row: TokenRow): string;
  openRefreshToken(row: TokenRow): string | undefined;
};

type Dependencies = {
  prisma: PrismaClient;
  vault: Vault;
  announcer: Announcer;
  metrics?: Pick<Metrics, 'cacheLookups'>;
  clientId: string;
  clock: () => Date;
};

/** Unambiguous whatever the ids hold, by the length of each. Not JSON: it is made for every event. */
function keyOf({ teamId = '', enterpriseId = '', isEnterpriseInstall }: SlackContext, userId = ''): string {
  return `${isEnterpriseInstall ? 'E' : 'T'}${teamId.length}.${teamId}${enterpriseId.length}.${enterpriseId}${userId}`;
}

/** The only place where tokens are opened. What leaves the room is a caller or, for Bolt, an authorize result. */
export function createCustody({ prisma, vault, announcer, metrics, clientId, clock }: Dependencies): Custody {
  const cache = createPlaceCache<Serving>();
  announcer.onChange(cache.forget, cache.clear);
  /** Opened once a row object; the row goes with the cache. */
  const opened = new WeakMap<TokenRow, string>();

  async function read(place: SlackContext, userId: string | undefined): Promise<Serving> {
    const keys = keysFor(place);
    const rows = await readPlace(prisma, clientId, keys, place, userId);
    // What its person wants revoked serves nobody any more, whether Slack has confirmed it or not.
    const usable = rows.filter((row) => row.granted && row.revokeAskedAt === null);
    const of = (kind: TokenRow['kind']) =>
      serving(
        usable.filter((row) => row.kind === kind),
        keys,
      );
    return { bot: of('bot'), user: of('user') };
  }

  const reading = new Map<string, { ticket: number; found: Promise<Serving> }>();

  function remember(key: string, place: SlackContext, found: Serving, ticket: number): void {
    if (!announcer.isLive() || !(found.bot || found.user)) return;
    const expiries = [found.bot, found.user].map((row) => row?.expiresAt?.getTime() ?? Infinity);
    const places = [place.teamId, place.enterpriseId].filter((id) => id !== undefined);
    cache.remember(key, found, {
      ticket,
      places,
      nowMs: clock().getTime(),
      untilMs: Math.min(...expiries),
    });
  }

  return {
    async find(place, userId) {
      if (!announcer.isLive()) return read(place, userId);
      const key = keyOf(place, userId);
      const remembered = cache.get(key, clock().getTime());
      metrics?.cacheLookups.inc({ outcome: remembered ? 'hit' : 'miss' });
      if (remembered) return remembered;
      // Many may ask for the same at once, when a token has just expired. One that began before a change is not joined.
      const ticket = cache.ticket();
      const joined = reading.get(key);
      if (joined?.ticket === ticket) return joined.found;
      const found = read(place, userId).then((rows) => {
        remember(key, place, rows, ticket);
        return rows;
      });
      const mine = { ticket, found };
      reading.set(key, mine);
      const done = () => {
        if (reading.get(key) === mine) reading.delete(key);
      };
      found.then(done, done);
      return found;
    },

    remembered: (place, userId) =>
      announcer.isLive() ? cache.get(keyOf(place, userId), clock().getTime()) : undefined,

    openToken(row) {
      const known = opened.get(row);
      if (known !== undefined) return known;
      if (row.sealedToken === null || !isAlive(row)) {
        throw new AppError({ code: 'not_installed', message: 'The row holds no token any more.' });
      }
      const column = row.kind === 'bot' ? 'bot_token' : 'user_token';
      const token = vault.open(row.sealedToken, sealContext(clientId, row, column, row.userId ?? undefined));
      opened.set(row, token);
      return token;
    },

    openRefreshToken(row) {
      if (row.sealedRefreshToken === null) return undefined;
      return vault.open(
        row.sealedRefreshToken,
        sealContext(clientId, row, 'refresh_token', row.userId ?? undefined),
      );
    },
  };
}
