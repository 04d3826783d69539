import { expect, test } from '@jest/globals';
import { createReadingLease } from '../../src/two-factor/counting/reading-lease.ts';
import type { SeenPerson } from '../../src/two-factor/seen-person.ts';
import { startCounting } from '../support/counting.ts';
import { describeRoom } from '../support/describe-room.ts';

const DAY_MS = 24 * 60 * 60_000;

describeRoom('what is kept of coverage', startCounting, (one) => {
  test('those left out are listed the next to end first, then by their ids, and only while it lasts', async () => {
    const { key, admin, place } = await one.counted('Left out');
    const ids = ['Ann', 'Ben', 'Cem'].map((name) => place.person(name, { twoFactor: 'off' }).id).sort();
    const [ann = '', ben = '', cem = ''] = ids;
    const now = one.clock().getTime();
    const [soon, late] = [new Date(now + DAY_MS), new Date(now + 2 * DAY_MS)];
    await one.twoFactor.exempt(admin, cem, { reason: 'both', until: late });
    await one.twoFactor.exempt(admin, ben, { reason: 'both', until: late });
    await one.twoFactor.exempt(admin, ann, { reason: 'other', until: late });
    await one.twoFactor.exempt(admin, cem, { reason: 'sooner', until: soon });
    const listed = async () => (await one.twoFactor.exemptions(key)).map(({ at: _, ...each }) => each);
    const byUserId = admin.userId;
    const last = [
      { userId: ann, reason: 'other', until: late, byUserId },
      { userId: ben, reason: 'both', until: late, byUserId },
    ];
    expect(await listed()).toEqual([{ userId: cem, reason: 'sooner', until: soon, byUserId }, ...last]);
    one.forward(DAY_MS + 1_000);
    expect(await listed()).toEqual(last);
  });

  test('stopping twice is one entry in the audit trail, and the second has no receipt', async () => {
    const { key, admin } = await one.counted('Stopped twice');
    expect(await one.twoFactor.stopCoverage(admin)).toEqual(expect.any(String));
    expect(await one.twoFactor.stopCoverage(admin)).toBeUndefined();
    expect(await one.audit({ installedIn: key.installedIn, action: 'coverage_stopped' })).toHaveLength(1);
  });

  test('somebody in several workspaces is one person, and an admin or no guest where they are in any', async () => {
    const key = { installedIn: 'E0PAGES', isEnterpriseInstall: true };
    const countsOf = () => Promise.reject(new Error('Nothing is counted here.'));
    const { clientId, clock, prisma } = one;
    const lease = createReadingLease({ prisma, countsOf, clientId, clock });
    const reading = await lease.take(key, 'UREADER');
    if (!reading) throw new Error('Somebody else reads.');
    const seen = (userId: string, more: Partial<SeenPerson>): SeenPerson => ({
      userId,
      name: undefined,
      admin: false,
      guest: false,
      seen: 'app',
      timeZone: undefined,
      ...more,
    });
    const position = { teams: ['T2'], cursor: '' };
    const zone = 'Europe/London';
    const first = [
      seen('U1', { name: 'Old', guest: true, seen: 'off', timeZone: zone }),
      seen('U2', { name: 'Kept', admin: true, timeZone: zone }),
      seen('U3', { guest: true, seen: 'sms' }),
      seen('U4', { seen: 'deactivated' }),
    ];
    const second = [
      seen('U1', { name: 'New', admin: true, seen: 'app', timeZone: 'Asia/Tokyo' }),
      seen('U2', { guest: true, seen: 'deactivated' }),
      seen('U3', { guest: true, seen: 'invited' }),
      seen('U4', { seen: 'off' }),
    ];
    expect(await lease.keep(reading, first, position)).toBe(true);
    expect(await lease.keep(reading, second, { teams: [], cursor: '' })).toBe(true);
    const people = await prisma.coveragePerson.findMany({
      where: { clientId, ...key },
      orderBy: { userId: 'asc' },
      select: { userId: true, name: true, admin: true, guest: true, seen: true, timeZone: true },
    });
    expect(people).toEqual([
      { userId: 'U1', name: 'New', admin: true, guest: false, seen: 'app', timeZone: 'Asia/Tokyo' },
      { userId: 'U2', name: 'Kept', admin: true, guest: false, seen: 'app', timeZone: zone },
      { userId: 'U3', name: null, admin: false, guest: true, seen: 'sms', timeZone: null },
      { userId: 'U4', name: null, admin: false, guest: false, seen: 'off', timeZone: null },
    ]);
    // Another process goes on with it from there, and shows as many as were read.
    expect(await lease.take(key, 'UREADER')).toBeUndefined();
    await lease.leave(reading, null);
    expect(await lease.take(key, 'UREADER')).toEqual({
      ...reading,
      people: first.length + second.length,
      position: { teams: [], cursor: '' },
    });
  });

  test('nobody counts guests before an admin chose it, and a workspace nobody read yet says nothing', async () => {
    const { key } = await one.counted('Fresh');
    expect(await one.twoFactor.coverage(key)).toMatchObject({
      kind: 'set_up',
      figures: undefined,
      reading: undefined,
      failed: undefined,
      countsGuests: false,
    });
  });

  test('a pause that Slack asks for is waited for in full before it is asked again', async () => {
    const { key } = await one.counted('Paused');
    const before = one.waits.length;
    one.slack.fault('users.list', { status: 503 }, 3);
    await one.twoFactor.refreshCoverage(key);
    one.slack.fault('users.list', { status: 429, retryAfterSeconds: 40 }, 1);
    await one.twoFactor.refreshCoverage(key);
    expect(one.waits.slice(before)).toEqual([1_000, 5_000, 15_000, 40_000]);
  });
});
