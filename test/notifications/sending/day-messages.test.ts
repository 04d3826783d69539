import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import {
  createDayMessages,
  type DayMessages,
  type Held,
} from '../../../src/notifications/sending/day-messages.ts';
import { databasesUnderTest } from '../../support/databases.ts';
import { noteItem } from '../../support/notification-row.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const LATER = new Date('2027-01-13T10:05:00Z');
const AGAIN = { at: LATER, reason: 'ratelimited', counts: true };

describe.each(databasesUnderTest)('the message of a day, on $name', ({ open }) => {
  let database: Database;
  let days: DayMessages;
  let teams = 0;
  beforeAll(async () => {
    database = await open();
    days = createDayMessages({ prisma: database.prisma, clientId: '1.2', clock: () => NOW });
  });
  afterAll(() => database.close());

  let person: { key: { installedIn: string; isEnterpriseInstall: boolean }; userId: string };
  beforeEach(() => {
    teams += 1;
    person = { key: { installedIn: `T${teams}`, isEnterpriseInstall: false }, userId: 'U1' };
  });

  const hold = async (day = '2027-01-13') => {
    const held = await days.holdDay(person, day);
    if (!held) throw new Error('Another process has the message.');
    return held;
  };
  const holdAgain = async ({ id }: Held) => {
    const held = await days.hold(id);
    if (!held) throw new Error('Another process has the message.');
    return held;
  };
  const row = ({ id }: { id: string }) => database.prisma.dayMessage.findUniqueOrThrow({ where: { id } });
  const set = ({ id }: { id: string }, data: object) =>
    database.prisma.dayMessage.update({ where: { id }, data });
  const letLeaseRunOut = (held: Held) => set(held, { leaseUntil: new Date(Date.now() - 1_000) });
  const leaseSeconds = async (held: Held) =>
    Math.round((((await row(held)).leaseUntil?.getTime() ?? 0) - Date.now()) / 1000);

  async function item(over: object = {}): Promise<string> {
    const { id } = await noteItem(database.prisma, person, {
      clientId: '1.2',
      topic: 'ended',
      foundAt: NOW,
      ...over,
    });
    return id;
  }
  const items = async () =>
    (
      await database.prisma.notification.findMany({
        where: { installedIn: person.key.installedIn },
        orderBy: { id: 'asc' },
      })
    ).map(({ state, messageId, reason, attempts, notBefore, sentAt }) => ({
      state,
      messageId,
      reason,
      attempts,
      notBefore,
      sentAt,
    }));
  const untouched = {
    state: 'waiting',
    messageId: null,
    reason: null,
    attempts: 0,
    notBefore: NOW,
    sentAt: null,
  };

  test('is one for a person and a day, and one process at a time has it, for about a minute', async () => {
    const first = await hold();
    expect(await days.holdDay(person, '2027-01-13')).toBeUndefined();
    expect(await days.hold(first.id)).toBeUndefined();
    const seconds = await leaseSeconds(first);
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThanOrEqual(61);
    expect((await hold('2027-01-14')).id).not.toBe(first.id);
    expect((await days.holdDay({ ...person, userId: 'U2' }, '2027-01-13'))?.id).not.toBe(first.id);
  });

  test.each(['holdDay', 'hold'] as const)(
    'is taken over by %s once its holder’s minute is over',
    async (how) => {
      const first = await hold();
      await letLeaseRunOut(first);
      const second = how === 'hold' ? await holdAgain(first) : await hold();
      expect(second.id).toBe(first.id);
      expect(second.lease).not.toBe(first.lease);
      // For a minute of its own, in which nobody else has it.
      expect(await leaseSeconds(second)).toBeGreaterThan(30);
      expect(await days.hold(first.id)).toBeUndefined();
      expect(await days.holdDay(person, '2027-01-13')).toBeUndefined();
      // And the first one writes nothing any more.
      await days.release(first);
      expect((await row(second)).lease).toBe(second.lease);
      await expect(days.take(first, [await item()], 'post')).rejects.toThrow();
      expect(await items()).toEqual([untouched]);
    },
  );

  test('is free at once after its release', async () => {
    const held = await hold();
    await days.release(held);
    expect(await row(held)).toMatchObject({ lease: null, leaseUntil: null });
    expect((await holdAgain(held)).id).toBe(held.id);
  });

  test('takes what is waiting, and nothing twice', async () => {
    const held = await hold();
    const waiting = await item();
    const dropped = await item({ state: 'dropped' });
    expect(await days.take(held, [waiting, dropped], 'post')).toBe(1);
    expect(await days.take(held, [waiting, dropped], 'post')).toBe(0);
    expect(await items()).toEqual([
      { ...untouched, state: 'sending', messageId: held.id },
      { ...untouched, state: 'dropped' },
    ]);
    expect(await row(held)).toMatchObject({ revision: 1, postingAt: NOW, ts: null, replacedTs: null });
  });

  test('keeps where it is in Slack while its words are edited', async () => {
    const held = await hold();
    await set(held, { channelId: 'D1', ts: '1.1' });
    expect(await days.take(held, [await item()], 'edit')).toBe(1);
    expect(await row(held)).toMatchObject({ revision: 1, postingAt: null, ts: '1.1', replacedTs: null });
  });

  test('remembers the one that it replaces', async () => {
    const held = await hold();
    await set(held, { channelId: 'D1', ts: '1.1' });
    const seen = { ...held, ts: '1.1' };
    expect(await days.take(seen, [await item()], 'replace')).toBe(1);
    expect(await row(held)).toMatchObject({ revision: 1, postingAt: NOW, ts: null, replacedTs: '1.1' });
  });

  describe('after it was posted', () => {
    const where = { channelId: 'D1', ts: '2.2' };

    test('says where it is, and its items are sent', async () => {
      const held = await hold();
      await set(held, { editFailures: 3 });
      await days.take(held, [await item()], 'post');
      await days.posted(held, where, 1);
      expect(await row(held)).toMatchObject({
        ...where,
        postingAt: null,
        postedAt: NOW,
        shownRevision: 1,
        editFailures: 0,
      });
      expect(await items()).toEqual([{ ...untouched, state: 'sent', messageId: held.id, sentAt: NOW }]);
    });

    test('is clear again although another process had given it up', async () => {
      const held = await hold();
      await days.take(held, [await item()], 'post');
      await letLeaseRunOut(held);
      const other = await holdAgain(held);
      expect(await days.maybePosted(other)).toBe('unclear');
      await days.posted(held, where, 1);
      expect(await row(held)).toMatchObject({ ...where, shownRevision: 1 });
      expect(await items()).toEqual([{ ...untouched, state: 'sent', messageId: held.id, sentAt: NOW }]);
    });

    test('leaves what another process has posted since, and every other message, alone', async () => {
      const elsewhere = await hold('2027-01-12');
      const held = await hold();
      await letLeaseRunOut(held);
      await set(held, { channelId: 'D1', ts: '9.9', shownRevision: 7 });
      await holdAgain(held);
      await days.posted(held, where, 1);
      expect(await row(held)).toMatchObject({ ts: '9.9', shownRevision: 7 });
      expect(await row(elsewhere)).toMatchObject({ ts: null, channelId: null, shownRevision: 0 });
    });
  });

  test('that was edited shows the revision that was sent', async () => {
    const held = await hold();
    await set(held, { channelId: 'D1', ts: '1.1', editFailures: 2 });
    await days.take(held, [await item()], 'edit');
    await days.edited(held, 1);
    expect(await row(held)).toMatchObject({ shownRevision: 1, editFailures: 0, ts: '1.1' });
    expect(await items()).toEqual([{ ...untouched, state: 'sent', messageId: held.id, sentAt: NOW }]);
  });

  test.each([
    [true, 1],
    [false, 0],
  ])('that Slack has not got is as before, and tried again (counted: %s)', async (counts, attempts) => {
    const held = await hold();
    await set(held, { channelId: 'D1', ts: '1.1' });
    await days.take({ ...held, ts: '1.1' }, [await item()], 'replace');
    await days.notPosted({ ...held, replacedTs: '1.1' }, { ...AGAIN, counts });
    expect(await row(held)).toMatchObject({ postingAt: null, ts: '1.1', replacedTs: null });
    expect(await items()).toEqual([{ ...untouched, reason: 'ratelimited', attempts, notBefore: LATER }]);
  });

  test('of which nobody knows whether it arrived is never sent again', async () => {
    const held = await hold();
    await days.take(held, [await item(), await item({ state: 'sent' })], 'post');
    expect(await days.maybePosted({ ...held, postingAt: NOW })).toBe('unclear');
    expect(await row(held)).toMatchObject({ postingAt: null, postedAt: NOW, ts: null });
    expect(await items()).toEqual([
      { ...untouched, state: 'unclear', messageId: held.id, reason: 'answer_lost' },
      { ...untouched, state: 'sent' },
    ]);
  });

  test('that would have replaced another one is edited into that one instead', async () => {
    const held = await hold();
    await set(held, { channelId: 'D1', ts: '1.1' });
    await days.take({ ...held, ts: '1.1' }, [await item()], 'replace');
    expect(await days.maybePosted({ ...held, postingAt: NOW, replacedTs: '1.1' })).toBe('edit');
    expect(await row(held)).toMatchObject({ postingAt: null, ts: '1.1', replacedTs: null });
    expect(await items()).toEqual([{ ...untouched, state: 'sending', messageId: held.id }]);
  });

  test('that is gone from Slack gives back what was to be added to it', async () => {
    const held = await hold();
    await set(held, { channelId: 'D1', ts: '1.1', postedAt: NOW, revision: 2, shownRevision: 1 });
    await days.take(held, [await item()], 'edit');
    await days.vanished({ ...held, revision: 3 }, AGAIN);
    expect(await row(held)).toMatchObject({ ts: null, postedAt: null, shownRevision: 3 });
    expect(await items()).toEqual([{ ...untouched, reason: 'ratelimited', attempts: 1, notBefore: LATER }]);
  });

  test.each([
    ['that is on its way', true, { postingAt: NOW }],
    ['with an edit to come', true, { ts: '1.1', revision: 2, shownRevision: 1 }],
    ['with an older one to remove', true, { ts: '1.1', replacedTs: '1.0' }],
    ['that shows what it should', false, { ts: '1.1', revision: 2, shownRevision: 2 }],
    ['that is not in Slack', false, { ts: null, revision: 2, shownRevision: 1, replacedTs: '1.0' }],
  ])('%s is listed as unfinished: %s', async (_what, unfinished, data) => {
    const held = await hold();
    await set(held, data);
    const found = async () =>
      (await days.unfinished(1_000, undefined)).filter(
        ({ key }) => key.installedIn === person.key.installedIn,
      );
    // Somebody is at it.
    expect(await found()).toEqual([]);
    await days.release(held);
    expect(await found()).toEqual(unfinished ? [{ id: held.id, key: person.key }] : []);
    await letLeaseRunOut(held);
    expect(await found()).toHaveLength(unfinished ? 1 : 0);
    const after = await days.unfinished(1_000, held.id);
    expect(after.map(({ id }) => id)).not.toContain(held.id);
  });

  test('of another app is none of ours, and no more are listed than were asked for', async () => {
    for (const day of ['2027-01-10', '2027-01-11', '2027-01-12']) {
      const held = await hold(day);
      await set(held, { postingAt: NOW });
      await days.release(held);
    }
    const listed = await days.unfinished(2, undefined);
    expect(listed).toHaveLength(2);
    expect((listed[0]?.id ?? '') < (listed[1]?.id ?? '')).toBe(true);
    const others = createDayMessages({ prisma: database.prisma, clientId: '3.4', clock: () => NOW });
    expect(await others.unfinished(1_000, undefined)).toEqual([]);
  });
});
