import { expect, test } from '@jest/globals';
import { startCounting } from '../support/counting.ts';
import { describeRoom } from '../support/describe-room.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

describeRoom('what is remembered, and for how long', startCounting, (one) => {
  const calls = (method: string) => one.slack.calls.filter((call) => call.method === method).length;

  test('a link to a file works for ten minutes, once, and for nobody who is no admin any more', async () => {
    const { admin, key, owner } = await one.counted('Links');
    await one.twoFactor.refreshCoverage(key);
    const [good, late, demoted] = [
      await one.twoFactor.createExport(admin),
      await one.twoFactor.createExport(admin),
      await one.twoFactor.createExport(admin),
    ];
    owner.setRole('member');
    expect(await one.twoFactor.takeExport(demoted.secret)).toEqual({ kind: 'refused' });
    owner.setRole('owner');
    one.forward(10 * MINUTE_MS - 30_000);
    expect(await one.twoFactor.lookAtExport(good.secret)).toEqual({ kind: 'good', until: good.until });
    const taken = await one.twoFactor.takeExport(good.secret);
    expect(taken).toMatchObject({
      kind: 'taken',
      exported: { byUserId: owner.id, key, countsGuests: false },
    });
    expect(await one.twoFactor.takeExport(good.secret)).toEqual({ kind: 'used' });
    expect(await one.twoFactor.lookAtExport(good.secret)).toEqual({ kind: 'used' });
    one.forward(MINUTE_MS);
    expect(await one.twoFactor.lookAtExport(late.secret)).toEqual({ kind: 'expired' });
    expect(await one.twoFactor.takeExport(late.secret)).toEqual({ kind: 'expired' });
    expect(await one.twoFactor.takeExport('guessed')).toEqual({ kind: 'unknown' });
    expect(await one.audit({ action: 'coverage_exported', installedIn: key.installedIn })).toHaveLength(1);
    one.forward(DAY_MS - 2 * MINUTE_MS);
    await one.twoFactor.sweepCoverage();
    expect(await one.twoFactor.lookAtExport(late.secret)).toEqual({ kind: 'expired' });
    one.forward(3 * MINUTE_MS);
    await one.twoFactor.sweepCoverage();
    expect(await one.twoFactor.lookAtExport(late.secret)).toEqual({ kind: 'unknown' });
  });

  test('an exemption ends with its day, lies ahead, and no more than a year', async () => {
    const { admin, key, place } = await one.counted('Exempt');
    const zoe = place.person('Zoe', { twoFactor: 'off' });
    await one.twoFactor.refreshCoverage(key);
    const day = (ms: number) => new Date(one.clock().getTime() + ms).toISOString().slice(0, 10);
    expect(one.twoFactor.endOf(day(-DAY_MS))).toEqual({ problem: 'not_future' });
    expect(one.twoFactor.endOf('soon')).toEqual({ problem: 'not_future' });
    expect(one.twoFactor.endOf(day(0))).toEqual({
      until: new Date(`${day(DAY_MS)}T00:00:00Z`),
    });
    expect(one.twoFactor.endOf(day(365 * DAY_MS))).toHaveProperty('until');
    expect(one.twoFactor.endOf(day(366 * DAY_MS))).toEqual({ problem: 'too_far' });
    expect(one.twoFactor.usualLastDay()).toBe(day(90 * DAY_MS));

    const until = new Date(one.clock().getTime() + HOUR_MS);
    await one.twoFactor.exempt(admin, zoe.id, { reason: 'On leave', until });
    const status = () => one.twoFactor.personStatus(admin, zoe.id);
    const names = async () => (await one.twoFactor.peopleWithout(key)).map(({ name }) => name);
    one.forward(HOUR_MS - MINUTE_MS);
    expect(await one.twoFactor.exemptions(key)).toEqual([
      { userId: zoe.id, reason: 'On leave', until, byUserId: admin.userId, at: expect.any(Date) },
    ]);
    expect(await names()).toEqual([]);
    expect(await status()).toMatchObject({ exemption: { reason: 'On leave' } });
    one.forward(2 * MINUTE_MS);
    expect(await one.twoFactor.exemptions(key)).toEqual([]);
    expect(await status()).toMatchObject({ kind: 'off', exemption: undefined });
    expect(await names()).toEqual(['Zoe']);
    expect(await one.twoFactor.unexempt(admin, zoe.id)).toEqual(expect.any(String));
    expect(await one.twoFactor.unexempt(admin, zoe.id)).toBeUndefined();
    const entries = await one.audit({ subjectUserId: zoe.id });
    expect(entries.map(({ action, actorUserId }) => [action, actorUserId])).toEqual([
      ['person_exempted', admin.userId],
      ['person_counted_again', admin.userId],
    ]);
  });

  test('an exemption that is over is kept for ninety days, and then swept', async () => {
    const { admin, key, place } = await one.counted('Exempt once');
    const zoe = place.person('Zoe', { twoFactor: 'off' });
    const until = new Date(one.clock().getTime() + HOUR_MS);
    await one.twoFactor.exempt(admin, zoe.id, { reason: 'On leave', until });
    const kept = async () => {
      await one.twoFactor.sweepCoverage();
      return one.prisma.coverageExemption.count({ where: { clientId: one.clientId, ...key } });
    };
    one.forward(HOUR_MS + 90 * DAY_MS - MINUTE_MS);
    expect(await kept()).toBe(1);
    one.forward(2 * MINUTE_MS);
    expect(await kept()).toBe(0);
  });

  test('whether guests count is noted when it changes, and only then', async () => {
    const { admin, key, place } = await one.counted('Guests');
    place.person('Gus', { role: 'guest', twoFactor: 'off' });
    await one.twoFactor.refreshCoverage(key);
    const counted = async () => {
      const coverage = await one.twoFactor.coverage(key);
      return coverage.kind === 'set_up' ? [coverage.countsGuests, coverage.figures?.counted] : [];
    };
    expect(await counted()).toEqual([false, 1]);
    expect(await one.twoFactor.countGuests(admin, false)).toBeUndefined();
    expect(await one.twoFactor.countGuests(admin, true)).toEqual(expect.any(String));
    expect(await one.twoFactor.countGuests(admin, true)).toBeUndefined();
    expect(await counted()).toEqual([true, 2]);
    expect(await one.twoFactor.countGuests(admin, false)).toEqual(expect.any(String));
    expect(await counted()).toEqual([false, 1]);
    const entries = await one.audit({ installedIn: key.installedIn, action: { startsWith: 'guests_' } });
    expect(entries.map(({ action }) => action)).toEqual(['guests_counted', 'guests_left_out']);
  });

  test('a person’s own status is remembered for a day, and forgotten when Slack does not show it', async () => {
    const { place, owner } = await one.workspace('Own status');
    const at = { teamId: place.id };
    const remembered = () => one.twoFactor.rememberedOwnStatus(at, owner.id);
    expect(remembered()).toBeUndefined();
    await one.twoFactor.ownStatus(at, owner.id);
    one.forward(DAY_MS - MINUTE_MS);
    expect(remembered()).toEqual({ status: { kind: 'on', by: 'app' }, at: expect.any(Date) });
    one.forward(2 * MINUTE_MS);
    expect(remembered()).toBeUndefined();
    await one.twoFactor.ownStatus(at, owner.id);
    expect(remembered()).toBeDefined();
    one.slack.fault('users.info', { answer: { ok: true, user: { id: owner.id } } });
    expect(await one.twoFactor.ownStatus(at, owner.id)).toEqual({
      kind: 'not_visible',
      because: 'slack_does_not_say',
    });
    expect(remembered()).toBeUndefined();
  });

  test('a clock that is set back makes nothing recent: Slack is asked again who somebody is', async () => {
    const { place, owner } = await one.workspace('Set back');
    const asker = { context: { teamId: place.id }, userId: owner.id };
    const { authorizations } = one;
    const seenAs = async () => (await (await authorizations.resolveViewer(asker, 0)).settled).viewer.role;
    expect(await seenAs()).toBe('admin');
    owner.setRole('member');
    one.forward(-30 * MINUTE_MS);
    expect(await authorizations.whoIs(asker)).toBe('member');
    owner.setRole('owner');
    one.forward(30 * MINUTE_MS);
    expect(await authorizations.whoIs(asker)).toBe('admin');
    one.forward(-30 * MINUTE_MS);
    owner.setRole('member');
    expect(await seenAs()).toBe('member');
    one.forward(30 * MINUTE_MS);
  });

  test('who somebody is, is remembered for five minutes where only what is shown depends on it', async () => {
    const { place, owner } = await one.workspace('Standing');
    const asker = { context: { teamId: place.id }, userId: owner.id };
    const seenAs = async () => (await (await one.authorizations.resolveViewer(asker, 0)).settled).viewer.role;
    expect(await seenAs()).toBe('admin');
    const asked = calls('users.info');
    owner.setRole('member');
    one.forward(5 * MINUTE_MS - 30_000);
    expect(await seenAs()).toBe('admin');
    expect(calls('users.info')).toBe(asked);
    one.forward(MINUTE_MS);
    expect(await seenAs()).toBe('member');
    expect(calls('users.info')).toBe(asked + 1);
    owner.setRole('owner');
    // Rights are asked for every time.
    expect(await one.authorizations.whoIs(asker)).toBe('admin');
    expect((await one.authorizations.lookUp(asker)).role).toBe('admin');
  });
});
