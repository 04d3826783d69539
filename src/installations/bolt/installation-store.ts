import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt';
import { AppError } from '../../errors.ts';
import type { Custody, Serving } from '../custody/custody.ts';
import type { Grant } from '../grants/grant.ts';
import type { ReadBefore } from '../grants/grant-columns.ts';
import type { SaveGrant } from '../grants/save-grant.ts';
import type { End } from '../rows/end.ts';
import { isAlive } from '../rows/find-installation.ts';
import { type InstallationKey, sealContext } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { hashToken } from '../rows/token-hash.ts';
import type { TokenKind, TokenRow } from '../rows/token-row.ts';
import { nothingInstalled, readInstallation, readQuery } from './installation-shape.ts';

type AnyInstallation = Installation<'v1' | 'v2', boolean>;
type AnyQuery = InstallationQuery<boolean>;
type Part = NonNullable<AnyInstallation['bot']> | AnyInstallation['user'];

type Dependencies = Pick<Room, 'vault' | 'clientId' | 'clock'> & {
  custody: Custody;
  saveGrant: SaveGrant;
  end: End;
  /** Gives a token whose time is over a new one, or rejects; absent: rows are answered as they are. */
  renew?: ((row: TokenRow) => Promise<TokenRow>) | undefined;
};

/**
 * Bolt refreshes on its own what has less than two hours left: on every event, without a lock. Here a token is rotated
 * hours ahead, once; what Bolt would touch is answered without the means to.
 */
const BOLT_REFRESHES_WITHIN_MS = 2 * 60 * 60_000 + 60_000;

/**
 * Bolt's `InstallationStore` over this room: bot and people in rows of their own, sealed, one query a lookup. A user
 * token is only ever answered to a query with that person's id. A writer that is late (its token was replaced, or
 * ended, since it read) changes nothing.
 * @see https://docs.slack.dev/tools/bolt-js/concepts/authenticating-oauth
 */
