import { expect, test } from '@jest/globals';
import { startCounting } from '../support/counting.ts';
import { describeRoom } from '../support/describe-room.ts';

const MINUTE_MS = 60_000;

describeRoom('alerts', startCounting, (one) => {
  const CAUSE = 'slack:accesslimited';

  /** A workspace whose owner's permission Slack refuses when asked. */
  async function refused(name: string) {
    const { place, owner } = await one.workspace(name);
    const admin = await one.adminOf(owner);
    const fail = async () => {
      const viewer = await one.authorizations.lookUp({ context: { teamId: place.id }, userId: owner.id });
      const { own } = await one.authorizations.listMine(viewer, { page: 1 });
      if (!own) throw new Error('There is no own permission.');
      one.slack.fault('auth.test', { error: 'accesslimited' });
      await one.authorizations.verify(own);
    };
    const alerts = () => one.authorizations.alerts(admin);
    const mark = async (how: 'acknowledged' | 'resolved') => {
      const [alert] = await alerts();
      if (!alert) throw new Error('There is no alert.');
      return one.authorizations.markAlert(admin, alert, how);
    };
    await fail();
    return { place, owner, admin, fail, alerts, mark };
  }

  test('that were resolved come back with a new failure, and nobody looks after it yet', async () => {
    const { admin, fail, alerts, mark } = await refused('Back');
    expect(await alerts()).toEqual([
      expect.objectContaining({ cause: CAUSE, count: 1, acknowledged: undefined }),
    ]);
    expect(await mark('acknowledged')).toEqual(expect.any(String));
    expect(await alerts()).toEqual([
      expect.objectContaining({ acknowledged: { at: expect.any(Date), byUserId: admin.userId } }),
    ]);
    one.forward(MINUTE_MS);
    expect(await mark('resolved')).toEqual(expect.any(String));
    expect(await alerts()).toEqual([]);
    one.forward(MINUTE_MS);
    await fail();
    expect(await alerts()).toEqual([
      expect.objectContaining({ cause: CAUSE, count: 1, acknowledged: undefined }),
    ]);
    expect(await mark('acknowledged')).toEqual(expect.any(String));
  });

  test('stay acknowledged while it goes on failing, by whoever was first', async () => {
    const { place, admin, fail, alerts, mark } = await refused('Goes on');
    await mark('acknowledged');
    one.forward(MINUTE_MS);
    await fail();
    const [alert] = await alerts();
    expect(alert?.acknowledged?.byUserId).toBe(admin.userId);
    const other = await one.adminOf(place.person('Ada', { role: 'admin' }));
    if (alert) expect(await one.authorizations.markAlert(other, alert, 'acknowledged')).toBeUndefined();
    expect((await alerts())[0]?.acknowledged).toEqual(alert?.acknowledged);
    expect(await one.audit({ action: 'alert_acknowledged', installedIn: place.id })).toHaveLength(1);
  });

  test('are not resolved by a press that had not seen the latest failure settled, and once only', async () => {
    const { place, admin, fail, alerts, mark } = await refused('Late press');
    const [seen] = await alerts();
    one.forward(MINUTE_MS);
    await mark('resolved');
    if (!seen) throw new Error('There was no alert.');
    expect(await one.authorizations.markAlert(admin, seen, 'resolved')).toBeUndefined();
    expect(await one.authorizations.markAlert(admin, seen, 'acknowledged')).toBeUndefined();
    expect(await one.audit({ action: 'alert_resolved', installedIn: place.id })).toHaveLength(1);
    one.forward(MINUTE_MS);
    await fail();
    expect((await alerts())[0]?.acknowledged).toBeUndefined();
  });

  test('are not marked from a surface that shows less than there is by now, also where only a colleague has marked it', async () => {
    const { admin, alerts, mark } = await refused('Surface');
    const [seen] = await alerts();
    if (!seen) throw new Error('There was no alert.');
    const press = (how: 'acknowledged' | 'resolved', madeAt: Date) =>
      one.authorizations.markAlert(admin, seen, how, madeAt);
    const outdated = { code: 'outdated' };
    await expect(press('resolved', new Date(seen.lastAt.getTime() - 1))).rejects.toMatchObject(outdated);
    one.forward(MINUTE_MS);
    await mark('acknowledged');
    const [marked] = await alerts();
    await expect(press('resolved', seen.lastAt)).rejects.toMatchObject(outdated);
    expect(await alerts()).toEqual([marked]);
    if (!marked?.acknowledged) throw new Error('Nobody has acknowledged it.');
    expect(await press('resolved', marked.acknowledged.at)).toEqual(expect.any(String));
    expect(await alerts()).toEqual([]);
    await expect(press('acknowledged', marked.acknowledged.at)).rejects.toMatchObject(outdated);
  });

  test('are of one workspace alone, however alike those of another are', async () => {
    const [first, second] = [await refused('Here'), await refused('There')];
    await first.mark('acknowledged');
    await first.mark('resolved');
    expect(await first.alerts()).toEqual([]);
    expect(await second.alerts()).toEqual([
      expect.objectContaining({ cause: CAUSE, count: 1, acknowledged: undefined }),
    ]);
  });

  test('count everybody whom a cause befell, from the first to the last, the most frequent first', async () => {
    const { place, alerts, fail } = await refused('Many');
    const [before] = await alerts();
    one.forward(MINUTE_MS);
    await one.prisma.userAuthorization.createMany({
      data: ['U0A', 'U0B'].map((userId, index) => ({
        clientId: one.clientId,
        installedIn: place.id,
        isEnterpriseInstall: false,
        userId,
        grantedScopes: ['users:read'],
        authorizedAt: one.clock(),
        sealedUserToken: 'v1.none.none',
        verifiedAt: new Date(one.clock().getTime() + index),
        verifyError: 'org_login_required',
      })),
    });
    const found = await alerts();
    expect(found.map(({ cause, count }) => [cause, count])).toEqual([
      ['slack:org_login_required', 2],
      [CAUSE, 1],
    ]);
    expect(found[1]).toEqual(before);
    const [many] = found;
    expect(many && many.lastAt.getTime() - many.firstAt.getTime()).toBe(1);
    await fail();
    expect((await alerts())[1]?.lastAt.getTime()).toBeGreaterThan(before?.lastAt.getTime() ?? 0);
  });

  test.each([0, 1, 2, 5])('name the newest three of %i disputed revocations', async (number) => {
    const { place, owner } = await one.workspace(`Disputed ${number}`);
    const admin = await one.adminOf(owner);
    const entry = (
      action: string,
      index: number,
      more: { actor: string; actorUserId: string; details?: object },
    ) => ({
      action,
      at: new Date(one.clock().getTime() + index),
      clientId: one.clientId,
      installedIn: place.id,
      isEnterpriseInstall: false,
      subjectUserId: `U0PERSON${index}`,
      details: {},
      ...more,
    });
    const indexes = Array.from({ length: number }, (_, index) => index);
    await one.prisma.auditEntry.createMany({
      data: indexes.flatMap((index) => [
        entry('permission_revoked', index, {
          actor: 'admin',
          actorUserId: owner.id,
          details: { reason: `reason ${index}` },
        }),
        entry('revocation_contested', index, { actor: 'user', actorUserId: `U0PERSON${index}` }),
      ]),
    });
    const found = await one.authorizations.alerts(admin);
    expect(found.map(({ cause, count }) => [cause, count])).toEqual(
      number === 0 ? [] : [['revocation_contested', number]],
    );
    expect(found.flatMap(({ disputes }) => disputes ?? [])).toEqual(
      indexes
        .reverse()
        .slice(0, 3)
        .map((index) => ({
          whoseUserId: `U0PERSON${index}`,
          byUserId: owner.id,
          reason: `reason ${index}`,
          revokedAt: expect.any(Date),
          receipt: expect.stringMatching(/^A-/),
        })),
    );
  });
});
