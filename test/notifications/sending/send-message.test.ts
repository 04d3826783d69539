import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { createDayMessages, type DayMessages } from '../../../src/notifications/sending/day-messages.ts';
import type { Deliver, OutgoingMessage } from '../../../src/notifications/sending/deliver.ts';
import { createSendMessage, type SendMessage } from '../../../src/notifications/sending/send-message.ts';
import type { Topic } from '../../../src/notifications/topics.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { createMetrics, type Metrics } from '../../../src/observability/metrics.ts';
import { SlackError } from '../../../src/slack-api/slack-error.ts';
import { databasesUnderTest } from '../../support/databases.ts';
import { noteItem } from '../../support/notification-row.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const DETAILS = {
  access_ended: { authorizationId: 'a', by: 'slack', at: NOW.toISOString() },
  renewal_failing: { authorizationId: 'a', kind: 'user', failures: 3, dead: false },
} satisfies Partial<Record<Topic, object>>;
type Kept = keyof typeof DETAILS;

const refusedWith = (error: string, code: 'slack_refused' | 'slack_token_dead' = 'slack_refused') =>
  new SlackError({ code, message: 'Slack refused it.', method: 'chat.update', error });
const unanswered = () =>
  new SlackError({
    code: 'slack_timeout',
    message: 'Slack didn’t answer.',
    method: 'chat.postMessage',
    arrived: 'maybe',
  });
const rateLimited = () =>
  new SlackError({
    code: 'slack_rate_limited',
    message: 'Slack takes no more.',
    method: 'chat.update',
    error: 'ratelimited',
    retryAfterSeconds: 30,
  });

