import { AppError } from '../../errors.ts';
import { isAlive, serving } from '../rows/find-installation.ts';
import { keysFor, type SlackContext, sealContext } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { readServing, type TokenRow } from '../rows/token-row.ts';
import { createServingCache } from './serving-cache.ts';

/** What serves a request: the installation's row and the person's, each the living one where there is one. */
export type Serving = { bot: TokenRow | undefined; user: TokenRow | undefined };

export type Custody = {
  /** What serves a request now, by one query or from a memory of seconds that every change clears. */
  find(context: SlackContext, userId?: string): Promise<Serving>;
  /** What `find` would answer from memory alone. */
  remembered(context: SlackContext, userId?: string): Serving | undefined;
  /** @throws AppError `token_unreadable`, `vault_key_missing`; `not_installed` when the row holds no token */
  openToken(row: TokenRow): string;
  /** Undefined: the token does not rotate. @throws AppError `token_unreadable`, `vault_key_missing` */
  openRefreshToken(row: TokenRow): string | undefined;
};

/** Unambiguous whatever the ids hold, by the length of each. Not JSON: it is made for every event. */
function keyOf({ teamId = '', enterpriseId = '', isEnterpriseInstall }: SlackContext, userId = ''): string {
  return `${isEnterpriseInstall ? 'E' : 'T'}${teamId.length}.${teamId}${enterpriseId.length}.${enterpriseId}${userId}`;
}

/** Only here are tokens opened. What leaves the room is a caller or, for Bolt, an authorize result. */
export function createCustody({
  prisma,
  vault,
  announcer,
  metrics,
  clientId,
  clock,
}: Pick<Room, 'prisma' | 'vault' | 'announcer' | 'metrics' | 'clientId' | 'clock'>): Custody {
  const cache = createServingCache<Serving>();
  announcer.onChange(cache.forget, cache.clear);
  /** Opened once a row object; the row goes with the cache. */
  const opened = new WeakMap<TokenRow, string>();

  async function read(context: SlackContext, userId: string | undefined): Promise<Serving> {
    const keys = keysFor(context);
    const rows = await readServing(prisma, clientId, keys, context, userId);
    // What its person wants revoked serves no one anymore, whether Slack has confirmed it or not.
    const usable = rows.filter((row) => row.granted && row.revokeAskedAt === null);
    const of = (kind: TokenRow['kind']) =>
      serving(
        usable.filter((row) => row.kind === kind),
        keys,
      );
    return { bot: of('bot'), user: of('user') };
  }

  const reading = new Map<string, { ticket: number; found: Promise<Serving> }>();

  function remember(key: string, context: SlackContext, found: Serving, ticket: number): void {
    if (!announcer.isLive() || !(found.bot || found.user)) return;
    const expiries = [found.bot, found.user].map((row) => row?.expiresAt?.getTime() ?? Infinity);
    const installedIn = [context.teamId, context.enterpriseId].filter((id) => id !== undefined);
    cache.remember(key, found, {
      ticket,
      installedIn,
      nowMs: clock().getTime(),
      untilMs: Math.min(...expiries),
    });
  }

  return {
    async find(context, userId) {
      if (!announcer.isLive()) return read(context, userId);
      const key = keyOf(context, userId);
      const remembered = cache.get(key, clock().getTime());
      metrics.cacheLookups.inc({ outcome: remembered ? 'hit' : 'miss' });
      if (remembered) return remembered;
      // Many may ask for the same at once, when a token has just expired. One that began before a change is not joined.
      const ticket = cache.ticket();
      const joined = reading.get(key);
      if (joined?.ticket === ticket) return joined.found;
      const found = read(context, userId).then((rows) => {
        remember(key, context, rows, ticket);
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

    remembered: (context, userId) =>
      announcer.isLive() ? cache.get(keyOf(context, userId), clock().getTime()) : undefined,

    openToken(row) {
      const known = opened.get(row);
      if (known !== undefined) return known;
      if (row.sealedToken === null || !isAlive(row)) {
        throw new AppError({ code: 'not_installed', message: 'The row no longer holds a token.' });
      }
      const column = row.kind === 'bot' ? 'bot_token' : 'user_token';
      const token = vault.open(row.sealedToken, sealContext(clientId, row, column, row.userId));
      opened.set(row, token);
      return token;
    },

    openRefreshToken(row) {
      if (row.sealedRefreshToken === null) return undefined;
      return vault.open(row.sealedRefreshToken, sealContext(clientId, row, 'refresh_token', row.userId));
    },
  };
}
