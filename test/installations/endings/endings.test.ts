import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const running = () => new AbortController().signal;

describe.each(databasesUnderTest)('endings, on $name', ({ name, open }) => {
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

  const alive = { revokedAt: null, uninstalledAt: null };

  describe('of an app that was removed', () => {
    /** The app in a workspace of an organization and org-wide; or org-wide alone. */
    async function orgWide({ ownToo = false } = {}) {
      one = await startCustody(database, { rotation: false });
      const organization = one.slack.organization('Umbrella');
      const first = one.slack.workspace('Umbrella One', { organization });
      const second = one.slack.workspace('Umbrella Two', { organization });
      const admin = first.person('Ann', { role: 'owner' });
      const owner = second.person('Uma', { role: 'primary_owner' });
      if (ownToo) await one.grant(admin);
      await one.grant(owner, { how: { target: 'organization', addTo: ownToo ? [second] : [first, second] } });
      const where = { clientId: one.clientId, installedIn: organization.id };
      const rows = async () => [
        await one.prisma.installation.findFirstOrThrow({ where }),
        await one.prisma.userAuthorization.findFirstOrThrow({ where }),
      ];
      return { organization, first, admin, owner, rows };
    }
    const removedFrom = (context: {
      teamId?: string;
      enterpriseId?: string;
      isEnterpriseInstall?: boolean;
    }) =>
      one.installations.applyLifecycleEvent({
        kind: 'app_uninstalled',
        eventId: `Ev${Math.random()}`,
        eventTime: one.clock(),
        context,
      });

    test.each([
      ['seconds', 1_000],
      ['hours', 5 * HOUR_MS],
    ])('from one workspace of an organization leave the org-wide rows, %s after the grant', async (_, ms) => {
      const { organization, first, rows } = await orgWide();
      one.forward(ms);
      const result = await removedFrom({ teamId: first.id, enterpriseId: organization.id });
      expect(result).toEqual({ duplicate: false, endedUserIds: [], endedBots: 0 });
      for (const row of await rows()) expect(row).toMatchObject(alive);
    });

    test('from the organization take the org-wide rows', async () => {
      const { organization, owner, rows } = await orgWide();
      one.forward(5 * HOUR_MS);
      const result = await removedFrom({ enterpriseId: organization.id, isEnterpriseInstall: true });
      expect(result).toEqual({ duplicate: false, endedUserIds: [owner.id], endedBots: 1 });
      for (const row of await rows()) expect(row.uninstalledAt).not.toBeNull();
    });

    test('from a workspace that has an installation of its own take that one, and leave its organization’s', async () => {
      const { organization, first, admin, rows } = await orgWide({ ownToo: true });
      one.forward(5 * HOUR_MS);
      const result = await removedFrom({ teamId: first.id, enterpriseId: organization.id });
      expect(result).toEqual({ duplicate: false, endedUserIds: [admin.id], endedBots: 1 });
      for (const row of await rows()) expect(row).toMatchObject(alive);
    });
  });

  test('of which the time leaves a doubt are believed where the token is of no use to anyone', async () => {
    one = await startCustody(database, { rotation: false });
    const workspace = one.slack.workspace('Acme');
    const owner = workspace.person('Olga', { role: 'owner' });
    await one.grant(owner);
    const where = { clientId: one.clientId, installedIn: workspace.id };
    await one.prisma.userAuthorization.updateMany({ where, data: { sealedUserToken: 'v1.test.broken' } });
    const result = await one.installations.applyLifecycleEvent({
      kind: 'tokens_revoked',
      eventId: 'EvDoubt',
      eventTime: one.clock(),
      context: { teamId: workspace.id },
      userIds: [owner.id],
      botUserIds: [],
      ignored: 0,
    });
    expect(result).toMatchObject({ endedUserIds: [owner.id] });
  });

  test('of a permission that renews are unfinished until Slack has taken the renewal, too', async () => {
    one = await startCustody(database);
    const owner = one.slack.workspace('Acme').person('Olga', { role: 'owner' });
    await one.grant(owner);
    const own = () => one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    // The first call ends the access token, the second its renewal.
    one.slack.fault('auth.revoke', { heldUntil: Promise.resolve() });
    one.slack.fault('auth.revoke', { status: 503 });
    const actor = { kind: 'user', userId: owner.id } as const;
    expect(await one.installations.revokePermission(await own(), actor)).toMatchObject({
      outcome: 'unfinished',
    });
    expect(await own()).toMatchObject({ revokedAt: null, revokeAskedByUserId: owner.id });
  });

  describe('that Slack has not confirmed', () => {
    async function unfinished() {
      one = await startCustody(database, { rotation: false });
      const workspace = one.slack.workspace('Acme');
      const owner = workspace.person('Olga', { role: 'owner' });
      await one.grant(owner);
      const own = () => one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
      const press = async (userId = owner.id) => {
        const kind = userId === owner.id ? 'user' : 'admin';
        return one.installations.revokePermission(await own(), { kind, userId });
      };
      one.slack.fault('auth.revoke', { status: 503 });
      expect(await press()).toMatchObject({ outcome: 'unfinished', receipt: expect.any(String) });
      const callerFor = () => one.installations.asUser({ teamId: workspace.id }, owner.id);
      const notLent = () => expect(callerFor()).rejects.toMatchObject({ code: 'not_authorized_yet' });
      return { owner, own, press, notLent };
    }

    test.each(['revoked', 'uninstalled'] as const)(
      'are not asked for where it was %s by then',
      async (how) => {
        one = await startCustody(database, { rotation: false });
        const owner = one.slack.workspace('Acme').person('Olga', { role: 'owner' });
        await one.grant(owner);
        const own = () => one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
        const seen = await own();
        const actor = { kind: 'user', userId: owner.id } as const;
        await one.installations.endUser(seen, { at: one.clock(), how, actor });
        const ended = await own();
        expect(await one.installations.revokePermission(seen, actor)).toEqual({ outcome: 'gone' });
        expect(await own()).toEqual(ended);
      },
    );

    // An embedded database has one connection: nobody holds a row while another asks for it.
    if (name === 'PostgreSQL') {
      test('are taken up without waiting for one that another process is at', async () => {
        const { own } = await unfinished();
        const { id } = await own();
        one.forward(HOUR_MS);
        const retry = () => one.installations.retryRevocations(running(), async () => {});
        await one.prisma.$transaction(
          async (tx) => {
            await tx.$queryRaw`SELECT id FROM user_authorizations WHERE id = ${id}::uuid FOR UPDATE`;
            expect(await retry()).toEqual({ asked: 0, revoked: 0, givenUp: 0 });
          },
          { timeout: 15_000 },
        );
        expect(await retry()).toEqual({ asked: 1, revoked: 1, givenUp: 0 });
      });
    }

    test('stay unfinished when a second press is refused, and the token is lent to nobody', async () => {
      const { owner, own, press, notLent } = await unfinished();
      one.forward(MINUTE_MS / 2);
      one.slack.fault('auth.revoke', { error: 'not_allowed_token_type' });
      expect(await press()).toEqual({ outcome: 'unfinished', receipt: undefined });
      expect(await own()).toMatchObject({ revokeAskedByUserId: owner.id, ...alive });
      await notLent();
      one.forward(HOUR_MS);
      const settled = await one.installations.retryRevocations(running(), async () => {});
      expect(settled).toEqual({ asked: 1, revoked: 1, givenUp: 0 });
    });

    test('stay in the name of whoever asked first', async () => {
      const { owner, own, press } = await unfinished();
      const { revokeAskedAt } = await own();
      one.forward(MINUTE_MS / 2);
      one.slack.fault('auth.revoke', { status: 503 });
      expect(await press('U0ADMIN')).toEqual({ outcome: 'unfinished', receipt: undefined });
      expect(await own()).toMatchObject({ revokeAskedByUserId: owner.id, revokeAskedAt });
    });

    test('are asked for again a minute after the first answer, and not before', async () => {
      const { notLent } = await unfinished();
      const retry = () => one.installations.retryRevocations(running(), async () => {});
      one.forward(MINUTE_MS / 2);
      expect(await retry()).toMatchObject({ asked: 0 });
      await notLent();
      one.forward(MINUTE_MS / 2);
      expect(await retry()).toMatchObject({ asked: 1, revoked: 1 });
    });

    test.each([
      ['before two days have passed, goes on', -10 * MINUTE_MS, 0, true],
      ['after two days, is given up', 10 * MINUTE_MS, 1, false],
    ])('a try %s', async (_, ms, givenUp, goesOn) => {
      const { own, notLent } = await unfinished();
      one.forward(48 * HOUR_MS + ms);
      one.slack.fault('auth.revoke', { status: 503 });
      const settled: string[] = [];
      const did = await one.installations.retryRevocations(running(), async ({ outcome }) => {
        settled.push(outcome);
      });
      expect(did).toEqual({ asked: 1, revoked: 0, givenUp });
      expect(settled).toEqual(goesOn ? [] : ['given_up']);
      expect((await own()).revokeRetryAt !== null).toBe(goesOn);
      await notLent();
    });
  });
});
