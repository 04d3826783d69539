import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { receiptOf } from '../../../src/audit/receipt.ts';
import type { Database } from '../../../src/database/database.ts';
import { findEndings } from '../../../src/notifications/finding/find-endings.ts';
import { findRenewals, settleRenewals } from '../../../src/notifications/finding/find-renewals.ts';
import { findRevocations } from '../../../src/notifications/finding/find-revocations.ts';
import { sweepNotifications } from '../../../src/notifications/sweep-notifications.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const NOW = new Date('2027-01-13T10:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ago = (ms: number) => new Date(NOW.getTime() - ms);

describe.each(databasesUnderTest)('what there is to tell, on $name', ({ open }) => {
  let database: Database;
  let clients = 0;
  let finding: { prisma: Database['prisma']; clientId: string; clock: () => Date };
  const key = { installedIn: 'T1', isEnterpriseInstall: false };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    clients += 1;
    finding = { prisma: database.prisma, clientId: `${clients}.1`, clock: () => NOW };
  });

  const permission = (userId: string, over: object = {}) =>
    database.prisma.userAuthorization.create({
      data: {
        clientId: finding.clientId,
        installedIn: key.installedIn,
        isEnterpriseInstall: key.isEnterpriseInstall,
        userId,
        name: 'Acme',
        tokenHash: 'a'.repeat(64),
        authorizedAt: ago(90 * DAY),
        ...over,
      },
    });
  const installation = (over: object = {}) =>
    database.prisma.installation.create({
      data: {
        clientId: finding.clientId,
        installedIn: key.installedIn,
        isEnterpriseInstall: key.isEnterpriseInstall,
        botUserId: 'U0BOT',
        installerUserId: 'U0INSTALLER',
        tokenHash: 'b'.repeat(64),
        authorizedAt: ago(90 * DAY),
        ...over,
      },
    });
  const audited = (action: string, userId: string, at: Date, details: object = {}, over: object = {}) =>
    database.prisma.auditEntry.create({
      data: {
        clientId: finding.clientId,
        installedIn: key.installedIn,
        isEnterpriseInstall: key.isEnterpriseInstall,
        actor: 'slack',
        action,
        subjectUserId: userId,
        at,
        details,
        ...over,
      },
    });
  const notes = () =>
    database.prisma.notification.findMany({
      where: { clientId: finding.clientId },
      orderBy: [{ userId: 'asc' }, { occasion: 'asc' }],
    });
  const told = async () => (await notes()).map(({ userId, topic }) => `${userId} ${topic}`);

  describe('of permissions that ended', () => {
    const ended = { revokedAt: ago(MINUTE), endedBy: 'slack' };

    test('is each that Slack or an admin ended, once, with who and why', async () => {
      const bySlack = await permission('U1', ended);
      const byAdmin = await permission('U2', {
        revokedAt: ago(2 * MINUTE),
        endedBy: 'admin',
        endedByUserId: 'U9',
      });
      const entry = await audited('permission_revoked', 'U2', ago(2 * MINUTE), { reason: 'Left' });
      expect(await findEndings(finding)).toBe(2);
      expect(await findEndings(finding)).toBe(0);
      expect(await notes()).toMatchObject([
        {
          userId: 'U1',
          topic: 'access_ended',
          urgent: true,
          state: 'waiting',
          foundAt: NOW,
          notBefore: NOW,
          details: {
            authorizationId: bySlack.id,
            placeName: 'Acme',
            by: 'slack',
            at: ago(MINUTE).toISOString(),
          },
        },
        {
          userId: 'U2',
          details: { authorizationId: byAdmin.id, by: 'admin', byUserId: 'U9', reason: 'Left' },
        },
      ]);
      const [first, second] = (await notes()).map(({ details }) => details as Record<string, unknown>);
      expect(second).toMatchObject({ receipt: receiptOf(entry.id) });
      for (const absent of ['reason', 'byUserId', 'receipt']) expect(first).not.toHaveProperty(absent);
    });

    test('is none that works, that its person ended, or that went with the app', async () => {
      await permission('U1');
      await permission('U2', { revokedAt: ago(MINUTE), endedBy: 'member', endedByUserId: 'U2' });
      await permission('U3', { revokedAt: ago(MINUTE), endedBy: 'admin', endedByUserId: 'U3' });
      await permission('U4', { ...ended, uninstalledAt: ago(MINUTE) });
      expect(await findEndings(finding)).toBe(0);
    });

    test.each(['verify', 'auth.test'])('is none that its person found by %s', async (foundBy) => {
      await permission('U1', ended);
      await audited('permission_revoked', 'U1', ended.revokedAt, { foundBy });
      expect(await findEndings(finding)).toBe(0);
    });

    test('takes the entry of this very ending, and no other', async () => {
      await permission('U1', ended);
      await audited('permission_revoked', 'U1', ago(5 * MINUTE), { reason: 'Of an earlier one' });
      await audited('permission_granted', 'U1', ended.revokedAt, { reason: 'Of something else' });
      await audited('permission_revoked', 'U2', ended.revokedAt, { reason: 'Of somebody else' });
      await audited(
        'permission_revoked',
        'U1',
        ended.revokedAt,
        { reason: 'Elsewhere' },
        { installedIn: 'T2' },
      );
      await audited('permission_revoked', 'U1', ended.revokedAt, { foundBy: 'verify' }, { clientId: '0.0' });
      await audited(
        'permission_revoked',
        'U1',
        ended.revokedAt,
        { reason: 'Of the organization' },
        { isEnterpriseInstall: true },
      );
      expect(await findEndings(finding)).toBe(1);
      expect((await notes())[0]?.details).not.toHaveProperty('reason');
    });

    test('is none of three days ago, and one of a moment less', async () => {
      await permission('U1', { revokedAt: ago(3 * DAY), endedBy: 'slack' });
      await permission('U2', { revokedAt: ago(3 * DAY - 1), endedBy: 'slack' });
      await findEndings(finding);
      expect(await told()).toEqual(['U2 access_ended']);
    });

    test('is only theirs where only they are looked for', async () => {
      await permission('U1', ended);
      await permission('U2', ended);
      await permission('U1', { ...ended, installedIn: 'T2' });
      await permission('U1', { ...ended, isEnterpriseInstall: true });
      expect(await findEndings(finding, { key, userIds: [] })).toBe(0);
      expect(await findEndings(finding, { key, userIds: ['U1'] })).toBe(1);
      expect((await notes()).map(({ installedIn, userId }) => [installedIn, userId])).toEqual([['T1', 'U1']]);
    });

    test('is told again when it was granted again and ended again', async () => {
      const { id } = await permission('U1', ended);
      await findEndings(finding);
      await database.prisma.userAuthorization.update({ where: { id }, data: { revokedAt: NOW } });
      expect(await findEndings(finding)).toBe(1);
    });

    test('is nothing of another app on the same database', async () => {
      await permission('U1', { ...ended, clientId: '0.0' });
      expect(await findEndings(finding)).toBe(0);
    });
  });

  describe('of revocations that Slack did not confirm at once', () => {
    const asked = { revokeAskedAt: ago(60 * MINUTE), revokeAskedByUserId: 'U9', revokeTries: 2 };
    const confirmed = { ...asked, revokedAt: ago(MINUTE), endedBy: 'admin' };
    const givenUp = { ...asked, revokeTriedAt: ago(MINUTE), revokeRetryAt: null };

    test('is what came of each, for the one who revoked it', async () => {
      const first = await permission('U1', confirmed);
      const second = await permission('U2', givenUp);
      await audited('permission_revoked', 'U1', ago(MINUTE));
      expect(await findRevocations(finding)).toBe(2);
      expect(await findRevocations(finding)).toBe(0);
      const rows = await notes();
      expect(rows.map(({ userId, topic, urgent }) => [userId, topic, urgent])).toEqual([
        ['U9', 'revocation_settled', true],
        ['U9', 'revocation_settled', true],
      ]);
      const details = rows.map((row) => row.details as Record<string, unknown>);
      expect(details).toContainEqual({
        authorizationId: first.id,
        whoseUserId: 'U1',
        outcome: 'revoked',
        askedAt: ago(60 * MINUTE).toISOString(),
        placeName: 'Acme',
        receipt: expect.any(String),
      });
      expect(details).toContainEqual({
        authorizationId: second.id,
        whoseUserId: 'U2',
        outcome: 'given_up',
        askedAt: ago(60 * MINUTE).toISOString(),
        placeName: 'Acme',
      });
    });

    test('is none that was confirmed at once, that is still tried, or that went with the app', async () => {
      await permission('U1', { ...confirmed, revokeTries: 0 });
      await permission('U2', { ...givenUp, revokeRetryAt: new Date(NOW.getTime() + MINUTE) });
      await permission('U3', { ...confirmed, uninstalledAt: ago(MINUTE) });
      await permission('U4', { ...confirmed, revokeAskedByUserId: null });
      expect(await findRevocations(finding)).toBe(0);
    });

    test('is none of three days ago, and one of a moment less', async () => {
      await permission('U1', { ...confirmed, revokedAt: ago(3 * DAY) });
      await permission('U2', { ...givenUp, revokeTriedAt: ago(3 * DAY) });
      expect(await findRevocations(finding)).toBe(0);
      await permission('U3', { ...confirmed, revokedAt: ago(3 * DAY - 1) });
      await permission('U4', { ...givenUp, revokeTriedAt: ago(3 * DAY - 1) });
      expect(await findRevocations(finding)).toBe(2);
    });

    test('is only what they revoked where only they are looked for', async () => {
      await permission('U1', confirmed);
      await permission('U2', { ...confirmed, revokeAskedByUserId: 'U8' });
      await permission('U3', { ...confirmed, installedIn: 'T2' });
      expect(await findRevocations(finding, { key, userId: 'U9' })).toBe(1);
      expect((await notes())[0]).toMatchObject({ installedIn: 'T1', details: { whoseUserId: 'U1' } });
    });
  });

  describe('of renewals', () => {
    const failing = {
      rotationError: 'fatal_error',
      rotationFailures: 3,
      rotationRetryAt: new Date(NOW.getTime() + MINUTE),
      rotationFailedAt: ago(MINUTE),
    };
    const note = async () => (await notes())[0];

    test('is the third failure in a row, not the second; and at once what Slack never renews', async () => {
      await permission('U1', { ...failing, rotationFailures: 2 });
      await permission('U2', failing);
      await permission('U3', { ...failing, rotationFailures: 1, rotationRetryAt: null });
      await permission('U4');
      expect(await findRenewals(finding)).toBe(2);
      expect(await findRenewals(finding)).toBe(0);
      expect(await notes()).toMatchObject([
        {
          userId: 'U2',
          urgent: false,
          details: { kind: 'user', failures: 3, dead: false, placeName: 'Acme' },
        },
        { userId: 'U3', details: { kind: 'user', failures: 1, dead: true } },
      ]);
    });

    test('of the workspace’s bot is told the person who added it', async () => {
      await installation(failing);
      await findRenewals(finding);
      expect(await notes()).toMatchObject([{ userId: 'U0INSTALLER', details: { kind: 'bot' } }]);
    });

    test('is none of what has ended', async () => {
      await permission('U1', { ...failing, revokedAt: NOW });
      await permission('U2', { ...failing, uninstalledAt: NOW });
      await permission('U3', { ...failing, tokenHash: null });
      expect(await findRenewals(finding)).toBe(0);
    });

    test('that works again is settled: dropped before it was sent, edited after', async () => {
      await permission('U1', failing);
      await permission('U2', failing);
      await findRenewals(finding);
      const message = await database.prisma.dayMessage.create({
        data: { ...key, clientId: finding.clientId, userId: 'U2', day: '2027-01-13', revision: 4 },
      });
      await database.prisma.notification.updateMany({
        where: { clientId: finding.clientId, userId: 'U2' },
        data: { state: 'sent', messageId: message.id },
      });
      expect(await settleRenewals(finding)).toBe(0);
      const renewed = { rotationError: null, rotationFailures: 0, rotationRetryAt: null };
      await database.prisma.userAuthorization.updateMany({
        where: { clientId: finding.clientId },
        data: { ...renewed, tokenHash: 'c'.repeat(64) },
      });
      expect(await settleRenewals(finding)).toBe(2);
      expect(await settleRenewals(finding)).toBe(0);
      expect(await notes()).toMatchObject([
        { userId: 'U1', state: 'dropped', reason: 'resolved', resolvedAt: NOW, details: { over: 'renewed' } },
        { userId: 'U2', state: 'sent', reason: null, resolvedAt: NOW, details: { over: 'renewed' } },
      ]);
      const { revision } = await database.prisma.dayMessage.findUniqueOrThrow({ where: { id: message.id } });
      expect(revision).toBe(5);
    });

    test.each([
      ['ended', { revokedAt: NOW }],
      ['ended', { uninstalledAt: NOW }],
      ['ended', { tokenHash: null }],
      ['given_again', { tokenHash: 'c'.repeat(64), authorizedAt: new Date(NOW.getTime() + 1) }],
      ['renewed', { rotationFailures: 0, rotationError: null }],
    ] as const)('is over as %s after %j', async (over, change) => {
      const { id } = await permission('U1', failing);
      await findRenewals(finding);
      await database.prisma.userAuthorization.update({ where: { id }, data: change });
      expect(await settleRenewals(finding)).toBe(1);
      expect(await note()).toMatchObject({ resolvedAt: NOW, details: { over } });
    });

    test('is over when its row is gone', async () => {
      const { id } = await permission('U1', failing);
      await findRenewals(finding);
      await database.prisma.userAuthorization.delete({ where: { id } });
      expect(await settleRenewals(finding)).toBe(1);
      expect(await note()).toMatchObject({ state: 'dropped', details: { over: 'ended' } });
    });

    test('says that Slack will never renew it as soon as that is so, once', async () => {
      const { id } = await permission('U1', failing);
      await findRenewals(finding);
      await database.prisma.userAuthorization.update({ where: { id }, data: { rotationRetryAt: null } });
      expect(await settleRenewals(finding)).toBe(1);
      expect(await settleRenewals(finding)).toBe(0);
      expect(await note()).toMatchObject({ state: 'waiting', resolvedAt: null, details: { dead: true } });
    });

    test('leaves alone what was dropped', async () => {
      const { id } = await permission('U1', failing);
      await findRenewals(finding);
      await database.prisma.notification.updateMany({
        where: { clientId: finding.clientId },
        data: { state: 'dropped', reason: 'opted_out' },
      });
      await database.prisma.userAuthorization.update({ where: { id }, data: { revokedAt: NOW } });
      expect(await settleRenewals(finding)).toBe(0);
      expect(await note()).toMatchObject({ reason: 'opted_out', resolvedAt: null });
    });
  });

  test('is forgotten after 90 days, but for reminders, which are counted', async () => {
    const at = (topic: string, foundAt: Date) =>
      database.prisma.notification.create({
        data: {
          ...key,
          clientId: finding.clientId,
          userId: `U${topic}`,
          topic,
          occasion: randomUUID(),
          details: {},
          urgent: false,
          foundAt,
          notBefore: foundAt,
        },
      });
    await at('access_ended', ago(90 * DAY + 1));
    await at('renewal_failing', ago(90 * DAY));
    await at('two_factor_reminder', ago(900 * DAY));
    for (const [day, postedAt] of [
      ['2026-10-14', ago(90 * DAY + 1)],
      ['2026-10-15', ago(90 * DAY)],
      ['2026-10-16', null],
    ] as const) {
      await database.prisma.dayMessage.create({
        data: { ...key, clientId: finding.clientId, userId: 'U1', day, postedAt },
      });
    }
    expect(await sweepNotifications(finding)).toEqual({ notifications: 1, messages: 1 });
    expect(await told()).toEqual([
      'Urenewal_failing renewal_failing',
      'Utwo_factor_reminder two_factor_reminder',
    ]);
  });
});