describe.each(databasesUnderTest)('a message of a day on its way to Slack, on $name', ({ open }) => {
  let database: Database;
  let teams = 0;
  let metrics: Metrics;
  let asked: { verb: keyof Deliver; topics: string[] }[];
  let answer: Record<keyof Deliver, () => Promise<void>>;
  let messages: SendMessage;
  let days: DayMessages;
  let person: { key: { installedIn: string; isEnterpriseInstall: boolean }; userId: string };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  beforeEach(() => {
    teams += 1;
    person = { key: { installedIn: `T${teams}`, isEnterpriseInstall: false }, userId: 'U1' };
    metrics = createMetrics();
    asked = [];
    const well = async () => {};
    answer = { post: well, update: well, remove: well };
    const note = (verb: keyof Deliver, outgoing?: OutgoingMessage) => {
      asked.push({ verb, topics: outgoing?.items.map(({ topic }) => topic) ?? [] });
      return answer[verb]();
    };
    const { prisma } = database;
    const clock = () => NOW;
    const logger = createLogger({ level: 'silent', secrets: [], destination: { write: () => {} } });
    days = createDayMessages({ prisma, clientId: '1.2', clock });
    messages = createSendMessage({
      prisma,
      days,
      metrics,
      logger,
      clock,
      deliver: {
        async post(outgoing) {
          await note('post', outgoing);
          return { channelId: 'D1', ts: `${asked.length}.1` };
        },
        update: (outgoing) => note('update', outgoing),
        remove: () => note('remove'),
      },
    });
  });

  const hold = async () => {
    const held = await days.holdDay(person, '2027-01-13');
    if (!held) throw new Error('Another process has the message.');
    return held;
  };
  const message = async () =>
    database.prisma.dayMessage.findFirstOrThrow({ where: { installedIn: person.key.installedIn } });
  const item = (topic: Kept, over: object = {}) =>
    noteItem(database.prisma, person, {
      clientId: '1.2',
      topic,
      details: DETAILS[topic],
      foundAt: NOW,
      ...over,
    });
  const kept = ({ id }: { id: string }) => database.prisma.notification.findUniqueOrThrow({ where: { id } });
  const counted = async () =>
    (await metrics.notifications.get()).values
      .filter(({ value }) => value > 0)
      .map(({ labels, value }) => `${labels.topic} ${labels.outcome} ${value}`)
      .sort();

  /** A message in Slack with these items. */
  async function posted(...topics: Kept[]) {
    const held = await hold();
    const items = await Promise.all(topics.map((topic) => item(topic)));
    await messages.tell(held, items);
    await days.release(held);
    metrics.notifications.reset();
    asked = [];
    return items;
  }
  const sayMore = async (over: object = {}) => {
    const held = await hold();
    const more = await item('renewal_failing', over);
    const sending = await messages.tell(held, [more]);
    await days.release(held);
    return { more, sending };
  };
  /** As when one of its items resolves. */
  async function reviseAndFinish() {
    const { id } = await message();
    await database.prisma.dayMessage.update({ where: { id }, data: { revision: { increment: 1 } } });
    const held = await hold();
    const sending = await messages.finish(held);
    await days.release(held);
    return sending;
  }

  test('is posted once with all there is to say, and each item counts as sent', async () => {
    const held = await hold();
    const items = [await item('access_ended'), await item('renewal_failing')];
    expect(await messages.tell(held, items)).toBe('done');
    expect(asked).toEqual([{ verb: 'post', topics: ['access_ended', 'renewal_failing'] }]);
    expect(await counted()).toEqual(['access_ended sent 1', 'renewal_failing sent 1']);
    expect(await message()).toMatchObject({ channelId: 'D1', ts: '1.1', revision: 1, shownRevision: 1 });
    for (const each of items) expect(await kept(each)).toMatchObject({ state: 'sent', sentAt: NOW });
  });

  test('is not posted for items that another process has taken', async () => {
    const taken = await item('access_ended', { state: 'sent' });
    expect(await messages.tell(await hold(), [taken])).toBe('done');
    expect(asked).toEqual([]);
  });

  test('that only has to say that something is resolved counts as one edit, of its newest item', async () => {
    await posted('access_ended', 'renewal_failing');
    expect(await reviseAndFinish()).toBe('done');
    expect(asked).toEqual([{ verb: 'update', topics: ['access_ended', 'renewal_failing'] }]);
    expect(await counted()).toEqual(['renewal_failing edited 1']);
    expect(await message()).toMatchObject({ revision: 2, shownRevision: 2 });
  });

  test('is not edited when it shows what it should already', async () => {
    await posted('access_ended');
    const held = await hold();
    expect(await messages.finish(held)).toBe('done');
    expect(asked).toEqual([]);
  });

  test('that was not posted yet has nothing to finish', async () => {
    expect(await messages.finish(await hold())).toBe('done');
    expect(asked).toEqual([]);
  });

  test('that somebody deleted leaves what was to be added waiting, with one try more', async () => {
    const [first] = await posted('access_ended');
    answer.update = async () => {
      throw refusedWith('message_not_found');
    };
    const { more, sending } = await sayMore();
    expect(sending).toBe('done');
    expect(await kept(more)).toMatchObject({
      state: 'waiting',
      messageId: null,
      attempts: 1,
      reason: 'message_not_found',
      notBefore: NOW,
      sentAt: null,
    });
    expect(await kept(first as { id: string })).toMatchObject({ state: 'sent' });
    expect(await message()).toMatchObject({ ts: null, postedAt: null, revision: 2, shownRevision: 2 });
    expect(await counted()).toEqual([]);
    // And then it is news again.
    answer.update = async () => {};
    const held = await hold();
    await messages.tell(held, [more]);
    expect(asked.map(({ verb }) => verb)).toEqual(['update', 'post']);
  });

  test('that Slack cannot edit now is tried again, seven times in all', async () => {
    await posted('access_ended');
    answer.update = async () => {
      throw refusedWith('fatal_error');
    };
    for (let failures = 1; failures <= 6; failures += 1) {
      expect(await reviseAndFinish()).toBe('done');
      expect(await message()).toMatchObject({ ts: '1.1', editFailures: failures, shownRevision: 1 });
    }
    await reviseAndFinish();
    expect(await message()).toMatchObject({ ts: null, postedAt: null });
    expect(asked).toHaveLength(7);
  });

  test('that Slack takes no edits of for a while costs no try', async () => {
    await posted('access_ended');
    answer.update = async () => {
      throw rateLimited();
    };
    expect(await reviseAndFinish()).toBe('busy');
    expect(await message()).toMatchObject({ ts: '1.1', editFailures: 0, shownRevision: 1 });
  });

  test('is not edited where the app was removed', async () => {
    await posted('access_ended');
    answer.update = async () => {
      throw refusedWith('account_inactive', 'slack_token_dead');
    };
    expect(await reviseAndFinish()).toBe('done');
    expect(await message()).toMatchObject({ ts: null });
  });

  test('is replaced by news, and the older one is removed', async () => {
    await posted('access_ended');
    const { more } = await sayMore({ urgent: true });
    expect(asked.map(({ verb }) => verb)).toEqual(['post', 'remove']);
    expect(await kept(more)).toMatchObject({ state: 'sent' });
    expect(await message()).toMatchObject({ replacedTs: null });
  });

  test('whose older one could not be removed removes it later, and posts nothing again', async () => {
    await posted('access_ended');
    answer.remove = async () => {
      throw refusedWith('fatal_error');
    };
    await sayMore({ urgent: true });
    expect(await message()).toMatchObject({ replacedTs: '1.1' });
    answer.remove = async () => {};
    const held = await hold();
    expect(await messages.finish(held)).toBe('done');
    expect(asked.map(({ verb }) => verb)).toEqual(['post', 'remove', 'remove']);
    expect(await message()).toMatchObject({ replacedTs: null });
  });

  test('whose answer was lost is not sent again, and counts as unclear', async () => {
    answer.post = async () => {
      throw unanswered();
    };
    const { more, sending } = await sayMore();
    expect(sending).toBe('done');
    expect(await kept(more)).toMatchObject({ state: 'unclear', reason: 'answer_lost' });
    expect(await message()).toMatchObject({ ts: null, postedAt: NOW, postingAt: null });
    expect(await counted()).toEqual(['renewal_failing unclear 1']);
  });

  test('whose replacement’s answer was lost says it by an edit', async () => {
    await posted('access_ended');
    answer.post = async () => {
      throw unanswered();
    };
    const { more } = await sayMore({ urgent: true });
    expect(asked.map(({ verb }) => verb)).toEqual(['post', 'update']);
    expect(await kept(more)).toMatchObject({ state: 'sent' });
    expect(await message()).toMatchObject({ ts: '1.1', replacedTs: null });
    expect(await counted()).toEqual(['renewal_failing sent 1']);
  });

  test('that Slack refuses for now waits longer each time, and counts as failed', async () => {
    answer.post = async () => {
      throw refusedWith('fatal_error');
    };
    const { more, sending } = await sayMore({ attempts: 2 });
    expect(sending).toBe('done');
    expect(await kept(more)).toMatchObject({
      state: 'waiting',
      attempts: 3,
      reason: 'fatal_error',
      notBefore: new Date(NOW.getTime() + 20 * 60_000),
    });
    expect(await counted()).toEqual(['renewal_failing failed 1']);
  });

  test('that Slack has no time for waits as long as Slack says, at the cost of no try', async () => {
    answer.post = async () => {
      throw rateLimited();
    };
    const { more, sending } = await sayMore({ attempts: 2 });
    expect(sending).toBe('busy');
    expect(await kept(more)).toMatchObject({
      state: 'waiting',
      attempts: 2,
      notBefore: new Date(NOW.getTime() + 30_000),
    });
  });

  test('to somebody who takes none is dropped', async () => {
    answer.post = async () => {
      throw refusedWith('messages_tab_disabled');
    };
    const { more } = await sayMore();
    expect(await kept(more)).toMatchObject({ state: 'dropped', reason: 'messages_tab_disabled' });
  });
});
