import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createReadAudit } from '../../src/audit/read-audit.ts';
import { AUDIT_ACTIONS, type AuditEntry, recordAudit } from '../../src/audit/record-audit.ts';
import { recordRefusal } from '../../src/audit/record-refusal.ts';
import type { Database } from '../../src/database/database.ts';
import { english } from '../../src/locales/words.ts';
import { databasesUnderTest } from '../support/databases.ts';

const clientId = '1.audit';
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, seconds));

test('admins can look for every action that the trail has a name for', () => {
  expect([...AUDIT_ACTIONS].sort()).toEqual(Object.keys(english.admin.audit.actions).sort());
});

describe.each(databasesUnderTest)('the audit trail, on $name', ({ open }) => {
  let database: Database;
  let places = 0;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  function place() {
    places += 1;
    const key = { installedIn: `T${places}`, isEnterpriseInstall: false };
    const enter = (entries: Omit<AuditEntry, 'clientId' | 'installedIn' | 'isEnterpriseInstall'>[]) =>
      recordAudit(
        database.prisma,
        entries.map((entry) => ({ clientId, ...key, ...entry })),
      );
    return { key, enter, audit: createReadAudit({ prisma: database.prisma, clientId }) };
  }
  const byUser = { kind: 'user', userId: 'U1' } as const;
  const granted = (seconds: number, subjectUserId = 'U1') =>
    ({ at: at(seconds), actor: byUser, action: 'permission_granted', subjectUserId }) as const;

  test('tells of one permission its own history alone, the newest first, and no more than was asked for', async () => {
    const { key, enter, audit } = place();
    const receipts = await enter([
      granted(2),
      {
        at: at(4),
        actor: { kind: 'admin', userId: 'U9' },
        action: 'permission_revoked',
        subjectUserId: 'U1',
      },
      granted(3),
      granted(5, 'U2'),
      { at: at(6), actor: byUser, action: 'installation_granted' },
      { at: at(7), actor: byUser, action: 'person_exempted', subjectUserId: 'U1' },
    ]);
    const [oldest, revoked, again, , bot] = receipts;
    const told = async (subject: string | null, most = 8) =>
      (await audit.history(key, subject, most)).map(({ receipt }) => receipt);
    expect(await told('U1')).toEqual([revoked, again, oldest]);
    expect(await told('U1', 2)).toEqual([revoked, again]);
    expect(await told(null)).toEqual([bot]);
    expect(await told('U3')).toEqual([]);
  });

  test('leaves nothing out of a history that happened to that permission, or to the app itself', async () => {
    const { key, enter, audit } = place();
    const [ofPerson, ofApp] = [/^(permission|revocation)_/, /^installation_/].map((about) =>
      AUDIT_ACTIONS.filter((action) => about.test(action)),
    ) as [(typeof AUDIT_ACTIONS)[number][], (typeof AUDIT_ACTIONS)[number][]];
    const slack = { at: at(1), actor: { kind: 'slack' } } as const;
    await enter(ofPerson.map((action) => ({ ...slack, action, subjectUserId: 'U1' })));
    await enter(ofApp.map((action) => ({ ...slack, action })));
    const told = async (subject: string | null) =>
      (await audit.history(key, subject, 50)).map(({ action }) => action).sort();
    expect(await told('U1')).toEqual([...ofPerson].sort());
    expect(await told(null)).toEqual([...ofApp].sort());
  });

  test('gives pages, the newest first, of everything or of one person or of one action', async () => {
    const { key, enter, audit } = place();
    const receipts = await enter([granted(1), granted(3, 'U2'), granted(2, 'U3')]);
    const [subject] = await enter([{ at: at(4), actor: { kind: 'slack' }, action: 'permission_revoked' }]);
    const [first, second, third] = receipts;
    const page = async (filter: object, offset = 0, limit = 10) =>
      (await audit.page(key, filter, { offset, limit })).map(({ receipt }) => receipt);
    expect(await page({})).toEqual([subject, second, third, first]);
    expect(await page({}, 1, 2)).toEqual([second, third]);
    expect(await page({ personId: 'U1' })).toEqual([second, third, first]);
    expect(await page({ personId: 'U3' })).toEqual([third]);
    expect(await page({ action: 'permission_revoked' })).toEqual([subject]);
    expect(await audit.count(key, {})).toBe(4);
    expect(await audit.count(key, { personId: 'U1' })).toBe(3);
  });

  test('finds an entry by its receipt, with all that people are told of it, in its own place alone', async () => {
    const { key, enter, audit } = place();
    const [receipt = '', plain = ''] = await enter([
      {
        at: at(1),
        action: 'permission_revoked',
        subjectUserId: 'U1',
        actor: { kind: 'admin', userId: 'U9' },
        details: { reason: 'left' },
      },
      { at: at(2), action: 'permission_revoked', actor: { kind: 'system' }, details: { reason: '' } },
    ]);
    expect(await audit.byReceipt(key, receipt)).toEqual({
      receipt,
      at: at(1),
      firstAt: at(1),
      times: 1,
      action: 'permission_revoked',
      reason: 'left',
      actor: 'admin',
      actorUserId: 'U9',
      subjectUserId: 'U1',
    });
    expect(await audit.byReceipt(key, plain)).toMatchObject({ reason: undefined, actorUserId: null });
    expect(await audit.byReceipt({ ...key, isEnterpriseInstall: true }, receipt)).toBeUndefined();
    expect(await audit.byReceipt(place().key, receipt)).toBeUndefined();
    const stranger = createReadAudit({ prisma: database.prisma, clientId: '1.stranger' });
    expect(await stranger.byReceipt(key, receipt)).toBeUndefined();
  });

  test('enters refusals of one person once, until an admin resolves the alert about refusals of this place', async () => {
    const [{ key, audit }, elsewhere] = [place(), place()];
    const refuse = (seconds: number, userId = 'U1') =>
      recordRefusal(database.prisma, {
        at: at(seconds),
        clientId,
        ...key,
        userId,
        attempted: 'look',
        role: 'member',
      });
    const resolve = (where: typeof key, cause: string, seconds: number) =>
      database.prisma.alertMark.create({ data: { clientId, ...where, cause, resolvedAt: at(seconds) } });
    const first = await refuse(1);
    await resolve(key, 'expired', 2);
    await resolve(elsewhere.key, 'admin_refused', 2);
    expect(await refuse(3)).toBe(first);
    expect(await refuse(4, 'U2')).not.toBe(first);
    await resolve(key, 'admin_refused', 5);
    const later = await refuse(6);
    expect(later).not.toBe(first);
    expect(await audit.byReceipt(key, first)).toMatchObject({ firstAt: at(1), at: at(3), times: 2 });
    expect(await audit.byReceipt(key, later)).toEqual({
      receipt: later,
      at: at(6),
      firstAt: at(6),
      times: 1,
      action: 'admin_refused',
      reason: undefined,
      actor: 'user',
      actorUserId: 'U1',
      subjectUserId: null,
    });
  });
});
