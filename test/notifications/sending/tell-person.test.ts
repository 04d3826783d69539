import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { AppError } from '../../../src/errors.ts';
import { createPreferences, type KeptPreferences } from '../../../src/notifications/preferences.ts';
import { createDayMessages, type DayMessages } from '../../../src/notifications/sending/day-messages.ts';
import type { PersonAt, Recipient } from '../../../src/notifications/sending/recipient.ts';
import type { Sending } from '../../../src/notifications/sending/send-message.ts';
import { createTellPerson } from '../../../src/notifications/sending/tell-person.ts';
import type { Topic } from '../../../src/notifications/topics.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { createMetrics, type Metrics } from '../../../src/observability/metrics.ts';
import { SlackError } from '../../../src/slack-api/slack-error.ts';
import { databasesUnderTest } from '../../support/databases.ts';
import { noteItem } from '../../support/notification-row.ts';

/** A Wednesday, in working hours in UTC; in Auckland it is eleven in the evening. */
const NOW = new Date('2027-01-13T10:00:00Z');
const UTC = { timeZone: 'UTC' };
const AUCKLAND = { timeZone: 'Pacific/Auckland' };
const MORNING_IN_AUCKLAND = new Date('2027-01-13T20:00:00Z');

describe.each(databasesUnderTest)('what one person is told, on $name', ({ open }) => {
  let database: Database;
  let teams = 0;
  let person: PersonAt;
  let metrics: Metrics;
  let log: string[];
  let days: DayMessages;
  let preferences: KeptPreferences;
  let recipient: () => Promise<Recipient | undefined>;
  let check: (item: { details: unknown }) => Promise<'tell' | { drop: string } | { details: object }>;
  let sending: Sending;
  let told: string[][];
  let tellPerson: (person: PersonAt) => Promise<Sending>;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  beforeEach(() => {
    teams += 1;
    person = { key: { installedIn: `T${teams}`, isEnterpriseInstall: false }, userId: 'U1' };
    metrics = createMetrics();
    log = [];
    told = [];
    sending = 'done';
    recipient = async () => UTC;
    check = async () => 'tell';
    const { prisma } = database;
    const base = { prisma, clientId: '1.2', clock: () => NOW };
    days = createDayMessages(base);
    preferences = createPreferences(base);
    const logger = createLogger({
      level: 'info',
      secrets: [],
      destination: { write: (line) => void log.push(line) },
    });
    tellPerson = createTellPerson({
      prisma,
      clientId: '1.2',
      clock: () => NOW,
      metrics,
      logger,
      days,
      preferences: preferences.preferences,
      recipient: () => recipient(),
      checks: { two_factor_reminder: (item) => check(item) },
      sendMessage: {
        async tell(_held, items) {
          told.push(items.map(({ topic }) => topic));
          return sending;
        },
        finish: async () => 'done',
        async settleCrash(held) {
          await days.maybePosted(held);
          const row = await prisma.dayMessage.findUniqueOrThrow({ where: { id: held.id } });
          return { ...row, lease: held.lease };
        },
      },
    });
  });

  const item = (topic: Topic, over: object = {}) =>
    noteItem(database.prisma, person, {
      clientId: '1.2',
      topic,
      urgent: topic === 'access_ended',
      foundAt: NOW,
      notBefore: NOW,
      ...over,
    });
  const kept = ({ id }: { id: string }) => database.prisma.notification.findUniqueOrThrow({ where: { id } });
  const dropped = async () =>
    (await metrics.notifications.get()).values
      .filter(({ labels, value }) => value > 0 && labels.outcome === 'dropped')
      .map(({ labels, value }) => `${labels.topic} ${value}`);

  test('is everything that waits, the oldest first, in one message', async () => {
    await item('renewal_failing', { foundAt: new Date(NOW.getTime() + 1) });
    await item('access_ended');
    await item('two_factor_reminder', { foundAt: new Date(NOW.getTime() + 2) });
    expect(await tellPerson(person)).toBe('done');
    expect(told).toEqual([['access_ended', 'renewal_failing', 'two_factor_reminder']]);
  });

  test('is nothing that waits for a later moment, and what waits for this one', async () => {
    await item('access_ended', { notBefore: new Date(NOW.getTime() + 1) });
    expect(await tellPerson(person)).toBe('done');
    expect(told).toEqual([]);
    await item('renewal_failing', { notBefore: NOW });
    await tellPerson(person);
    expect(told).toEqual([['renewal_failing']]);
  });

  test('is nothing of what somebody else is told', async () => {
    await item('access_ended', { userId: 'U2' });
    await item('access_ended', { isEnterpriseInstall: true });
    await item('access_ended', { clientId: '3.4' });
    await tellPerson(person);
    expect(told).toEqual([]);
  });

  test('is not what they do not want, which is dropped, counted and logged once', async () => {
    await preferences.setPreferences([person], { renewal_failing: false });
    const unwanted = await item('renewal_failing');
    const wanted = await item('access_ended');
    await tellPerson(person);
    expect(told).toEqual([['access_ended']]);
    expect(await kept(unwanted)).toMatchObject({ state: 'dropped', reason: 'opted_out' });
    expect(await kept(wanted)).toMatchObject({ state: 'waiting', reason: null });
    expect(await dropped()).toEqual(['renewal_failing 1']);
    expect(log.filter((line) => line.includes('opted_out'))).toHaveLength(1);
  });

  test('is never logged as kept from somebody who is told everything', async () => {
    await item('access_ended');
    await item('two_factor_reminder');
    await tellPerson(person);
    expect(told).toEqual([['access_ended', 'two_factor_reminder']]);
    expect(log).toEqual([]);
    expect(await dropped()).toEqual([]);
  });

  test('is not what nobody is there to read: it is dropped, and Slack is asked only once', async () => {
    let times = 0;
    recipient = async () => {
      times += 1;
      return undefined;
    };
    const lost = await item('access_ended');
    expect(await tellPerson(person)).toBe('done');
    await tellPerson(person);
    expect(times).toBe(1);
    expect(told).toEqual([]);
    expect(await kept(lost)).toMatchObject({ state: 'dropped', reason: 'person_gone' });
  });

  test('is told at night only when it is urgent; the rest waits for the morning', async () => {
    recipient = async () => AUCKLAND;
    const reminder = await item('two_factor_reminder');
    const urgent = await item('access_ended');
    await tellPerson(person);
    expect(told).toEqual([['access_ended']]);
    expect(await kept(reminder)).toMatchObject({ state: 'waiting', notBefore: MORNING_IN_AUCKLAND });
    expect(await kept(urgent)).toMatchObject({ notBefore: NOW });
  });

  test('is looked at again before it is sent: kept, changed or dropped', async () => {
    const gone = await item('two_factor_reminder', { details: { which: 'gone' } });
    const changed = await item('two_factor_reminder', { details: { which: 'changed', number: 1 } });
    check = async ({ details }) =>
      (details as { which: string }).which === 'gone'
        ? { drop: 'no_longer_without' }
        : { details: { number: 2 } };
    await tellPerson(person);
    expect(told).toEqual([['two_factor_reminder']]);
    expect(await kept(gone)).toMatchObject({ state: 'dropped', reason: 'no_longer_without' });
    expect(await kept(changed)).toMatchObject({ details: { which: 'changed', number: 2 } });
    expect(await dropped()).toEqual(['two_factor_reminder 1']);
  });

  test('is tried again when Slack cannot say who it is, each item by its own count of tries', async () => {
    recipient = async () => {
      throw new SlackError({ code: 'slack_timeout', message: 'No answer.', method: 'users.info' });
    };
    const first = await item('access_ended');
    const last = await item('renewal_failing', { attempts: 6 });
    expect(await tellPerson(person)).toBe('done');
    expect(await kept(first)).toMatchObject({
      state: 'waiting',
      attempts: 1,
      reason: 'slack_timeout',
      notBefore: new Date(NOW.getTime() + 5 * 60_000),
    });
    expect(await kept(last)).toMatchObject({ state: 'dropped', reason: 'slack_timeout', attempts: 6 });
    expect(told).toEqual([]);
  });

  test('waits as long as Slack says when it takes no more questions, and no try counts', async () => {
    recipient = async () => {
      throw new SlackError({
        code: 'slack_rate_limited',
        message: 'Too many.',
        method: 'users.info',
        error: 'ratelimited',
        retryAfterSeconds: 7,
      });
    };
    const waits = await item('access_ended', { attempts: 6 });
    expect(await tellPerson(person)).toBe('busy');
    expect(await kept(waits)).toMatchObject({
      state: 'waiting',
      attempts: 6,
      notBefore: new Date(NOW.getTime() + 7_000),
    });
  });

  test('is dropped where the app is gone', async () => {
    recipient = async () => {
      throw new AppError({ code: 'not_installed', message: 'Gone.' });
    };
    const lost = await item('access_ended');
    await tellPerson(person);
    expect(await kept(lost)).toMatchObject({ state: 'dropped', reason: 'app_removed' });
  });

  test('is left to the process that has the message of the day', async () => {
    const waits = await item('access_ended');
    const other = await days.holdDay(person, '2027-01-13');
    expect(await tellPerson(person)).toBe('done');
    expect(told).toEqual([]);
    expect(await kept(waits)).toMatchObject({ state: 'waiting', attempts: 0 });
    if (!other) throw new Error('The message was not held.');
    await days.release(other);
    await tellPerson(person);
    expect(told).toEqual([['access_ended']]);
  });

  test('gives the message of the day back, also when Slack takes no more', async () => {
    sending = 'busy';
    await item('access_ended');
    expect(await tellPerson(person)).toBe('busy');
    expect(await days.holdDay(person, '2027-01-13')).toBeDefined();
  });

  test('when today’s message may have arrived, is only what is urgent; the rest waits for the next working day', async () => {
    const held = await days.holdDay(person, '2027-01-13');
    if (!held) throw new Error('The message was not held.');
    await database.prisma.dayMessage.update({ where: { id: held.id }, data: { postedAt: NOW } });
    await days.release(held);
    const reminder = await item('two_factor_reminder');
    await tellPerson(person);
    expect(told).toEqual([]);
    expect(await kept(reminder)).toMatchObject({ notBefore: new Date('2027-01-14T09:00:00Z') });
    await item('access_ended');
    await tellPerson(person);
    expect(told).toEqual([['access_ended']]);
  });

  test('after a crash with the message on its way is not what that one may have said', async () => {
    const held = await days.holdDay(person, '2027-01-13');
    if (!held) throw new Error('The message was not held.');
    const sent = await item('renewal_failing', { state: 'sending', messageId: held.id });
    await database.prisma.dayMessage.update({ where: { id: held.id }, data: { postingAt: NOW } });
    await days.release(held);
    const reminder = await item('two_factor_reminder');
    await tellPerson(person);
    expect(told).toEqual([]);
    expect(await kept(sent)).toMatchObject({ state: 'unclear' });
    expect(await kept(reminder)).toMatchObject({ notBefore: new Date('2027-01-14T09:00:00Z') });
  });
});
