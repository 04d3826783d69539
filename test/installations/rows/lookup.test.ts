import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

describe.each(databasesUnderTest)('a lookup, on $name', ({ open }) => {
  let database: Database;
  let queries: string[];
  let one: CustodyUnderTest;
  beforeAll(async () => {
    const opened = await open();
    queries = [];
    const prisma = opened.prisma.$extends({
      query: {
        $allOperations({ operation, args, query }) {
          queries.push(operation);
          return query(args);
        },
      },
    }) as unknown as Database['prisma'];
    database = { ...opened, prisma };
  });
  afterAll(async () => {
    await database.close();
  });
  afterEach(async () => {
    await one.stop();
  });

  async function installed() {
    one = await startCustody(database, { rotation: false });
    const workspace = one.slack.workspace('Acme');
    const owner = workspace.person('Olga', { role: 'owner' });
    await one.grant(owner);
    queries.length = 0;
    return { workspace, owner, source: { teamId: workspace.id, userId: owner.id } };
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'no error',
      (error) => error.code,
    );

  test('is one query, and none for the seconds after it', async () => {
    const { source } = await installed();
    const askedBy = async (calls: number) => {
      queries.length = 0;
      for (let count = 0; count < calls; count += 1) await one.installations.authorize(source);
      return queries.length;
    };
    expect(await askedBy(1)).toBe(1);
    // The notification of the grant itself may still be on its way, and clears what was read before it came.
    await until(
      () => askedBy(1),
      (asked) => asked === 0,
      'the memory',
    );
    expect(await askedBy(50)).toBe(0);
    one.forward(11_000);
    expect(await askedBy(1)).toBe(1);
  });

  test('of many at the same moment is one query', async () => {
    const { source } = await installed();
    await Promise.all(Array.from({ length: 50 }, () => one.installations.authorize(source)));
    expect(queries).toHaveLength(1);
  });

  test('uses an index for each table, in a database that has many', async () => {
    const { source } = await installed();
    await database.sql(`INSERT INTO installations (id, client_id, installed_in, is_enterprise_install, bot_user_id,
        installer_user_id, granted_scopes, authorized_at, updated_at)
      SELECT gen_random_uuid(), 'many', 'T' || n, false, 'U', 'U', '{}', now(), now() FROM generate_series(1, 5000) n`);
    await database.sql('ANALYZE installations');
    const plan = await database.sql(
      `EXPLAIN SELECT * FROM installations t WHERE t.client_id = $1
        AND (t.installed_in, t.is_enterprise_install) IN (($2, false), ($3, true))`,
      [one.clientId, source.teamId, 'E0'],
    );
    expect(JSON.stringify(plan)).toContain('Index');
    expect(JSON.stringify(plan)).not.toContain('Seq Scan');
    await database.sql(`DELETE FROM installations WHERE client_id = 'many'`);
  });

  test('gives nothing of what ended from the moment on that its end is committed, also in another process', async () => {
    const { source, owner, workspace } = await installed();
    const other = await one.startProcess();
    for (const process of [one.installations, other]) {
      expect(await process.authorize(source)).toHaveProperty('userToken');
    }
    const own = await one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    await one.installations.endUser(own, {
      at: one.clock(),
      how: 'revoked',
      actor: { kind: 'user', userId: owner.id },
    });
    // Here at once; there as soon as the database has told, which takes milliseconds.
    expect(await one.installations.authorize(source)).not.toHaveProperty('userToken');
    await until(
      () => other.authorize(source),
      (found) => !('userToken' in found),
      'the other process to hear of it',
      2_000,
    );
    await one.installations.installationStore.deleteInstallation({
      teamId: workspace.id,
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    });
    expect(await codeOf(one.installations.authorize(source))).toBe('not_installed');
    await until(
      () => codeOf(other.authorize(source)),
      (code) => code === 'not_installed',
      'the other process to hear of it',
      2_000,
    );
  });

  test('of somebody who has given nothing never brings anybody’s user token', async () => {
    const { workspace } = await installed();
    const stranger = { teamId: workspace.id, userId: 'U0STRANGER' };
    expect(await one.installations.authorize(stranger)).not.toHaveProperty('userToken');
    expect(await one.installations.authorize({ teamId: workspace.id })).not.toHaveProperty('userToken');
  });

  test.each([{}, { userId: 'U1' }, { enterpriseId: 'E1' }, { teamId: 'T1', isEnterpriseInstall: true }])(
    'for %j is refused: no query may match everything',
    async (source) => {
      await installed();
      expect(await codeOf(one.installations.authorize(source))).toBe('bad_request');
    },
  );

  describe('when Slack does not take the token', () => {
    const aliveBot = () => one.prisma.installation.findFirstOrThrow({ where: { clientId: one.clientId } });

    test('a revoked one is erased at the first call that finds it, with the cause', async () => {
      const { workspace, owner } = await installed();
      one.slack.fault('auth.test', { error: 'token_revoked' });
      const own = await one.installations.asUser({ teamId: workspace.id }, owner.id);
      expect(await codeOf(own.call('auth.test'))).toBe('slack_token_dead');
      const row = await one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
      expect(row).toMatchObject({ sealedUserToken: null, endedBy: 'slack', revokedAt: expect.any(Date) });
      const [entry] = await one.prisma.auditEntry.findMany({
        where: { subjectUserId: owner.id, actor: 'slack' },
      });
      expect(entry?.details).toEqual({ foundBy: 'auth.test', slackError: 'token_revoked' });
      expect(await aliveBot()).toMatchObject({ revokedAt: null });
    });

    test('an address that is not allowed is no revocation: every token gets the same answer', async () => {
      const { workspace, owner } = await installed();
      one.app.barAddress(true);
      const bot = await one.installations.asBot({ teamId: workspace.id });
      expect(await codeOf(bot.call('auth.test'))).toBe('slack_refused');
      const own = await one.installations.asUser({ teamId: workspace.id }, owner.id);
      expect(await codeOf(own.call('auth.test'))).toBe('slack_refused');
      one.app.barAddress(false);
      expect(await bot.call('auth.test')).toMatchObject({ ok: true });
      expect(await aliveBot()).toMatchObject({ revokedAt: null, uninstalledAt: null });
    });

    test('invalid_auth counts when another token of the same place works at this moment', async () => {
      const { workspace, owner } = await installed();
      one.slack.fault('auth.test', { error: 'invalid_auth' }, 1);
      const own = await one.installations.asUser({ teamId: workspace.id }, owner.id);
      await codeOf(own.call('auth.test'));
      const row = await one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
      expect(row).toMatchObject({ sealedUserToken: null, endedBy: 'slack' });
      expect(await aliveBot()).toMatchObject({ revokedAt: null });
    });

    test('invalid_auth of a bot counts when one of the two permissions that were seen to work last works', async () => {
      const { workspace, owner } = await installed();
      const where = { installedIn: workspace.id, isEnterpriseInstall: false };
      const verifiedAt = one.clock();
      await one.prisma.userAuthorization.updateMany({ where, data: { verifiedAt } });
      await one.prisma.userAuthorization.createMany({
        data: [null, 1, 2].map((minutes) => ({
          ...where,
          clientId: one.clientId,
          userId: `U0BROKEN${minutes}`,
          grantedScopes: [],
          authorizedAt: verifiedAt,
          sealedUserToken: 'v1.none.none',
          verifiedAt: minutes === null ? null : new Date(verifiedAt.getTime() - minutes * 60_000),
        })),
      });
      one.slack.fault('auth.test', { error: 'invalid_auth' }, 1);
      const bot = await one.installations.asBot({ teamId: workspace.id });
      expect(await codeOf(bot.call('auth.test'))).toBe('slack_refused');
      expect(await aliveBot()).toMatchObject({ sealedBotToken: null, endedBy: 'slack' });
      expect(owner.tokens().access).toEqual(expect.any(String));
    });

    test('invalid_auth of a bot is judged by permissions of the same app alone', async () => {
      const { workspace } = await installed();
      await one.prisma.userAuthorization.createMany({
        data: [1, 2].map((number) => ({
          clientId: 'another.app',
          installedIn: workspace.id,
          isEnterpriseInstall: false,
          userId: `U0OTHER${number}`,
          grantedScopes: [],
          authorizedAt: one.clock(),
          sealedUserToken: 'v1.none.none',
          verifiedAt: new Date(one.clock().getTime() + 60_000),
        })),
      });
      one.slack.fault('auth.test', { error: 'invalid_auth' }, 1);
      const bot = await one.installations.asBot({ teamId: workspace.id });
      expect(await codeOf(bot.call('auth.test'))).toBe('slack_refused');
      expect(await aliveBot()).toMatchObject({ sealedBotToken: null, endedBy: 'slack' });
    });

    test.each(['ratelimited', 'fatal_error', 'missing_scope', 'ekm_access_denied', 'org_login_required'])(
      '%s says nothing about the token',
      async (error) => {
        const { workspace } = await installed();
        one.slack.fault('auth.test', { error });
        const bot = await one.installations.asBot({ teamId: workspace.id });
        expect(await codeOf(bot.call('auth.test'))).not.toBe('no error');
        expect(await aliveBot()).toMatchObject({ revokedAt: null, uninstalledAt: null });
        expect(await bot.call('auth.test')).toMatchObject({ ok: true });
      },
    );
  });
});
