import type { Notification, PrismaClient } from '../../database/generated/client.ts';
import { toAppError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { KeptPreferences } from '../preferences.ts';
import { isTopic, type Topic } from '../topics.ts';
import { questionFailureOf } from './attempts.ts';
import type { Check } from './check-again.ts';
import type { DayMessages } from './day-messages.ts';
import type { PersonAt, Recipient } from './recipient.ts';
import type { Sending, SendMessage } from './send-message.ts';
import { dayIn, nextWorkingDay, nextWorkingTime } from './working-hours.ts';

type Dependencies = {
  prisma: PrismaClient;
  days: DayMessages;
  sendMessage: SendMessage;
  /** Undefined: no one is there to read a message anymore. */
  recipient: (person: PersonAt) => Promise<Recipient | undefined>;
  preferences: KeptPreferences['preferences'];
  checks: Partial<Record<Topic, Check>>;
  metrics: Metrics;
  logger: Logger;
  clientId: string;
  clock: () => Date;
};

/** Decides for one person what of all that waits is told now, what later and what never, and tells it. */
export function createTellPerson(dependencies: Dependencies) {
  const { prisma, days, sendMessage, recipient, preferences, checks } = dependencies;
  const { metrics, logger, clientId, clock } = dependencies;

  const waiting = ({ key, userId }: PersonAt): Promise<Notification[]> =>
    prisma.notification.findMany({
      where: { clientId, ...key, userId, state: 'waiting', notBefore: { lte: clock() } },
      orderBy: [{ foundAt: 'asc' }, { id: 'asc' }],
    });

  async function drop(items: readonly Notification[], reason: string): Promise<void> {
    if (items.length === 0) return;
    await prisma.notification.updateMany({
      where: { id: { in: items.map(({ id }) => id) }, state: 'waiting' },
      data: { state: 'dropped', reason },
    });
    for (const { topic } of items) metrics.notifications.inc({ topic, outcome: 'dropped' });
    logger.info({ ...idsOf(items), reason }, 'Someone is not messaged');
  }

  async function postpone(items: readonly Notification[], until: Date): Promise<void> {
    if (items.length === 0) return;
    await prisma.notification.updateMany({
      where: { id: { in: items.map(({ id }) => id) }, state: 'waiting' },
      data: { notBefore: until },
    });
  }

  /** Slack could not be asked about the person: each is tried again on its own, up to its limit. */
  async function notNow(items: readonly Notification[], thrown: unknown): Promise<Sending> {
    let sending: Sending = 'done';
    for (const item of items) {
      const failure = questionFailureOf(thrown, item.attempts);
      if (failure.kind === 'never') {
        await drop([item], failure.reason);
        continue;
      }
      if (failure.kind === 'busy') sending = 'busy';
      await prisma.notification.updateMany({
        where: { id: item.id, state: 'waiting' },
        data: {
          reason: failure.reason,
          notBefore: new Date(clock().getTime() + failure.waitMs),
          ...(failure.kind !== 'busy' && { attempts: { increment: 1 } }),
        },
      });
    }
    const { code, details } = toAppError(thrown);
    logger.warn({ err: thrown, ...idsOf(items), code, details }, 'Someone could not be messaged yet');
    return sending;
  }

  async function wanted(person: PersonAt, items: readonly Notification[]): Promise<Notification[]> {
    const chosen = await preferences(person);
    const isWanted = ({ topic }: Notification) => isTopic(topic) && chosen[topic];
    await drop(
      items.filter((each) => !isWanted(each)),
      'opted_out',
    );
    return items.filter(isWanted);
  }

  /** Holds what is not urgent back until people there are at work. */
  async function dueNow(items: readonly Notification[], { timeZone }: Recipient): Promise<Notification[]> {
    const now = clock();
    const opens = nextWorkingTime(now, timeZone);
    if (opens <= now) return [...items];
    await postpone(
      items.filter(({ urgent }) => !urgent),
      opens,
    );
    return items.filter(({ urgent }) => urgent);
  }

  /** Looks at each once more, now that it is about to be sent. */
  async function stillWorthTelling(items: readonly Notification[]): Promise<Notification[]> {
    const worth: Notification[] = [];
    for (const item of items) {
      const check = isTopic(item.topic) ? checks[item.topic] : undefined;
      const found = check ? await check(item) : 'tell';
      if (found !== 'tell' && 'drop' in found) {
        await drop([item], found.drop);
        continue;
      }
      if (found !== 'tell') {
        const details = { ...(item.details as object), ...JSON.parse(JSON.stringify(found.details)) };
        await prisma.notification.updateMany({
          where: { id: item.id, state: 'waiting' },
          data: { details },
        });
      }
      worth.push(item);
    }
    return worth;
  }

  async function tellOn(
    day: string,
    person: PersonAt,
    due: readonly Notification[],
    { timeZone }: Recipient,
  ): Promise<Sending> {
    const taken = await days.holdDay(person, day);
    if (!taken) return 'done';
    const held = taken.postingAt === null ? taken : await sendMessage.settleCrash(taken);
    try {
      // What may or may not have arrived was today's message.
      const hadItsMessage = held.ts === null && held.postedAt !== null;
      const now = hadItsMessage ? due.filter(({ urgent }) => urgent) : due;
      await postpone(
        due.filter((each) => !now.includes(each)),
        nextWorkingDay(clock(), timeZone),
      );
      return now.length > 0 ? await sendMessage.tell(held, now) : 'done';
    } finally {
      await days.release(held);
    }
  }

  return async function tellPerson(person: PersonAt): Promise<Sending> {
    const found = await waiting(person);
    if (found.length === 0) return 'done';
    const open = await wanted(person, found);
    if (open.length === 0) return 'done';
    let due: readonly Notification[] = open;
    let somebody: Recipient | undefined;
    try {
      somebody = await recipient(person);
      if (!somebody) {
        await drop(open, 'person_gone');
        return 'done';
      }
      due = await dueNow(open, somebody);
      due = await stillWorthTelling(due);
    } catch (thrown) {
      return notNow(due, thrown);
    }
    if (due.length === 0) return 'done';
    return tellOn(dayIn(somebody.timeZone, clock()), person, due, somebody);
  };
}

const idsOf = (items: readonly Pick<Notification, 'id' | 'topic'>[]) => ({
  items: items.map(({ id, topic }) => `${topic} ${id}`),
});
