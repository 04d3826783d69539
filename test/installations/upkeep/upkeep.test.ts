import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const running = () => new AbortController().signal;

describe.each(databasesUnderTest)('upkeep, on $name', ({ open }) => {
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

  async function installed(names: string[], options: Parameters<typeof startCustody>[1] = {}) {
    one = await startCustody(database, options);
    const places = [];
    for (const name of names) {
      const workspace = one.slack.workspace(name);
      const owner = workspace.person('Olga', { role: 'owner' });
      await one.grant(owner);
      places.push({ workspace, owner });
    }
    return places as [(typeof places)[0], ...typeof places];
  }
  const where = () => ({ clientId: one.clientId });

  describe('rotating ahead of time', () => {
    test('takes nothing that has more than four hours left, and everything that has less than three', async () => {
      await installed(['A', 'B', 'C']);
      one.forward(7.9 * HOUR_MS);
      expect(await one.installations.rotateDue(running())).toMatchObject({ renewed: 0 });
      one.forward(1.2 * HOUR_MS);
      // A bot's and a person's token in each of the three.
      expect(await one.installations.rotateDue(running())).toMatchObject({ renewed: 6 });
      expect(await one.installations.rotateDue(running())).toMatchObject({ renewed: 0 });
    });

    test.each([
      ['three hours', (second: number) => second === 0, 3 * HOUR_MS],
      ['four', (second: number) => second === 3_599, 4 * HOUR_MS - 1_000],
    ])('takes each at its own second of the hour, of which this is at %s', async (_, isIt, aheadMs) => {
      one = await startCustody(database);
      const secondOf = (id: string) =>
        Number.parseInt(createHash('md5').update(id).digest('hex').slice(0, 6), 16) % 3_600;
      let id = randomUUID();
      while (!isIt(secondOf(id))) id = randomUUID();
      await one.prisma.installation.create({
        data: {
          id,
          ...where(),
          installedIn: 'T0EDGE',
          isEnterpriseInstall: false,
          botUserId: 'U0BOT',
          grantedScopes: [],
          installerUserId: 'U0',
          authorizedAt: one.clock(),
          updatedAt: one.clock(),
          sealedBotToken: 'v1.none.none',
          sealedRefreshToken: 'v1.none.none',
          expiresAt: new Date(one.clock().getTime() + aheadMs + 60_000),
        },
      });
      const asked = async () => Object.values(await one.installations.rotateDue(running()));
      expect(await asked()).toEqual([0, 0, 0, 0]);
      one.forward(60_000);
      // It cannot be opened, which is no matter here.
      expect(await asked()).toEqual([0, 0, 1, 0]);
    });

    test('spreads what was granted together over an hour', async () => {
      await installed(Array.from({ length: 20 }, (_, index) => `Spread ${index}`));
      one.forward(8 * HOUR_MS);
      const renewed: number[] = [];
      for (let step = 0; step < 6; step += 1) {
        one.forward(HOUR_MS / 6);
        renewed.push((await one.installations.rotateDue(running())).renewed);
      }
      expect(renewed.reduce((sum, count) => sum + count)).toBe(40);
      expect(Math.max(...renewed)).toBeLessThan(25);
    });

    test('leaves dead ones alone and lets no other wait for them', async () => {
      const [first] = await installed(['Dead', 'Alive']);
      first.owner.tokens().killRefreshTokens();
      one.forward(9.5 * HOUR_MS);
      expect(await one.installations.rotateDue(running())).toEqual({
        renewed: 3,
        dead: 1,
        later: 0,
        gone: 0,
      });
      const before = one.refreshes();
      expect(await one.installations.rotateDue(running())).toMatchObject({ renewed: 0, dead: 0 });
      expect(one.refreshes()).toBe(before);
    });

    test('in two processes at once rotates each token once', async () => {
      const places = await installed(Array.from({ length: 8 }, (_, index) => `Pair ${index}`));
      const other = await one.startProcess();
      one.forward(9.5 * HOUR_MS);
      await Promise.all([one.installations.rotateDue(running()), other.rotateDue(running())]);
      for (const { workspace, owner } of places) {
        expect([workspace.botTokens().refreshes, owner.tokens().refreshes]).toEqual([1, 1]);
      }
    });

    test('stops when it is told to', async () => {
      await installed(['Stop']);
      one.forward(9.5 * HOUR_MS);
      const stopped = new AbortController();
      stopped.abort();
      expect(await one.installations.rotateDue(stopped.signal)).toMatchObject({ renewed: 0 });
    });
  });

  test('sweeping deletes old states, events and marks of retired tokens, and nothing younger', async () => {
    await installed(['Sweep']);
    await one.installations.consent.begin({ purpose: 'workspace' });
    await one.installations.claimEvent(`Ev${one.clientId}`);
    one.forward(9.5 * HOUR_MS);
    await one.installations.rotateDue(running());
    const marks = () => one.prisma.retiredToken.count({ where: where() });
    expect(await marks()).toBe(2);
    await one.installations.consent.begin({ purpose: 'workspace' });
    const young = await one.prisma.oAuthState.count({ where: { expiresAt: { gt: one.clock() } } });
    await one.installations.sweep();
    expect(await one.prisma.oAuthState.count()).toBe(young);
    expect(await one.installations.claimEvent(`Ev${one.clientId}`)).toBe(false);
    one.forward(4 * DAY_MS);
    await one.installations.sweep();
    expect(await one.installations.claimEvent(`Ev${one.clientId}`)).toBe(true);
    expect(await marks()).toBe(2);
    one.forward(30 * DAY_MS);
    await one.installations.sweep();
    expect(await marks()).toBe(0);
  });

  describe('erasing what is gone', () => {
    const left = async () => ({
      bots: await one.prisma.installation.count({ where: where() }),
      people: await one.prisma.userAuthorization.count({ where: where() }),
      audit: await one.prisma.auditEntry.count({ where: where() }),
    });
    const uninstall = (teamId: string, eventId: string) =>
      one.installations.applyLifecycleEvent({
        kind: 'app_uninstalled',
        eventId,
        eventTime: one.clock(),
        context: { teamId },
      });

    test('takes all of an uninstalled workspace after thirteen days, and nothing of another', async () => {
      const [gone] = await installed(['Gone', 'Stays']);
      one.forward(HOUR_MS);
      await uninstall(gone.workspace.id, `EvGone${one.clientId}`);
      one.forward(12.9 * DAY_MS);
      expect(await one.installations.purgeUninstalled(running())).toEqual({ places: 0, permissions: 0 });
      one.forward(0.2 * DAY_MS);
      expect(await one.installations.purgeUninstalled(running())).toEqual({ places: 1, permissions: 0 });
      expect(await left()).toEqual({ bots: 1, people: 1, audit: 2 });
    });

    test('leaves a workspace that was installed again', async () => {
      const [back] = await installed(['Back']);
      one.forward(HOUR_MS);
      await uninstall(back.workspace.id, `EvBack${one.clientId}`);
      one.forward(12 * DAY_MS);
      await one.grant(back.owner);
      one.forward(2 * DAY_MS);
      expect(await one.installations.purgeUninstalled(running())).toMatchObject({ places: 0 });
      expect(await left()).toMatchObject({ bots: 1, people: 1 });
    });

    test('takes a single permission ninety days after it ended', async () => {
      const [place] = await installed(['Single']);
      const own = await one.prisma.userAuthorization.findFirstOrThrow({ where: where() });
      await one.installations.endUser(own, {
        at: one.clock(),
        how: 'revoked',
        actor: { kind: 'user', userId: place.owner.id },
      });
      one.forward(89 * DAY_MS);
      await one.installations.purgeUninstalled(running());
      expect(await left()).toMatchObject({ people: 1 });
      one.forward(2 * DAY_MS);
      await one.installations.purgeUninstalled(running());
      expect(await left()).toMatchObject({ bots: 1, people: 0 });
    });
  });

  describe('resealing', () => {
    const [older, newer] = [
      { id: 'older', key: randomBytes(32) },
      { id: 'newer', key: randomBytes(32) },
    ];
    const sealedValues = async () => {
      const bots = await one.prisma.installation.findMany({ where: where() });
      const people = await one.prisma.userAuthorization.findMany({ where: where() });
      return [
        ...bots.flatMap((row) => [row.sealedBotToken, row.sealedRefreshToken]),
        ...people.flatMap((row) => [row.sealedUserToken, row.sealedRefreshToken]),
      ].map((sealed) => sealed?.split('.')[1]);
    };
    const start = (names: string[]) => installed(names, { vault: createVault([older]) });

    test('seals everything with the first key, and everything still opens without the older one', async () => {
      const [place] = await start(['One', 'Two']);
      const rotated = await one.startProcess({ vault: createVault([newer, older]) });
      const seen: number[] = [];
      const result = await rotated.reseal({ onProgress: ({ resealed }) => void seen.push(resealed) });
      expect(result).toEqual({ total: 8, resealed: 8, unreadable: 0 });
      expect(seen.at(-1)).toBe(8);
      expect(await sealedValues()).toEqual(Array(8).fill('newer'));
      const alone = await one.startProcess({ vault: createVault([newer]) });
      const source = { teamId: place.workspace.id, userId: place.owner.id };
      expect(await alone.authorize(source)).toMatchObject({
        botToken: place.workspace.botTokens().access,
        userToken: place.owner.tokens().access,
      });
      expect(await rotated.reseal()).toEqual({ total: 0, resealed: 0, unreadable: 0 });
    });

    test('can be stopped and begun again', async () => {
      await start(['Stop and go']);
      const rotated = await one.startProcess({ vault: createVault([newer, older]) });
      const stopping = new AbortController();
      await rotated.reseal({ signal: stopping.signal, onProgress: () => stopping.abort() });
      const half = (await sealedValues()).filter((id) => id === 'newer').length;
      expect(half).toBeGreaterThan(0);
      expect(half).toBeLessThan(4);
      await rotated.reseal();
      expect(await sealedValues()).toEqual(Array(4).fill('newer'));
    });

    test('leaves what it cannot open, counts it, and names its key in the log', async () => {
      await start(['Lost key']);
      const rotated = await one.startProcess({ vault: createVault([newer]) });
      expect(await rotated.reseal()).toEqual({ total: 4, resealed: 0, unreadable: 4 });
      expect(await sealedValues()).toEqual(Array(4).fill('older'));
      expect(one.log.join('')).toContain('sealed with the key \\"older\\"');
    });

    test('twice at once, with a rotation in between, loses nothing', async () => {
      const [place] = await start(['Race']);
      const rotated = await one.startProcess({ vault: createVault([newer, older]) });
      one.forward(9.5 * HOUR_MS);
      await Promise.all([rotated.reseal(), rotated.rotateDue(running()), rotated.reseal()]);
      await rotated.reseal();
      expect(await sealedValues()).toEqual(Array(4).fill('newer'));
      expect(await rotated.authorize({ teamId: place.workspace.id, userId: place.owner.id })).toMatchObject({
        botToken: place.workspace.botTokens().access,
        userToken: place.owner.tokens().access,
      });
    });
  });
});
