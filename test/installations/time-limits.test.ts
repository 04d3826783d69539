import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { type CustodyUnderTest, startCustody } from '../support/custody.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { until } from '../support/until.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LIFE_MS = 12 * HOUR_MS;

describe.each(databasesUnderTest)('both sides of each time, on $name', ({ open }) => {
  let database: Database;
  let one: CustodyUnderTest;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  afterEach(async () => {
    await one.stop();
  });

  async function installed(options: Parameters<typeof startCustody>[1] = {}) {
    one = await startCustody(database, options);
    const workspace = one.slack.workspace('Acme');
    const owner = workspace.person('Olga', { role: 'owner' });
    await one.grant(owner);
    const where = { clientId: one.clientId };
    const bot = () => one.prisma.installation.findFirstOrThrow({ where });
    const own = () => one.prisma.userAuthorization.findFirstOrThrow({ where });
    return { workspace, owner, context: { teamId: workspace.id }, bot, own };
  }
  const outcomeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error) => error.code,
    );
  const calls = (method: string) => one.slack.calls.filter((call) => call.method === method).length;

  describe('what is swept', () => {
    test.each([
      ['the state of an attempt', 10 * MINUTE_MS + HOUR_MS],
      ['an event', 3 * DAY_MS],
      ['the mark of a retired token', 30 * DAY_MS],
    ] as const)('%s stays as long as it may come again', async (what, ms) => {
      await installed();
      const event = `Ev${one.clientId}${ms}`;
      const { state } = await one.installations.consent.begin({ purpose: 'workspace' });
      await one.installations.claimEvent(event);
      await one.prisma.retiredToken.create({
        data: { clientId: one.clientId, tokenHash: event, retiredAt: one.clock() },
      });
      const isKept = async () => {
        await one.installations.sweep();
        if (what === 'an event') return !(await one.installations.claimEvent(event));
        if (what === 'the state of an attempt')
          return one.installations.consent
            .accept({ code: 'code', state, cookies: undefined })
            .catch(({ stop }) => stop === 'state_expired');
        return (await one.prisma.retiredToken.count({ where: { tokenHash: event } })) === 1;
      };
      one.forward(ms - MINUTE_MS);
      expect(await isKept()).toBe(true);
      one.forward(2 * MINUTE_MS);
      expect(await isKept()).toBe(false);
    });
  });

  test('the last use of a token is kept to a quarter of an hour', async () => {
    const { context, bot } = await installed({ rotation: false });
    const use = async () => (await one.installations.asBot(context)).call('auth.test');
    const usedAt = async () => (await bot()).lastUsedAt?.getTime();
    await use();
    const first = await until(usedAt, (at) => at !== undefined, 'the first use');
    one.forward(14 * MINUTE_MS);
    await use();
    expect(await usedAt()).toBe(first);
    one.forward(2 * MINUTE_MS);
    await use();
    await until(usedAt, (at) => at !== undefined && at > (first ?? 0) + 15 * MINUTE_MS, 'the later use');
  });

  test('a move whose end was never told is over after a day', async () => {
    const { context, owner } = await installed({ rotation: false });
    await one.installations.applyWorkspaceChange({
      kind: 'grid_migration_started',
      eventId: `EvMove${one.clientId}`,
      eventTime: one.clock(),
      teamId: context.teamId,
      enterpriseId: 'E1',
    });
    one.forward(DAY_MS - MINUTE_MS);
    expect(await outcomeOf(one.installations.asBot(context))).toBe('workspace_migrating');
    expect(await outcomeOf(one.installations.asUser(context, owner.id))).toBe('workspace_migrating');
    one.forward(2 * MINUTE_MS);
    expect(await outcomeOf(one.installations.asBot(context))).toBe('done');
    expect(await outcomeOf(one.installations.asUser(context, owner.id))).toBe('done');
  });

  test('a renewal that failed is tried again after half a minute, then after twice as long each time, up to half an hour', async () => {
    const { context, bot } = await installed();
    one.forward(LIFE_MS + SECOND_MS);
    const ask = () => outcomeOf(one.installations.asBot(context));
    const pauses: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      one.slack.fault('oauth.v2.access', { status: 429, retryAfterSeconds: 1 });
      expect(await ask()).toBe('rotation_pending');
      const { rotationFailedAt, rotationRetryAt, rotationFailures } = await bot();
      expect(rotationFailures).toBe(failure + 1);
      const pauseMs = (rotationRetryAt?.getTime() ?? 0) - (rotationFailedAt?.getTime() ?? 0);
      pauses.push(pauseMs);
      const asked = calls('oauth.v2.access');
      one.forward(pauseMs - 20 * SECOND_MS);
      expect(await ask()).toBe('rotation_pending');
      expect(calls('oauth.v2.access')).toBe(asked);
      one.forward(20 * SECOND_MS);
    }
    for (const [index, pauseMs] of pauses.entries()) {
      const least = Math.min(30 * SECOND_MS * 2 ** index, 30 * MINUTE_MS);
      // A tenth at random, and the milliseconds between two looks at the clock.
      expect(pauseMs).toBeGreaterThan(least - SECOND_MS);
      expect(pauseMs).toBeLessThan(least * 1.1 + SECOND_MS);
    }
    expect(await ask()).toBe('done');
  });

  describe('an event about an end', () => {
    const revoked = (eventTime: Date, userId: string, teamId: string) =>
      one.installations.applyLifecycleEvent({
        kind: 'tokens_revoked',
        eventId: `Ev${eventTime.getTime()}${userId}`,
        eventTime,
        context: { teamId },
        userIds: [userId],
        botUserIds: [],
        ignored: 0,
      });

    test.each([
      ['a minute and more older than the grant ends nothing, and Slack is not asked', -70, 0, []],
      ['just older than the grant is judged by Slack', -50, 1, []],
      ['just younger than the grant is judged by Slack', 50, 1, []],
    ])('%s', async (_, seconds, asked, ended) => {
      const { owner, context, own } = await installed({ rotation: false });
      const before = calls('auth.test');
      one.forward(2 * MINUTE_MS);
      const at = new Date((await own()).authorizedAt.getTime() + seconds * SECOND_MS);
      expect(await revoked(at, owner.id, context.teamId)).toMatchObject({ endedUserIds: ended });
      expect(calls('auth.test') - before).toBe(asked);
      expect((await own()).revokedAt).toBeNull();
    });

    test('a minute and more younger than the grant ends it without a question', async () => {
      const { owner, context, own, bot } = await installed({ rotation: false });
      const before = calls('auth.test');
      one.forward(2 * MINUTE_MS);
      const at = new Date((await own()).authorizedAt.getTime() + 70 * SECOND_MS);
      expect(await revoked(at, owner.id, context.teamId)).toMatchObject({
        duplicate: false,
        endedUserIds: [owner.id],
        endedBots: 0,
      });
      expect(calls('auth.test')).toBe(before);
      expect(await own()).toMatchObject({ sealedUserToken: null, endedBy: 'slack', revokedAt: at });
      expect(await bot()).toMatchObject({ revokedAt: null, uninstalledAt: null });
    });
  });
});
