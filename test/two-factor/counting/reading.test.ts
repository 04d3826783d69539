import { expect, test } from '@jest/globals';
import type { InstallationKey } from '../../../src/installations/rows/installation-key.ts';
import type { Coverage } from '../../../src/two-factor/coverage.ts';
import { startCounting } from '../../support/counting.ts';
import { describeRoom } from '../../support/describe-room.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const running = () => new AbortController().signal;

describeRoom('reading coverage', startCounting, (one) => {
  const setUp = (coverage: Coverage) => {
    if (coverage.kind !== 'set_up') throw new Error('It is not set up.');
    return coverage;
  };
  const figures = async (key: InstallationKey) => setUp(await one.twoFactor.coverage(key)).figures;
  /** A place of `people` people in all, a third of them without a second factor. */
  async function many(name: string, people: number) {
    const made = await one.counted(name);
    for (let index = 1; index < people; index += 1) {
      made.place.person(`Person ${index}`, { twoFactor: index % 3 === 0 ? 'off' : 'app' });
    }
    return made;
  }
  async function callsDuring(work: () => Promise<unknown>): Promise<number> {
    const before = one.listCalls().length;
    await work();
    return one.listCalls().length - before;
  }

  test('of many who ask at once, in two processes, one reads', async () => {
    const { key } = await many('Burst', 700);
    const other = await one.secondProcess();
    const progress: number[] = [];
    const calls = await callsDuring(() =>
      Promise.all([
        one.twoFactor.refreshCoverage(key),
        one.twoFactor.refreshCoverage(key, { onProgress: (people) => progress.push(people) }),
        other.refreshCoverage(key),
        other.refreshCoverage(key),
      ]),
    );
    expect(calls).toBe(4);
    // Whichever process reads, both see how far it is: never backwards, and to the end.
    expect(progress.at(-1)).toBe(702);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.filter((people) => ![0, 200, 400, 600, 702].includes(people))).toEqual([]);
    expect(await figures(key)).toMatchObject({ counted: 700 });
    expect(await one.prisma.coverageSnapshot.count({ where: { installedIn: key.installedIn } })).toBe(1);
  });

  test('what is cut off is gone on with by another process, from where it was', async () => {
    const { key } = await many('Cut off', 900);
    const cut = new AbortController();
    const first = await callsDuring(() =>
      one.twoFactor.refreshCoverage(key, {
        signal: cut.signal,
        onProgress: (people) => {
          if (people >= 600) cut.abort();
        },
      }),
    );
    expect(first).toBe(3);
    expect(await figures(key)).toBeUndefined();
    const other = await one.secondProcess();
    expect(await callsDuring(() => other.countDue(running()))).toBe(2);
    expect(await figures(key)).toMatchObject({ counted: 900 });
  });

  test('figures stand while a new reading is under way, and while one fails', async () => {
    const { key, place } = await many('Standing', 500);
    await one.twoFactor.refreshCoverage(key);
    place.person('Late', { twoFactor: 'off' });
    let seen: Coverage | undefined;
    const looks: Promise<void>[] = [];
    await one.twoFactor.refreshCoverage(key, {
      onProgress: () =>
        looks.push(
          one.twoFactor.coverage(key).then((now) => {
            seen ??= now;
          }),
        ),
    });
    await Promise.all(looks);
    expect(setUp(seen ?? { kind: 'not_set_up' }).figures).toMatchObject({ counted: 500 });
    expect(await figures(key)).toMatchObject({ counted: 501 });

    one.slack.fault('users.list', { status: 503 }, 4);
    await expect(one.twoFactor.refreshCoverage(key)).rejects.toMatchObject({ code: 'slack_unreachable' });
    const failed = setUp(await one.twoFactor.coverage(key));
    expect(failed).toMatchObject({ figures: { counted: 501 }, failed: { code: 'slack_unreachable' } });
    // Tried again within the hour by itself, and mended.
    one.forward(HOUR_MS + 60_000);
    expect(await one.twoFactor.countDue(running())).toMatchObject({ failed: 0 });
    expect(setUp(await one.twoFactor.coverage(key)).failed).toBeUndefined();
  });

  test('a page that does not come is asked for again; a Slack that wants too long a pause is left for later', async () => {
    const { key } = await many('Patient', 300);
    one.slack.fault('users.list', { status: 503 }, 2);
    one.slack.fault('users.list', { status: 429, retryAfterSeconds: 40 }, 1);
    await one.twoFactor.refreshCoverage(key);
    expect(await figures(key)).toMatchObject({ counted: 300 });
    one.slack.fault('users.list', { status: 429, retryAfterSeconds: 3_600 }, 1);
    await expect(one.twoFactor.refreshCoverage(key)).rejects.toMatchObject({ code: 'slack_rate_limited' });
  });

  test('a list that moved on under its reader is read from the beginning the next time', async () => {
    const { key } = await many('Moved on', 500);
    const cut = new AbortController();
    await one.twoFactor.refreshCoverage(key, { signal: cut.signal, onProgress: () => cut.abort() });
    one.slack.fault('users.list', { error: 'invalid_cursor' }, 1);
    await expect(one.twoFactor.refreshCoverage(key)).rejects.toMatchObject({ code: 'slack_refused' });
    await one.twoFactor.refreshCoverage(key);
    expect(await figures(key)).toMatchObject({ counted: 500 });
  });

  test('a reader whose permission ended or who is no admin any more reads nothing, and another who agreed does', async () => {
    const { key, place, owner } = await one.counted('Two readers');
    const ada = place.person('Ada', { role: 'admin', twoFactor: 'off' });
    await one.grant(ada, { forMe: true });
    await one.twoFactor.agreeToCoverage(await one.adminOf(ada));
    await one.twoFactor.refreshCoverage(key);
    expect(await figures(key)).toMatchObject({ readBy: owner.id });

    owner.tokens().endUntold();
    await one.twoFactor.refreshCoverage(key);
    expect(await figures(key)).toMatchObject({ readBy: ada.id });
    ada.setRole('member');
    one.forward(60_000);
    const lost = setUp(await one.twoFactor.refreshCoverage(key));
    expect(lost.reader).toMatchObject({ works: false, because: 'permission_ended' });
    expect(lost.figures).toMatchObject({ readBy: ada.id, sharePercent: 50 });
    await one.twoFactor.refreshCoverage(key);
    await one.twoFactor.countDue(running());
    const losses = await one.audit({ installedIn: key.installedIn, action: 'coverage_lost' });
    expect(losses.map(({ subjectUserId, details }) => [subjectUserId, details])).toEqual([
      [owner.id, { because: 'permission_ended' }],
      [ada.id, { because: 'no_admin_any_more' }],
    ]);

    ada.setRole('admin');
    expect(setUp(await one.twoFactor.refreshCoverage(key)).reader).toEqual({ works: true, userId: ada.id });
    expect(await one.audit({ installedIn: key.installedIn, action: 'coverage_restored' })).toHaveLength(1);
  });

  test('rights that end in the midst of a reading spoil nothing: what was hidden since is not taken for anything', async () => {
    const { key, owner } = await many('Demoted', 500);
    await one.twoFactor.refreshCoverage(key);
    const before = await figures(key);
    await one.twoFactor.refreshCoverage(key, { onProgress: () => owner.setRole('member') });
    expect(await figures(key)).toEqual(before);
    expect(setUp(await one.twoFactor.coverage(key)).reader).toMatchObject({ because: 'no_admin_any_more' });
  });

  test('an agreement without a permission waits for it, and reads nothing until then', async () => {
    const { key, place } = await one.workspace('Waiting');
    const ada = place.person('Ada', { role: 'admin' });
    await one.twoFactor.agreeToCoverage(await one.adminOf(ada));
    const calls = await callsDuring(() => one.twoFactor.refreshCoverage(key));
    expect(calls).toBe(0);
    expect(setUp(await one.twoFactor.coverage(key))).toMatchObject({
      reader: { works: false, userIds: [ada.id], because: 'no_permission_yet' },
      figures: undefined,
    });
    await one.grant(ada, { forMe: true });
    expect(await one.twoFactor.countAfterGrant({ teamId: place.id }, ada.id)).toBe(true);
    expect(await figures(key)).toMatchObject({ readBy: ada.id });
  });

  test('an organization is counted over the workspaces to which it was added, each person once', async () => {
    const organization = one.slack.organization('Meridian');
    const [london, paris, tokyo] = ['London', 'Paris', 'Tokyo'].map((name) =>
      one.slack.workspace(`Meridian ${name}`, { organization }),
    ) as [
      ReturnType<typeof one.slack.workspace>,
      ReturnType<typeof one.slack.workspace>,
      ReturnType<typeof one.slack.workspace>,
    ];
    const alice = london.person('Alice', { role: 'primary_owner', twoFactor: 'app' });
    london.person('Rebecca', { twoFactor: 'off' });
    paris.person('Alice', { role: 'owner' });
    paris.person('Carlos', { twoFactor: 'sms' });
    tokyo.person('Yuki', { twoFactor: 'off' });
    await one.grant(alice, { how: { target: 'organization', addTo: [london, paris] } });
    const key = { installedIn: organization.id, isEnterpriseInstall: true };
    await one.twoFactor.agreeToCoverage(await one.adminOf(alice, key));
    await one.twoFactor.refreshCoverage(key);
    expect(await figures(key)).toMatchObject({ counted: 3, on: 2, readBy: alice.id });
    expect((await one.twoFactor.peopleWithout(key)).map(({ name }) => name)).toEqual(['Rebecca']);
  });

  test('an organization of more workspaces than Slack lists on a page is counted over all of them', async () => {
    const organization = one.slack.organization('Paged');
    const first = one.slack.workspace('Paged One', { organization });
    const second = one.slack.workspace('Paged Two', { organization });
    const owner = first.person('Olga', { role: 'primary_owner', twoFactor: 'app' });
    second.person('Olga', { role: 'owner' });
    second.person('Zoe', { twoFactor: 'off' });
    await one.grant(owner, { how: { target: 'organization', addTo: [first, second] } });
    const key = { installedIn: organization.id, isEnterpriseInstall: true };
    await one.twoFactor.agreeToCoverage(await one.adminOf(owner, key));
    const page = ({ id, name }: { id: string; name: string }, next: string) =>
      one.slack.fault('auth.teams.list', {
        answer: { ok: true, teams: [{ id, name }], response_metadata: { next_cursor: next } },
      });
    page(first, 'more');
    page(second, '');
    const before = one.slack.calls.length;
    await one.twoFactor.refreshCoverage(key);
    expect(await figures(key)).toMatchObject({ counted: 2, on: 1 });
    const asked = one.slack.calls.slice(before).filter(({ method }) => method === 'auth.teams.list');
    expect(asked.map(({ args }) => args.cursor)).toEqual([undefined, 'more']);
  });

  test('by itself it counts each place once a day, places at different times', async () => {
    const keys = await Promise.all(
      ['Daily A', 'Daily B', 'Daily C', 'Daily D', 'Daily E', 'Daily F'].map(
        async (name) => (await one.counted(name)).key,
      ),
    );
    await one.twoFactor.countDue(running());
    const ours = new Set(keys.map(({ installedIn }) => installedIn));
    const perHour: number[] = [];
    for (let hour = 0; hour < 48; hour += 1) {
      one.forward(HOUR_MS);
      const before = one.listCalls().length;
      await one.twoFactor.countDue(running());
      perHour.push(
        one
          .listCalls()
          .slice(before)
          .filter(({ workspaceId }) => ours.has(workspaceId ?? '')).length,
      );
    }
    expect(perHour.reduce((sum, calls) => sum + calls, 0)).toBe(2 * keys.length);
    expect(perHour.filter((calls) => calls > 0).length).toBeGreaterThan(4);
  });

  test('a trend names the last share of each day, and days older than ninety are swept', async () => {
    const { key, place } = await one.counted('Trend');
    place.person('Zoe', { twoFactor: 'off' });
    await one.twoFactor.refreshCoverage(key);
    one.forward(2 * DAY_MS);
    place.person('Zoe').setTwoFactor('app');
    await one.twoFactor.refreshCoverage(key);
    one.forward(1_000);
    const trend = await one.twoFactor.trend(key, 90);
    expect(trend.map(({ sharePercent }) => sharePercent)).toEqual([50, 100]);
    one.forward(89 * DAY_MS);
    await one.twoFactor.sweepCoverage();
    expect((await one.twoFactor.trend(key, 90)).map(({ sharePercent }) => sharePercent)).toEqual([100]);
    expect(await one.prisma.coverageSnapshot.count({ where: { installedIn: key.installedIn } })).toBe(1);
  });

  test('of several readings in a day a trend tells the last, and a day is one of UTC', async () => {
    const { key, place } = await one.counted('Twice a day');
    const zoe = place.person('Zoe', { twoFactor: 'off' });
    /** Moves to that hour of the next day, in UTC. */
    const nextDayAt = (hour: number, minute = 0) => {
      const now = one.clock();
      const goal = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, hour, minute);
      one.forward(goal - now.getTime());
    };
    nextDayAt(0, 5);
    await one.twoFactor.refreshCoverage(key);
    one.forward(23 * HOUR_MS);
    zoe.setTwoFactor('app');
    await one.twoFactor.refreshCoverage(key);
    one.forward(50 * MINUTE_MS);
    const shares = async () =>
      (await one.twoFactor.trend(key, 90)).slice(-2).map(({ sharePercent }) => sharePercent);
    expect((await shares()).at(-1)).toBe(100);
    one.forward(10 * MINUTE_MS);
    zoe.setTwoFactor('off');
    await one.twoFactor.refreshCoverage(key);
    one.forward(1_000);
    expect(await shares()).toEqual([100, 50]);
  });

  test('when the app was removed the agreement ends and the people go at once, all of it with the workspace', async () => {
    const { key, place, owner, admin } = await one.counted('Removed');
    place.person('Zoe', { twoFactor: 'off' });
    await one.twoFactor.refreshCoverage(key);
    await one.twoFactor.exempt(admin, owner.id, {
      reason: 'x',
      until: new Date(one.clock().getTime() + DAY_MS),
    });
    await one.twoFactor.createExport(admin);
    const where = { installedIn: key.installedIn };
    const found = await one.prisma.userAuthorization.findFirstOrThrow({
      where: { ...where, userId: owner.id },
    });
    const bot = await one.prisma.installation.findFirstOrThrow({ where });
    const ending = { at: one.clock(), how: 'uninstalled', actor: { kind: 'slack' } } as const;
    await one.installations.endUser(found, ending);
    await one.installations.endBot(bot, ending);
    await one.twoFactor.countDue(running());
    expect(await one.twoFactor.coverage(key)).toEqual({ kind: 'not_set_up' });
    expect(await one.prisma.coveragePerson.count({ where })).toBe(0);
    one.forward(14 * DAY_MS);
    await one.installations.purgeUninstalled(running());
    const left = await Promise.all([
      one.prisma.coveragePlace.count({ where }),
      one.prisma.coverageReader.count({ where }),
      one.prisma.coverageSnapshot.count({ where }),
      one.prisma.coverageExemption.count({ where }),
      one.prisma.coverageExport.count({ where }),
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0]);
  });
});
