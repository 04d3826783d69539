import { expect, test } from '@jest/globals';
import { AppError } from '../../../src/errors.ts';
import type { Grant } from '../../../src/installations/grants/grant.ts';
import { keepGrant } from '../../../src/installations/grants/keep-grant.ts';
import type { SaveGrant } from '../../../src/installations/grants/save-grant.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { startCustody } from '../../support/custody.ts';
import { describeRoom } from '../../support/describe-room.ts';

const logger = createLogger({ level: 'silent', secrets: [], destination: { write() {} } });
const grant = {
  key: { installedIn: 'T1', isEnterpriseInstall: false },
  grantedByUserId: 'U1',
  grantedAt: new Date(0),
} satisfies Grant;
const saved = { again: false, stale: [], before: {} };
const away = new AppError({ code: 'database_unavailable', message: 'away', retryable: true });

/** Counts what it is asked, and fails so often. */
function failing(times: number, error: Error) {
  const tries: (boolean | undefined)[] = [];
  const waits: number[] = [];
  const save: SaveGrant = async (_, { late } = {}) => {
    tries.push(late);
    if (tries.length <= times) throw error;
    return saved;
  };
  const wait = async (ms: number) => void waits.push(ms);
  const keep = (given: Grant, onTrouble?: () => void) =>
    keepGrant({ saveGrant: save, logger, wait }, given, onTrouble);
  return { keep, tries, waits };
}

test('a database that is away is tried again, with longer and longer pauses, as a late one from then on', async () => {
  const { keep, tries, waits } = failing(4, away);
  expect(await keep(grant)).toBe(saved);
  expect(tries).toEqual([undefined, true, true, true, true]);
  expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
});

test('after ten minutes it is given up, and the error is the database’s', async () => {
  const { keep, waits } = failing(1_000, away);
  await expect(keep(grant)).rejects.toBe(away);
  const total = waits.reduce((sum, ms) => sum + ms, 0);
  expect(total).toBeGreaterThanOrEqual(600_000);
  expect(total).toBeLessThan(640_000);
});

test('what no second try would change is not tried again', async () => {
  const error = new AppError({ code: 'vault_key_missing', message: 'gone' });
  const { keep, tries } = failing(1, error);
  await expect(keep(grant)).rejects.toBe(error);
  expect(tries).toHaveLength(1);
});

describeRoom('what was there before', startCustody, (one) => {
  test("is the person's own: what a colleague gives at the same place replaces nothing of it", async () => {
    const workspace = one.slack.workspace('Colleagues');
    const [ada, ben] = ['Ada', 'Ben'].map((name) => workspace.person(name));
    const give = async (person: typeof ada) => {
      if (!person) throw new Error('Nobody is there.');
      one.forward(1_000);
      return one.saveGrant(await one.exchange(person, { forMe: true }));
    };
    const nothing = { again: false, before: { authorization: undefined } };
    const something = { again: true, before: { authorization: { grantedScopes: ['users:read'] } } };
    expect(await give(ada)).toMatchObject(nothing);
    expect(await give(ben)).toMatchObject(nothing);
    const retired = () => one.prisma.retiredToken.count({ where: { clientId: one.clientId } });
    expect(await retired()).toBe(0);
    expect(await give(ada)).toMatchObject(something);
    expect(await retired()).toBe(1);
    const caller = await one.installations.asUser({ teamId: workspace.id }, String(ben?.id));
    expect(await caller.call('auth.test')).toMatchObject({ user_id: ben?.id });
  });
});

describeRoom('a late save', startCustody, (one) => {
  const rowOf = (installedIn: string) => one.prisma.installation.findFirstOrThrow({ where: { installedIn } });
  const auditOf = (installedIn: string) => one.prisma.auditEntry.count({ where: { installedIn } });

  test('that was kept by the first try after all changes nothing, and was nothing before', async () => {
    const owner = one.slack.workspace('Twice').person('Olga', { role: 'owner' });
    const granted = await one.grant(owner);
    const [row, entries] = [await rowOf(owner.workspace.id), await auditOf(owner.workspace.id)];
    expect(await one.saveGrant(granted, { late: true })).toEqual({
      again: false,
      stale: ['bot', 'user'],
      before: { installation: undefined, authorization: undefined },
    });
    expect(await rowOf(owner.workspace.id)).toEqual(row);
    expect(await auditOf(owner.workspace.id)).toBe(entries);
  });

  test('is entered in the audit trail once for what each part gave: the installation, and the person’s permission', async () => {
    const owner = one.slack.workspace('Entered').person('Olga', { role: 'owner' });
    const granted = await one.grant(owner);
    const place = { installedIn: owner.workspace.id, isEnterpriseInstall: false };
    const entered = await one.prisma.auditEntry.findMany({
      where: { clientId: one.clientId, ...place },
      orderBy: { action: 'asc' },
    });
    const shared = {
      ...place,
      id: expect.any(String),
      clientId: one.clientId,
      at: granted.grantedAt,
      actor: 'user',
      actorUserId: owner.id,
      mergeKey: null,
      firstAt: null,
      times: 1,
    };
    expect(entered).toEqual([
      {
        ...shared,
        action: 'installation_granted',
        subjectUserId: null,
        details: { scopes: ['commands', 'chat:write', 'users:read', 'team:read'] },
      },
      {
        ...shared,
        action: 'permission_granted',
        subjectUserId: owner.id,
        details: { scopes: ['users:read'] },
      },
    ]);
  });

  test('does not take the place of what the person has given since', async () => {
    const owner = one.slack.workspace('Since').person('Olga', { role: 'owner' });
    const first = await one.grant(owner);
    one.forward(1_000);
    await one.grant(owner);
    const row = await rowOf(owner.workspace.id);
    expect((await one.saveGrant(first, { late: true })).stale).toEqual(['bot', 'user']);
    expect(await rowOf(owner.workspace.id)).toEqual(row);
  });

  test('is kept where something older is, or has ended', async () => {
    const owner = one.slack.workspace('Older').person('Olga', { role: 'owner' });
    await one.grant(owner);
    one.forward(1_000);
    const newer = await one.exchange(owner);
    const { stale, again } = await one.saveGrant(newer, { late: true });
    expect([stale, again]).toEqual([[], true]);
    expect((await rowOf(owner.workspace.id)).authorizedAt).toEqual(newer.grantedAt);
  });
});
