import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { type Authorizations, createAuthorizations } from '../../src/authorizations/authorizations.ts';
import type { Admin } from '../../src/authorizations/roles/require-admin.ts';
import type { Notifications } from '../../src/notifications/notifications.ts';
import { createPreferences } from '../../src/notifications/preferences.ts';
import { createTwoFactor, type TwoFactor } from '../../src/two-factor/two-factor.ts';
import { startCounting } from '../support/counting.ts';
import { describeRoom } from '../support/describe-room.ts';
import { pauseBefore } from '../support/pausing.ts';

const DAY_MS = 24 * 60 * 60_000;
const OUTDATED = { code: 'outdated' };

describeRoom('what was opened before the last change', startCounting, (one) => {
  /** A moment at which a form is opened, and then some time goes by. */
  function opened(): Date {
    const at = one.clock();
    one.forward(1_000);
    return at;
  }
  const readers = ({ key }: Admin) => one.prisma.coverageReader.count({ where: key });

  test('agrees to nothing after Stop, and a form opened after it does', async () => {
    const { owner } = await one.workspace('Agree');
    const admin = await one.adminOf(owner);
    const form = opened();
    await one.twoFactor.agreeToCoverage(admin, form);
    await one.twoFactor.stopCoverage(admin, opened());
    await expect(one.twoFactor.agreeToCoverage(admin, form)).rejects.toMatchObject(OUTDATED);
    expect(await readers(admin)).toBe(0);
    expect(await one.twoFactor.agreeToCoverage(admin, opened())).toBeDefined();
    expect(await readers(admin)).toBe(1);
  });

  test('stops nothing after a new agreement', async () => {
    const { admin } = await one.counted('Stop');
    const button = opened();
    await one.twoFactor.stopCoverage(admin, button);
    one.forward(1_000);
    await one.twoFactor.agreeToCoverage(admin, opened());
    await expect(one.twoFactor.stopCoverage(admin, button)).rejects.toMatchObject(OUTDATED);
    expect(await readers(admin)).toBe(1);
  });

  test('exempts and counts nobody again after either', async () => {
    const { place, owner } = await one.workspace('Exempt');
    const admin = await one.adminOf(owner);
    const { id } = place.person('Mia');
    const until = new Date(one.clock().getTime() + DAY_MS);
    const form = opened();
    const exempt = (madeAt: Date) => one.twoFactor.exempt(admin, id, { reason: 'away', until, madeAt });
    await exempt(form);
    await one.twoFactor.unexempt(admin, id, opened());
    await expect(exempt(form)).rejects.toMatchObject(OUTDATED);
    const button = opened();
    await exempt(opened());
    await expect(one.twoFactor.unexempt(admin, id, button)).rejects.toMatchObject(OUTDATED);
    expect(await one.twoFactor.exemptions(admin.key)).toHaveLength(1);
    // Another person's exemption is none of it.
    await one.twoFactor.exempt(admin, place.person('Sam').id, { reason: 'away', until, madeAt: form });
  });

  test('leaves the settings as they are', async () => {
    const { owner } = await one.workspace('Settings');
    const admin = await one.adminOf(owner);
    const form = opened();
    await one.twoFactor.countGuests(admin, true, form);
    await expect(one.twoFactor.countGuests(admin, false, form)).rejects.toMatchObject(OUTDATED);
    expect(await one.twoFactor.countGuests(admin, false, opened())).toBeDefined();
  });

  test('leaves what somebody wants to hear of as it is', async () => {
    const { prisma, clientId, clock } = one;
    const { place, owner } = await one.workspace('Preferences');
    const { preferencesAt, setPreferencesAt } = createPreferences({ prisma, clientId, clock });
    const here = { teamId: place.id };
    const form = opened();
    await setPreferencesAt(here, owner.id, { coverage_digest: true }, form);
    await expect(setPreferencesAt(here, owner.id, { coverage_digest: false }, form)).rejects.toMatchObject(
      OUTDATED,
    );
    expect(await preferencesAt(here, owner.id)).toMatchObject({ coverage_digest: true });
  });

  test('revokes no permission that was given since', async () => {
    const { place, owner } = await one.workspace('Revoke');
    const admin = await one.adminOf(owner);
    const member = place.person('Mia');
    await one.grant(member, { forMe: true });
    const form = opened();
    await one.grant(member, { forMe: true });
    const row = await one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: member.id } });
    expect(await one.authorizations.revokeFor(admin, row.id, 'left', form)).toBeUndefined();
    one.forward(1_000);
    expect(await one.authorizations.revokeFor(admin, row.id, 'left', one.clock())).toMatchObject({
      outcome: 'revoked',
    });
  });

  test('settles no alert that nobody had seen', async () => {
    const { place, owner } = await one.workspace('Alerts');
    const admin = await one.adminOf(owner);
    const asker = { context: { teamId: place.id }, userId: place.person('Mia').id };
    await one.authorizations.requireAdmin(asker, { attempted: 'look' });
    const home = opened();
    await one.authorizations.requireAdmin(asker, { attempted: 'look' });
    const [alert] = await one.authorizations.alerts(admin);
    if (!alert) throw new Error('There is no alert.');
    await expect(one.authorizations.markAlert(admin, alert, 'resolved', home)).rejects.toMatchObject(
      OUTDATED,
    );
    one.forward(1_000);
    expect(await one.authorizations.markAlert(admin, alert, 'resolved', one.clock())).toBeDefined();
  });

  describe('and opened while that change still waited for its turn', () => {
    /** One process whose next change waits; until it goes on, `form` is opened. */
    async function changedLate(change: (rooms: Rooms) => Promise<unknown>): Promise<Date> {
      const { clientId, clock, installations } = one;
      const { prisma, reached, goOn } = pauseBefore(one.prisma, ({ sql }) =>
        sql.includes('pg_advisory_xact_lock'),
      );
      const authorizations = createAuthorizations({ prisma, installations, clientId, clock });
      const logger = pino({ level: 'silent' });
      const twoFactor = createTwoFactor({ prisma, installations, authorizations, clientId, clock, logger });
      const preferences = createPreferences({ prisma, clientId, clock });
      const changed = change({ authorizations, twoFactor, preferences });
      await reached;
      one.forward(1_000);
      const form = opened();
      goOn();
      await changed;
      return form;
    }
    type Rooms = {
      authorizations: Authorizations;
      twoFactor: TwoFactor;
      preferences: Pick<Notifications, 'setPreferencesAt'>;
    };

    test('exempts nobody otherwise', async () => {
      const { place, owner } = await one.workspace('Exempt late');
      const admin = await one.adminOf(owner);
      const { id } = place.person('Mia');
      const until = new Date(one.clock().getTime() + DAY_MS);
      const form = await changedLate(({ twoFactor }) =>
        twoFactor.exempt(admin, id, { reason: 'first', until }),
      );
      const again = one.twoFactor.exempt(admin, id, { reason: 'second', until, madeAt: form });
      await expect(again).rejects.toMatchObject(OUTDATED);
      expect((await one.twoFactor.exemptions(admin.key))[0]?.reason).toBe('first');
    });

    test('leaves what somebody wants to hear of as it is', async () => {
      const { place, owner } = await one.workspace('Preferences late');
      const here = { teamId: place.id };
      const form = await changedLate(({ preferences }) =>
        preferences.setPreferencesAt(here, owner.id, { coverage_digest: true }),
      );
      const { setPreferencesAt, preferencesAt } = createPreferences(one);
      const again = setPreferencesAt(here, owner.id, { coverage_digest: false }, form);
      await expect(again).rejects.toMatchObject(OUTDATED);
      expect(await preferencesAt(here, owner.id)).toMatchObject({ coverage_digest: true });
    });

    test('settles no alert', async () => {
      const { place, owner } = await one.workspace('Alerts late');
      const admin = await one.adminOf(owner);
      const asker = { context: { teamId: place.id }, userId: place.person('Mia').id };
      await one.authorizations.requireAdmin(asker, { attempted: 'look' });
      const [alert] = await one.authorizations.alerts(admin);
      if (!alert) throw new Error('There is no alert.');
      const form = await changedLate(({ authorizations }) =>
        authorizations.markAlert(admin, alert, 'acknowledged'),
      );
      const again = one.authorizations.markAlert(admin, alert, 'resolved', form);
      await expect(again).rejects.toMatchObject(OUTDATED);
    });
  });
});
