import { AppError } from '../../errors.ts';
import { inParallel } from '../../in-parallel.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import { type GetValidToken, isUnusable } from '../rotation/get-valid-token.ts';
import type { Rotate } from '../rotation/rotate.ts';
import { BOT_ROW, type End, type Ending, USER_ROW } from '../rows/end.ts';
import { type InstallationKey, keysFor, type SlackContext } from '../rows/installation-key.ts';
import type { Room } from '../rows/room.ts';
import { readRow, type TokenKind, type TokenRow } from '../rows/token-row.ts';
import { isComparable, pastTime } from './event-time.ts';
import { claimEvent, isProcessed } from './processed-events.ts';

/** What Slack tells about the end of something. */
export type LifecycleEvent = {
  eventId: string;
  /** Seconds only: Slack gives no more. Absent: the event names no time that can be used. */
  eventTime: Date | undefined;
  context: SlackContext;
} & (
  | { kind: 'tokens_revoked'; userIds: readonly string[]; botUserIds: readonly string[]; ignored: number }
  | { kind: 'app_uninstalled' }
);

/** Whose authorizations ended, so that what these people see can be brought up to date. */
export type LifecycleResult = { duplicate: boolean; endedUserIds: string[]; endedBots: number };

/** A grant this close to the event, before or after it, is judged by Slack: clocks differ and events carry whole seconds. */
const DOUBT_MS = 60_000;
/** Slack waits three seconds for the acknowledgement, and repeats what it did not get. */
const BUDGET_MS = 2_000;

type Applying = Pick<Room, 'prisma' | 'slack' | 'clientId' | 'clock'> & {
  getValidToken: GetValidToken;
  rotate: Rotate;
  end: End;
};

/**
 * Applies `tokens_revoked` and `app_uninstalled`: exactly what died is marked and its secrets erased. Events come twice,
 * late, in either order and after a reinstall; what was granted after the event stays.
 * @see https://docs.slack.dev/reference/events/tokens_revoked and https://docs.slack.dev/reference/events/app_uninstalled
 */
export async function applyLifecycleEvent(room: Applying, event: LifecycleEvent): Promise<LifecycleResult> {
  const { prisma, clientId, clock, end } = room;
  if (await isProcessed(room, event.eventId)) return nothing(true);
  const keys = keysFor(event.context);
  const where = { OR: keys.map((key) => ({ clientId, ...key })) };
  const [bots, users] = await Promise.all([
    prisma.installation.findMany({
      select: BOT_ROW,
      where: event.kind === 'tokens_revoked' ? { ...where, botUserId: { in: [...event.botUserIds] } } : where,
    }),
    prisma.userAuthorization.findMany({
      select: USER_ROW,
      where: event.kind === 'tokens_revoked' ? { ...where, userId: { in: [...event.userIds] } } : where,
    }),
  ]);
  const endedBots = await filter(nearest(bots, keys), (row) => hasEnded(room, 'bot', row, event));
  const endedUsers = await filter(nearest(users, keys), (row) => hasEnded(room, 'user', row, event));
  const ending: Ending = {
    at: pastTime(event.eventTime, clock()),
    how: event.kind === 'app_uninstalled' ? 'uninstalled' : 'revoked',
    actor: { kind: 'slack' },
    details: { eventId: event.eventId },
  };
  const ended = await prisma.$transaction(async (tx) => {
    if (!(await claimEvent(tx, clientId, event.eventId, clock()))) return undefined;
    return end.endRows(tx, { bots: endedBots, users: endedUsers }, ending);
  });
  if (!ended) return nothing(true);
  end.forget(ended);
  return {
    duplicate: false,
    endedUserIds: ended.users.map((row) => row.userId),
    endedBots: ended.bots.length,
  };
}

/**
 * True: ended by this event. False: granted after it. Throws when only Slack knows and cannot be asked. An event from
 * ahead of our clock is compared with nothing.
 */
async function hasEnded(room: Applying, kind: TokenKind, row: Row, event: LifecycleEvent): Promise<boolean> {
  const { eventTime } = event;
  const graceMs = isComparable(eventTime, room.clock())
    ? row.authorizedAt.getTime() - eventTime.getTime()
    : 0;
  // An org-wide installation that the event does not name outright may be someone else's workspace leaving.
  const named =
    row.isEnterpriseInstall === (event.context.isEnterpriseInstall === true || !event.context.teamId);
  if (named && graceMs > DOUBT_MS) return false;
  if (named && graceMs < -DOUBT_MS) return true;
  const current = await readRow(room.prisma, { kind, id: row.id });
  return !current || current.sealedToken === null || !(await stillWorks(room, current));
}

async function stillWorks({ getValidToken, rotate, slack }: Applying, row: TokenRow): Promise<boolean> {
  try {
    const { token } = await getValidToken(row, BUDGET_MS);
    await slack.withToken(token).call('auth.test');
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Of no use to anyone: nothing contradicts the event.
    if (isUnusable(error)) return false;
    if (!isSlackError(error, 'dead_token', 'doubted_token', 'expired_token')) throw error;
    // Revoking a rotating token ends that one token only: whether the permission lives, its renewal tells.
    if (row.sealedRefreshToken === null) return false;
    const { outcome } = await rotate(row, BUDGET_MS);
    if (outcome === 'later') throw error;
    return outcome === 'renewed';
  }
}

type Row = InstallationKey & { id: string; authorizedAt: Date };

const nothing = (duplicate: boolean): LifecycleResult => ({ duplicate, endedUserIds: [], endedBots: 0 });

/** A workspace's own rows where it has any: its organization's are meant only when it has none. */
function nearest<R extends InstallationKey>(rows: readonly R[], keys: readonly InstallationKey[]): R[] {
  for (const key of keys) {
    const found = rows.filter((row) => row.isEnterpriseInstall === key.isEnterpriseInstall);
    if (found.length > 0) return found;
  }
  return [];
}

/** No more questions than this at once: someone may remove the app from a workspace of thousands. */
const AT_ONCE = 20;

async function filter<R extends object>(
  rows: readonly R[],
  test: (row: R) => Promise<boolean>,
): Promise<R[]> {
  const passed = new Set<R>();
  await inParallel(rows, { atOnce: AT_ONCE }, async (row) => {
    if (await test(row)) passed.add(row);
  });
  return rows.filter((row) => passed.has(row));
}
