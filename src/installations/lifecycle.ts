import type { PrismaClient } from '../database/generated/client.ts';
import { AppError } from '../errors.ts';
import type { SlackClient } from '../slack-api/slack-client.ts';
import type { Vault } from '../vault/vault.ts';
import type { createEnd, Ending } from './end.ts';
import { type InstallationKey, keysFor, type SlackPlace, vaultPlace } from './installation-key.ts';
import { claimEventWithin } from './processed-events.ts';

/** What Slack tells about the end of something. */
export type LifecycleEvent = {
  eventId: string;
  /** Seconds only: Slack gives no more. */
  eventTime: Date;
  place: SlackPlace;
} & (
  | { kind: 'tokens_revoked'; userIds: readonly string[]; botUserIds: readonly string[] }
  | { kind: 'app_uninstalled' }
);

/** Whose authorizations ended, so that what these people see can be brought up to date. */
export type LifecycleResult = { duplicate: boolean; endedUserIds: string[]; endedBots: number };

/** A grant this close to the event, before or after it, is judged by Slack: clocks differ and events carry whole seconds. */
const DOUBT_MS = 60_000;
/** A token that cannot be opened is of no use to anyone: nothing contradicts the event. */
const UNREADABLE: ReadonlySet<string> = new Set(['token_unreadable', 'vault_key_missing']);
type Dependencies = {
  prisma: PrismaClient;
  vault: Vault;
  slack: SlackClient;
  clientId: string;
  clock: () => Date;
  end: ReturnType<typeof createEnd>;
};

/**
 * Applies `tokens_revoked` and `app_uninstalled`: exactly what died is marked and its secrets erased. Events come twice,
 * late, in either order and after a reinstall; what was granted after the event stays.
 * @see https://docs.slack.dev/reference/events/tokens_revoked and https://docs.slack.dev/reference/events/app_uninstalled
 */
export function createLifecycle({ prisma, vault, slack, clientId, clock, end }: Dependencies) {
  /** True: ended by this event. False: granted after it. Throws when only Slack knows and cannot be asked. */
  async function hasEnded(row: Row, event: LifecycleEvent, sealedToken: string | null, place: string) {
    const graceMs = row.authorizedAt.getTime() - event.eventTime.getTime();
    // An org-wide installation that the event does not name outright may be somebody else's workspace leaving.
    const named =
      row.isEnterpriseInstall === (event.place.isEnterpriseInstall === true || !event.place.teamId);
    if (named && graceMs > DOUBT_MS) return false;
    if (named && graceMs < -DOUBT_MS) return true;
    return sealedToken === null || !(await stillWorks(sealedToken, place));
  }

  async function stillWorks(sealedToken: string, place: string): Promise<boolean> {
    try {
      await slack.withToken(vault.open(sealedToken, place)).call('auth.test');
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const dead = error.code === 'slack_token_dead' || error.details.slackError === 'invalid_auth';
      if (dead || UNREADABLE.has(error.code)) return false;
      throw error;
    }
  }

  return async function applyLifecycleEvent(event: LifecycleEvent): Promise<LifecycleResult> {
    if (await prisma.processedEvent.findUnique({ where: { eventId: event.eventId } })) return nothing(true);
    const keys = keysFor(event.place);
    const where = { OR: keys.map((key) => ({ clientId, ...key })) };
    const [bots, users] = await Promise.all([
      prisma.installation.findMany({
        where:
          event.kind === 'tokens_revoked' ? { ...where, botUserId: { in: [...event.botUserIds] } } : where,
      }),
      prisma.userAuthorization.findMany({
        where: event.kind === 'tokens_revoked' ? { ...where, userId: { in: [...event.userIds] } } : where,
      }),
    ]);
    const endedBots = await filter(nearest(bots, keys), (row) =>
      hasEnded(row, event, row.sealedBotToken, vaultPlace(clientId, row, 'bot_token')),
    );
    const endedUsers = await filter(nearest(users, keys), (row) =>
      hasEnded(row, event, row.sealedUserToken, vaultPlace(clientId, row, 'user_token', row.userId)),
    );
    const ending: Ending = {
      at: event.eventTime,
      how: event.kind === 'app_uninstalled' ? 'uninstalled' : 'revoked',
      actor: { kind: 'slack' },
      details: { eventId: event.eventId },
    };
    return prisma.$transaction(async (tx) => {
      if (!(await claimEventWithin(tx, event.eventId, clock()))) return nothing(true);
      const ended = await end.endRows(tx, { bots: endedBots, users: endedUsers }, ending);
      return {
        duplicate: false,
        endedUserIds: ended.users.map((row) => row.userId),
        endedBots: ended.bots.length,
      };
    });
  };
}

type Row = InstallationKey & { authorizedAt: Date };

const nothing = (duplicate: boolean): LifecycleResult => ({ duplicate, endedUserIds: [], endedBots: 0 });

/** A workspace's own rows where it has any: its organization's are meant only when it has none. */
function nearest<R extends InstallationKey>(rows: readonly R[], keys: readonly InstallationKey[]): R[] {
  for (const key of keys) {
    const found = rows.filter((row) => row.isEnterpriseInstall === key.isEnterpriseInstall);
    if (found.length > 0) return found;
  }
  return [];
}

async function filter<R>(rows: readonly R[], test: (row: R) => Promise<boolean>): Promise<R[]> {
  const verdicts = await Promise.all(rows.map(test));
  return rows.filter((_, index) => verdicts[index]);
}