export function createInstallationStore(dependencies: Dependencies): Required<InstallationStore> {
  const { vault, custody, saveGrant, end, renew, clientId, clock } = dependencies;
  function remember<P extends Part>(part: P, row: TokenRow): P {
    // Only what rotates is ever written back renewed.
    if (row.tokenHash !== null && row.sealedRefreshToken !== null) {
      const { installedIn, isEnterpriseInstall } = row;
      setInHand(part, { hash: row.tokenHash, key: { installedIn, isEnterpriseInstall } });
    }
    return part;
  }

  /**
   * What is written back, each half to the row that it came from: a workspace may be served by its organization's bot
   * and hold a person's own permission itself.
   */
  function writesOf({ bot, user }: AnyInstallation, grant: Grant): [Grant, ReadBefore][] {
    const [botRead, userRead] = [bot && inHandOf(bot), user && inHandOf(user)];
    const readBefore = { bot: botRead?.hash, user: userRead?.hash };
    const keys = { bot: botRead?.key ?? grant.key, user: userRead?.key ?? grant.key };
    const together =
      keys.bot.installedIn === keys.user.installedIn &&
      keys.bot.isEnterpriseInstall === keys.user.isEnterpriseInstall;
    if (together || !grant.bot || !grant.user) {
      return [[{ ...grant, key: grant.bot ? keys.bot : keys.user }, readBefore]];
    }
    return [
      [{ ...grant, key: keys.bot, user: undefined }, readBefore],
      [
        { ...grant, key: keys.user, bot: undefined, webhook: undefined },
        { ...readBefore, tokensOnly: true },
      ],
    ];
  }

  function tokenPart(row: TokenRow) {
    const { expiresAt, grantedScopes } = row;
    const part = { token: custody.openToken(row), scopes: [...grantedScopes] };
    if (expiresAt === null) return part;
    const boltWould = expiresAt.getTime() - clock().getTime() <= BOLT_REFRESHES_WITHIN_MS;
    if (renew && boltWould) return part;
    const refreshToken = custody.openRefreshToken(row);
    const expiresAtSeconds = Math.floor(expiresAt.getTime() / 1000);
    return { ...part, ...(refreshToken !== undefined && { refreshToken }), expiresAt: expiresAtSeconds };
  }

  function botPart(row: TokenRow): NonNullable<AnyInstallation['bot']> {
    const ids = { ...(row.botId !== null && { id: row.botId }), userId: row.botUserId ?? '' };
    return { ...ids, ...tokenPart(row) } as NonNullable<AnyInstallation['bot']>;
  }

  function webhookPart(row: TokenRow): AnyInstallation['incomingWebhook'] {
    if (row.sealedWebhookUrl === null) return undefined;
    return {
      url: vault.open(row.sealedWebhookUrl, sealContext(clientId, row, 'webhook_url', row.userId)),
      ...(row.webhookChannel !== null && { channel: row.webhookChannel }),
      ...(row.webhookChannelId !== null && { channelId: row.webhookChannelId }),
      ...(row.webhookConfigurationUrl !== null && { configurationUrl: row.webhookConfigurationUrl }),
    };
  }

  /** As made from what is remembered: callers get copies, because they write into what they get. */
  const made = new WeakMap<Serving, AnyInstallation>();

  function fromMemory(query: AnyQuery): AnyInstallation | undefined {
    if (!isPlainQuery(query)) return undefined;
    const { teamId, enterpriseId, userId, isEnterpriseInstall } = query;
    const known = custody.remembered({ teamId, enterpriseId, isEnterpriseInstall }, userId);
    if (!known) return undefined;
    const original = made.get(known);
    return original && copyOf(original, known);
  }

  function copyOf(original: AnyInstallation, { bot, user }: Serving): AnyInstallation {
    const copy = { ...original };
    if (copy.team) copy.team = { ...copy.team };
    if (copy.enterprise) copy.enterprise = { ...copy.enterprise };
    if (copy.incomingWebhook) copy.incomingWebhook = { ...copy.incomingWebhook };
    if (copy.metadata !== undefined) copy.metadata = structuredClone(copy.metadata);
    if (copy.bot && bot) copy.bot = remember({ ...copy.bot, scopes: [...copy.bot.scopes] }, bot);
    copy.user = { ...copy.user };
    if (copy.user.scopes) copy.user.scopes = [...copy.user.scopes];
    if (user) remember(copy.user, user);
    return copy;
  }

  /** What belongs to the whole installation comes from its row; a person who was first brings it alone. */
  function toInstallation({ bot, user }: Serving, userId: string | undefined): AnyInstallation {
    const main = (bot ?? user) as TokenRow;
    const webhook = webhookPart(main) ?? (user && webhookPart(user));
    const nobody = { id: userId ?? bot?.installerUserId ?? '', token: undefined, scopes: undefined };
    return {
      ...homesOf(main),
      user: user ? remember({ id: user.userId ?? '', ...tokenPart(user) }, user) : nobody,
      ...(bot && {
        bot: remember(botPart(bot), bot),
      }),
      ...(webhook && { incomingWebhook: webhook }),
      ...(main.appId !== null && { appId: main.appId }),
      ...(main.tokenType === 'bot' && { tokenType: main.tokenType }),
      ...(main.enterpriseUrl !== null && { enterpriseUrl: main.enterpriseUrl }),
      ...(main.metadata !== null && { metadata: structuredClone(main.metadata) }),
      isEnterpriseInstall: main.isEnterpriseInstall,
      authVersion: main.authVersion === 'v1' ? 'v1' : 'v2',
    } as AnyInstallation;
  }

  async function renewed(row: TokenRow | undefined): Promise<TokenRow | undefined> {
    if (!renew || !row || row.expiresAt === null || row.expiresAt > clock()) return row;
    return renew(row);
  }

  async function fetch(query: AnyQuery): Promise<AnyInstallation> {
    const { context, userId } = readQuery(query);
    const found = await custody.find(context, userId);
    const [foundBot, foundUser] = [living(found.bot), living(found.user)];
    const bot = await renewed(foundBot);
    // Without their own token a person still has the bot; why it could not be renewed is in the log.
    const user = await renewed(foundUser).catch((error) => {
      if (bot && error instanceof AppError) return undefined;
      throw error;
    });
    if (!bot && !user) {
      throw nothingInstalled(context, userId);
    }
    const installation = toInstallation({ bot, user }, userId);
    // Only as it was found: what had to be renewed first is looked up again.
    if (bot === foundBot && user === foundUser) made.set(found, copyOf(installation, { bot, user }));
    return installation;
  }

  return {
    async storeInstallation(installation, logger) {
      const grant = readInstallation(installation as AnyInstallation, clock());
      const stale: TokenKind[] = [];
      for (const write of writesOf(installation as AnyInstallation, grant)) {
        stale.push(...(await saveGrant(...write)).stale);
      }
      if (stale.length > 0)
        logger?.debug(`Not stored, because it came too late: the ${stale.join(' and the ')} token`);
      const { bot, user } = installation as AnyInstallation;
      for (const part of [bot, user]) {
        const held = part && inHandOf(part);
        if (held && part.token) setInHand(part, { ...held, hash: hashToken(part.token) });
      }
    },

    async fetchInstallation(query) {
      return (fromMemory(query as AnyQuery) ?? (await fetch(query as AnyQuery))) as never;
    },

    /** Marks and erases; what the row says about the end stays. Nothing there is nothing to do. */
    async deleteInstallation(query) {
      const { context, userId } = readQuery(query as AnyQuery);
      const installedIn = context.isEnterpriseInstall ? context.enterpriseId : context.teamId;
      const key = {
        installedIn: installedIn as string,
        isEnterpriseInstall: context.isEnterpriseInstall === true,
      };
      await end.endAll(key, userId, { at: clock(), how: 'revoked', actor: { kind: 'system' } });
    },
  };
}

