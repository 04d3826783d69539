import { setTimeout as wait } from 'node:timers/promises';
import type { Notification, PrismaClient } from '../../database/generated/client.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import { isSlackError } from '../../slack-api/slack-error.ts';
import { toMessageItem } from '../message-item.ts';
import { failureOf, MOST_ATTEMPTS, questionFailureOf } from './attempts.ts';
import type { DayMessages, Held } from './day-messages.ts';
import type { Deliver, OutgoingMessage, Where } from './deliver.ts';

type Dependencies = {
  prisma: PrismaClient;
  days: DayMessages;
  deliver: Deliver;
  metrics: Metrics;
  logger: Logger;
  clock: () => Date;
};

const COMMIT_ATTEMPTS = 4;
const COMMIT_PAUSE_MS = 500;

/** `busy`: Slack is rate-limiting. Otherwise whatever was to be done is done, or noted for later. */
export type Sending = 'done' | 'busy';

/** Brings a day's message to Slack, whatever happens on the way; only the holder of its lease does that. */
export type SendMessage = {
  /** Puts these items into the message: posts it, adds to it, or if they are urgent posts it again as news. */
  tell(held: Held, items: readonly Notification[]): Promise<Sending>;
  /** Finishes what was begun: an edit that is due, an older message that is to go, what a crash left. */
  finish(held: Held): Promise<Sending>;
  /** Settles what a process that died while Slack was asked has left behind. @returns the message as it is then */
  settleCrash(held: Held): Promise<Held>;
};

export function createSendMessage({
  prisma,
  days,
  deliver,
  metrics,
  logger,
  clock,
}: Dependencies): SendMessage {
  const count = (items: readonly { topic: string }[], outcome: string) => {
    for (const { topic } of items) metrics.notifications.inc({ topic, outcome });
  };
  const about = ({ id, installedIn, userId, day }: Held) => ({ message: id, installedIn, userId, day });

  async function outgoingOf(held: Held): Promise<OutgoingMessage> {
    const rows = await prisma.notification.findMany({
      where: { messageId: held.id, state: { in: ['sending', 'sent'] } },
      orderBy: [{ foundAt: 'asc' }, { id: 'asc' }],
    });
    const { installedIn, isEnterpriseInstall, userId } = held;
    return {
      key: { installedIn, isEnterpriseInstall },
      userId,
      items: rows.map(toMessageItem).filter((item) => item !== undefined),
    };
  }

  async function refreshed(held: Held): Promise<Held> {
    const row = await prisma.dayMessage.findUniqueOrThrow({ where: { id: held.id } });
    return { ...row, lease: held.lease };
  }

  async function post(held: Held, fresh: readonly Notification[]): Promise<Sending> {
    const outgoing = await outgoingOf(held);
    const attempts = Math.max(0, ...fresh.map((item) => item.attempts));
    let where: Where;
    try {
      where = await deliver.post(outgoing);
    } catch (thrown) {
      const failure = failureOf(thrown, attempts);
      const log = { err: thrown, ...about(held), reason: failure.reason };
      if (failure.kind === 'unclear') {
        const outcome = await days.maybePosted(held);
        logger.warn(log, 'No one knows whether a private message arrived: it is not sent again');
        if (outcome === 'edit') return edit(await refreshed(held));
        count(fresh, 'unclear');
        return 'done';
      }
      const waitMs = 'waitMs' in failure ? failure.waitMs : 0;
      const again = { at: new Date(clock().getTime() + waitMs), reason: failure.reason };
      await days.notPosted(held, { ...again, counts: failure.kind !== 'busy' });
      count(fresh, 'failed');
      if (failure.kind === 'never') {
        await prisma.notification.updateMany({
          where: { id: { in: fresh.map(({ id }) => id) }, state: 'waiting' },
          data: { state: 'dropped' },
        });
        logger.warn(log, 'A private message cannot be sent');
      } else logger.warn(log, 'A private message was not sent, and will be tried again');
      return failure.kind === 'busy' ? 'busy' : 'done';
    }
    await persistently(() => days.posted(held, where, held.revision));
    count(fresh, 'sent');
    if (held.replacedTs !== null) await removeReplaced(await refreshed(held));
    return 'done';
  }

  /** Slack has the message: that is kept through a short outage of the database. After a longer one it is unclear. */
  async function persistently(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (err) {
        if (attempt >= COMMIT_ATTEMPTS) throw err;
        logger.warn({ err, attempt }, 'A private message was sent, and that could not be stored yet');
        await wait(COMMIT_PAUSE_MS * attempt);
      }
    }
  }

  async function edit(held: Held): Promise<Sending> {
    if (held.ts === null || held.channelId === null) return 'done';
    const fresh = await prisma.notification.findMany({ where: { messageId: held.id, state: 'sending' } });
    const outgoing = await outgoingOf(held);
    try {
      await deliver.update(outgoing, { channelId: held.channelId, ts: held.ts });
      await days.edited(held, held.revision);
      if (fresh.length > 0) count(fresh, 'sent');
      else count(outgoing.items.slice(-1), 'edited');
    } catch (thrown) {
      const failure = questionFailureOf(thrown, 0);
      const log = { err: thrown, ...about(held), reason: failure.reason };
      const over =
        isSlackError(thrown, 'message_gone', 'message_not_found', 'channel_gone') ||
        failure.reason === 'app_removed';
      if (over || held.editFailures + 1 >= MOST_ATTEMPTS) {
        logger.info(log, 'A private message can no longer be edited');
        await days.vanished(held, { at: clock(), reason: failure.reason, counts: true });
        return 'done';
      }
      logger.warn(log, 'A private message was not edited, and will be tried again');
      if (failure.kind === 'busy') return 'busy';
      await days.change(prisma, held, { editFailures: { increment: 1 } });
    }
    return 'done';
  }

  async function removeReplaced(held: Held): Promise<void> {
    const { channelId, replacedTs, installedIn, isEnterpriseInstall } = held;
    if (channelId === null || replacedTs === null) return;
    try {
      await deliver.remove({ installedIn, isEnterpriseInstall }, { channelId, ts: replacedTs });
      await days.change(prisma, held, { replacedTs: null });
    } catch (thrown) {
      logger.warn({ err: thrown, ...about(held) }, 'The message that another one replaced is still there');
    }
  }

  async function settleCrash(held: Held): Promise<Held> {
    const outcome = await days.maybePosted(held);
    logger.warn({ ...about(held), outcome }, 'A process ended while a private message was on its way');
    return refreshed(held);
  }

  return {
    settleCrash,

    async tell(held, items) {
      const urgent = items.some((item) => item.urgent);
      const how = held.ts === null ? 'post' : urgent ? 'replace' : 'edit';
      const ids = items.map(({ id }) => id);
      if ((await days.take(held, ids, how)) === 0) return 'done';
      const current = await refreshed(held);
      return how === 'edit' ? edit(current) : post(current, items);
    },

    async finish(held) {
      const current = held.postingAt === null ? held : await settleCrash(held);
      if (current.ts === null) return 'done';
      if (current.replacedTs !== null) await removeReplaced(current);
      return current.shownRevision < current.revision ? edit(current) : 'done';
    },
  };
}
