import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Admin } from '../../src/authorizations/roles/require-admin.ts';
import type { Database } from '../../src/database/database.ts';
import { createReminders } from '../../src/notifications/reminders.ts';
import type { CountedPerson } from '../../src/two-factor/coverage.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { noteItem } from '../support/notification-row.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const DAY = 24 * 60 * 60_000;
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe.each(databasesUnderTest)('reminders to turn on two-factor sign-in, on $name', ({ open }) => {
  let database: Database;
  let clientId: string;
  let clients = 0;
  let now: Date;
  let without: string[];
  let asked: number;
  let admin: Admin;
  let reminders: ReturnType<typeof createReminders>;
  const key = { installedIn: 'T1', isEnterpriseInstall: false };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    clients += 1;
    clientId = `${clients}.1`;
    now = NOW;
    asked = 0;
    const { prisma } = database;
    const { id, authorizedAt } = await prisma.installation.create({
      data: {
        ...key,
        clientId,
        botUserId: 'U0BOT',
        installerUserId: 'U9',
        authorizedAt: ago(90 * DAY),
      },
    });
    admin = {
      key,
      installation: { ...key, id, authorizedAt, appId: null },
      place: { teamId: 'T1', enterpriseId: undefined },
      userId: 'U9',
      placeName: 'Acme',
    } as unknown as Admin;
    const person = (userId: string): CountedPerson => ({
      userId,
      name: undefined,
      admin: false,
      state: 'off',
      timeZone: undefined,
    });
    reminders = createReminders({
      prisma,
      clientId,
      clock: () => now,
      twoFactor: {
        peopleWithout: async () => {
          asked += 1;
          return without.map(person);
        },
      },
    });
  });

  const earlier = (userId: string, over: object = {}) =>
    noteItem(
      database.prisma,
      { key, userId },
      {
        clientId,
        topic: 'two_factor_reminder',
        details: { number: 1, byUserId: 'U9' },
        state: 'sent',
        foundAt: ago(30 * DAY),
        sentAt: ago(10 * DAY),
        ...over,
      },
    );
  const preview = async () => {
    const { remind, spare } = await reminders.previewReminder(admin);
    return {
      remind: remind.map(({ userId }) => userId),
      spare: Object.fromEntries(spare.map(({ person, because, at }) => [person.userId, { because, at }])),
    };
  };

  test('reach everybody without it who was not reminded yet', async () => {
    without = ['U1', 'U2'];
    expect(await preview()).toEqual({ remind: ['U1', 'U2'], spare: {} });
    without = [];
    expect(await preview()).toEqual({ remind: [], spare: {} });
  });

  test('reach somebody again exactly three days after the last was sent, and not a moment earlier', async () => {
    without = ['U1', 'U2'];
    await earlier('U1', { sentAt: ago(3 * DAY - 1) });
    await earlier('U2', { sentAt: ago(3 * DAY) });
    expect(await preview()).toEqual({
      remind: ['U2'],
      spare: { U1: { because: 'reminded_lately', at: ago(3 * DAY - 1) } },
    });
  });

  test('count the pause from when it was sent, and where that is unknown from when it was found', async () => {
    without = ['U1', 'U2'];
    await earlier('U1', { foundAt: ago(2 * DAY), sentAt: ago(4 * DAY) });
    await earlier('U2', { foundAt: ago(2 * DAY), sentAt: null, state: 'unclear' });
    expect(await preview()).toEqual({
      remind: ['U1'],
      spare: { U2: { because: 'reminded_lately', at: ago(2 * DAY) } },
    });
  });

  test('reach nobody a fourth time, or while one waits or is on its way, or who wants none', async () => {
    without = ['U1', 'U2', 'U3', 'U4', 'U5'];
    for (let times = 0; times < 3; times += 1) await earlier('U1');
    for (let times = 0; times < 2; times += 1) await earlier('U2');
    await earlier('U3', { state: 'waiting', sentAt: null });
    await earlier('U4', { state: 'sending', sentAt: null });
    const choice = { ...key, clientId, topic: 'two_factor_reminder', changedAt: NOW };
    await database.prisma.notificationPreference.create({
      data: { ...choice, userId: 'U5', wanted: false },
    });
    await database.prisma.notificationPreference.create({
      data: { ...choice, userId: 'U2', wanted: true },
    });
    const { remind, spare } = await preview();
    expect(remind).toEqual(['U2']);
    expect(Object.entries(spare).map(([userId, { because }]) => [userId, because])).toEqual([
      ['U1', 'reminded_often'],
      ['U3', 'reminder_waits'],
      ['U4', 'reminder_waits'],
      ['U5', 'opted_out'],
    ]);
  });

  test('do not count what was dropped, but never give two the same name', async () => {
    without = ['U1'];
    await earlier('U1', { state: 'dropped', sentAt: null, foundAt: ago(DAY), occasion: 'reminder:1' });
    expect((await preview()).remind).toEqual(['U1']);
    expect(await reminders.sendReminders(admin)).toEqual({ people: 1, receipt: expect.any(String) });
    const sent = await database.prisma.notification.findFirstOrThrow({
      where: { clientId, state: 'waiting' },
    });
    expect(sent).toMatchObject({
      occasion: 'reminder:2',
      userId: 'U1',
      foundAt: NOW,
      details: { number: 1, byUserId: 'U9', placeName: 'Acme' },
    });
  });

  test('know nothing of what another installation or another app has sent', async () => {
    without = ['U1'];
    await earlier('U1', { sentAt: NOW, installedIn: 'T2' });
    await earlier('U1', { sentAt: NOW, isEnterpriseInstall: true });
    await earlier('U1', { sentAt: NOW, clientId: '0.0' });
    await earlier('U1', { sentAt: NOW, topic: 'access_ended' });
    expect((await preview()).remind).toEqual(['U1']);
  });

  test('leave one entry and a receipt, and none when they reach nobody', async () => {
    without = ['U1', 'U2'];
    const { people } = await reminders.sendReminders(admin);
    expect(people).toBe(2);
    expect(await reminders.sendReminders(admin)).toEqual({ people: 0, receipt: undefined });
    const entries = await database.prisma.auditEntry.findMany({ where: { clientId } });
    expect(entries).toMatchObject([
      { action: 'reminders_sent', actorUserId: 'U9', at: NOW, details: { people: 2 } },
    ]);
  });

  test('are not sent from an installation that was granted again meanwhile', async () => {
    without = ['U1'];
    await database.prisma.installation.update({
      where: { id: admin.installation.id },
      data: { authorizedAt: NOW },
    });
    await expect(reminders.sendReminders(admin)).rejects.toMatchObject({ code: 'installation_changed' });
    expect(await database.prisma.notification.count({ where: { clientId } })).toBe(0);
  });

  test('are dropped for those who turned it on meanwhile, by a list that is a minute old at most', async () => {
    without = ['U1'];
    const waiting = await earlier('U1', { state: 'waiting' });
    const other = await earlier('U2', { state: 'waiting' });
    expect(await reminders.checkReminder(waiting)).toBe('tell');
    expect(await reminders.checkReminder(other)).toEqual({ drop: 'no_longer_without' });
    expect(asked).toBe(1);
    without = [];
    now = new Date(NOW.getTime() + 60_000);
    expect(await reminders.checkReminder(waiting)).toBe('tell');
    now = new Date(NOW.getTime() + 60_001);
    expect(await reminders.checkReminder(waiting)).toEqual({ drop: 'no_longer_without' });
    expect(asked).toBe(2);
    const elsewhere = await earlier('U1', { state: 'waiting', installedIn: 'T2' });
    await reminders.checkReminder(elsewhere);
    expect(asked).toBe(3);
  });
});