/**
 * The token that a caller holds, and its row. It hangs on `bot` and `user` themselves, unseen: Bolt
 * copies what it fetched only at the top and writes the new pair into these very objects. (A WeakMap would do, and cost
 * the garbage collector more than the whole lookup.)
 */
type InHand = { hash: string; key: InstallationKey };
const IN_HAND = Symbol('the token in hand');

const inHandOf = (part: Part): InHand | undefined => (part as { [IN_HAND]?: InHand })[IN_HAND];

function setInHand(part: Part, held: InHand): void {
  Object.defineProperty(part, IN_HAND, { value: held, configurable: true });
}

/** Such as Bolt makes them, without a look at each character: nothing else was ever remembered. */
function isPlainQuery(query: AnyQuery): boolean {
  if (typeof query !== 'object' || query === null) return false;
  const { teamId, enterpriseId, userId, isEnterpriseInstall } = query;
  return (
    typeof (isEnterpriseInstall ? enterpriseId : teamId) === 'string' &&
    (teamId === undefined || typeof teamId === 'string') &&
    (enterpriseId === undefined || typeof enterpriseId === 'string') &&
    (userId === undefined || (typeof userId === 'string' && userId !== ''))
  );
}

const living = (row: TokenRow | undefined) =>
  row && isAlive(row) && row.sealedToken !== null ? row : undefined;

function homesOf(row: TokenRow) {
  const name = row.name === null ? {} : { name: row.name };
  if (row.isEnterpriseInstall) return { team: undefined, enterprise: { id: row.installedIn, ...name } };
  const enterpriseName = row.enterpriseName === null ? {} : { name: row.enterpriseName };
  const enterprise = row.enterpriseId === null ? undefined : { id: row.enterpriseId, ...enterpriseName };
  return { team: { id: row.installedIn, ...name }, enterprise };
}
