import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { ATTEMPTS, recordRefusal } from '../../src/audit/record-refusal.ts';
import { eraseHomesWithin } from '../../src/authorizations/erase-homes.ts';
import type { Asker } from '../../src/authorizations/roles/viewer.ts';
import { startCounting } from '../support/counting.ts';
import { describeRoom } from '../support/describe-room.ts';

const DAY_MS = 24 * 60 * 60_000;

describeRoom('what people may repeat', startCounting, (one) => {
  const refused = (installedIn: string) => one.audit({ installedIn, action: 'admin_refused' });

  test('200 refused presses at once are one entry, with the first, the last and how many', async () => {
    const { place, owner } = await one.workspace('Refused');
    const admin = await one.adminOf(owner);
    const member = place.person('Mia');
    const asker = { context: { teamId: place.id }, userId: member.id };
    const admission = await one.authorizations.requireAdmin(asker, { attempted: 'remove_app' });
    const first = one.clock();
    const receipts = new Set([('refused' in admission && admission.receipt) || 'none']);
    one.forward(60_000);
    const { prisma, clientId } = one;
    const again = {
      at: one.clock(),
      clientId,
      installedIn: place.id,
      isEnterpriseInstall: false,
      ...({ userId: member.id, attempted: 'remove_app', role: 'member' } as const),
    };
    const noted = await Promise.all(Array.from({ length: 199 }, () => recordRefusal(prisma, again)));
    for (const receipt of noted) receipts.add(receipt);
    expect(receipts.size).toBe(1);
    const [entry, ...others] = await refused(place.id);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ times: 200, details: { attempted: 'remove_app', role: 'member' } });
    expect(entry?.firstAt?.getTime()).toBeLessThanOrEqual(first.getTime());
    expect(entry?.at).toEqual(again.at);

    const { lines } = await one.authorizations.auditTrail(admin, { page: 1, action: 'admin_refused' });
    expect(lines).toEqual([expect.objectContaining({ times: 200, receipt: [...receipts][0] })]);
    const [alert] = await one.authorizations.alerts(admin);
    expect(alert).toMatchObject({ cause: 'admin_refused', count: 200 });
    expect(alert?.lastAt).toEqual(entry?.at);
    expect(alert?.firstAt).toEqual(entry?.firstAt);
  });

  test('after an admin has settled the refusals, those that follow are counted from one', async () => {
    const { place, owner } = await one.workspace('Settled');
    const admin = await one.adminOf(owner);
    const asker = { context: { teamId: place.id }, userId: place.person('Mia').id };
    await one.authorizations.requireAdmin(asker, { attempted: 'look' });
    one.forward(1_000);
    const [alert] = await one.authorizations.alerts(admin);
    if (!alert) throw new Error('There is no alert.');
    await one.authorizations.markAlert(admin, alert, 'resolved');
    expect(await one.authorizations.alerts(admin)).toEqual([]);
    one.forward(1_000);
    await one.authorizations.requireAdmin(asker, { attempted: 'look' });
    expect(await one.authorizations.alerts(admin)).toEqual([
      expect.objectContaining({ cause: 'admin_refused', count: 1 }),
    ]);
    expect(await refused(place.id)).toHaveLength(2);
  });

  test('whatever somebody tries and however often, their entries are no more than there are things to try', async () => {
    const { place } = await one.workspace('Everything');
    const asker = { context: { teamId: place.id }, userId: place.person('Mia').id };
    for (let round = 0; round < 3; round += 1) {
      for (const attempted of ATTEMPTS) await one.authorizations.requireAdmin(asker, { attempted });
      one.forward(DAY_MS);
    }
    expect(await refused(place.id)).toHaveLength(ATTEMPTS.length);
  });

  const takeTurn = async (asker: Asker) =>
    one.authorizations.consumeRateLimit(await one.authorizations.lookUp(asker), 'verify');

  test("a person's turns in one workspace leave whoever has the same id in another alone", async () => {
    const { place: a } = await one.workspace('Turns A');
    const { place: b } = await one.workspace('Turns B');
    const take = (teamId: string) => takeTurn({ context: { teamId }, userId: 'U1' });
    const many = await Promise.all(Array.from({ length: 13 }, () => take(b.id)));
    expect(many.filter(({ granted }) => granted)).toHaveLength(12);
    expect(await take(b.id)).toMatchObject({ granted: false });
    expect(await take(a.id)).toEqual({ granted: true });
  });

  test('turns that were used up come back with the next span, as many as before', async () => {
    const { place } = await one.workspace('Turns again');
    const take = () => takeTurn({ context: { teamId: place.id }, userId: 'U1' });
    const granted = async () => {
      const turns = await Promise.all(Array.from({ length: 13 }, take));
      return turns.filter((turn) => turn.granted).length;
    };
    expect(await granted()).toBe(12);
    const refused = await take();
    if (refused.granted) throw new Error('One more was granted.');
    one.forward(refused.waitSeconds * 1000);
    expect(await granted()).toBe(12);
    expect(await take()).toMatchObject({ granted: false });
  });

  test('in the workspaces that one org-wide installation serves, a person has one limit', async () => {
    const organization = one.slack.organization('Turns Org');
    const [first, second] = ['One', 'Two'].map((name) =>
      one.slack.workspace(`Turns ${name}`, { organization }),
    );
    const owner = first?.person('Uma', { role: 'primary_owner' }) as Person;
    await one.grant(owner, { how: { target: 'organization', addTo: [first, second] as { id: string }[] } });
    const context = { teamId: String(first?.id), enterpriseId: organization.id };
    const here = { context, userId: owner.id };
    const there = { context: { ...context, teamId: String(second?.id) }, userId: owner.id };
    for (let turn = 0; turn < 12; turn += 1) await takeTurn(here);
    expect(await takeTurn(there)).toMatchObject({ granted: false });
  });

  test('turns are swept a day after their span began, and not before', async () => {
    const { place, key } = await one.workspace('Turns swept');
    await takeTurn({ context: { teamId: place.id }, userId: 'U1' });
    const left = async () => {
      await one.authorizations.sweepTurns();
      return one.prisma.turn.count({ where: { clientId: one.clientId, ...key } });
    };
    one.forward(DAY_MS - 60_000);
    expect(await left()).toBe(1);
    one.forward(2 * 60_000);
    expect(await left()).toBe(0);
  });

  test('turns are erased with the workspace', async () => {
    const { place, key } = await one.workspace('Turns erased');
    await takeTurn({ context: { teamId: place.id }, userId: 'U1' });
    const where = { clientId: one.clientId, ...key };
    expect(await one.prisma.turn.count({ where })).toBe(1);
    await one.prisma.$transaction((tx) => eraseHomesWithin(tx, where));
    expect(await one.prisma.turn.count({ where })).toBe(0);
  });
});
