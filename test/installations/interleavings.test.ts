import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthorizations } from '../../src/authorizations/authorizations.ts';
import type { Database } from '../../src/database/database.ts';
import { createVault } from '../../src/vault/vault.ts';
import { type CustodyUnderTest, startCustody } from '../support/custody.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { createSignal, isAnybodyWaiting, pauseBefore } from '../support/pausing.ts';
import { until } from '../support/until.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const running = () => new AbortController().signal;

describe.each(databasesUnderTest)('two things at the same moment, on $name', ({ name, open }) => {
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
    const context = { teamId: workspace.id };
    const source = { ...context, userId: owner.id };
    const bot = () => one.prisma.installation.findFirstOrThrow({ where: { installedIn: workspace.id } });
    const own = () => one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    return { workspace, owner, context, source, bot, own };
  }

  // An embedded database has one connection: nothing comes between the statements of a transaction.
  if (name === 'PostgreSQL') {
    test.each([['bot'], ['user']] as const)(
      'a renewal (%s) waits for a grant that is being saved, and does not count any more',
      async (kind) => {
        const { owner, source, bot, own } = await installed();
        one.forward(9.5 * HOUR_MS);
        const row = await (kind === 'bot' ? bot() : own());
        const { prisma, reached, goOn } = pauseBefore(
          one.prisma,
          ({ model, operation }) =>
            operation === 'upsert' && model === (kind === 'bot' ? 'Installation' : 'UserAuthorization'),
        );
        const saving = one.startProcess({ prisma });
        const granted = saving.then((process) => one.grant(owner, { process, forMe: kind === 'user' }));
        await reached;
        const renewing = one.installations.rotateDue(running());
        let renewed = false;
        renewing.finally(() => {
          renewed = true;
        });
        await until(
          async () => renewed || (await isAnybodyWaiting(one.prisma)),
          Boolean,
          'the renewal to wait or to end',
        );
        goOn();
        const grant = await granted;
        await renewing;
        const fresh = await one.installations.authorize(source);
        expect(kind === 'bot' ? fresh.botToken : fresh.userToken).toBe(grant[kind]?.token);
        const kept = one.log.filter(
          (line) => line.includes('A token was rotated') && line.includes(`"${kind}"`),
        );
        expect(kept).toEqual([]);
        expect((await (kind === 'bot' ? bot() : own())).tokenHash).not.toBe(row.tokenHash);
      },
    );
  }

  if (name === 'PostgreSQL') {
    test('erasing a place waits for a grant that is being saved there, and leaves it', async () => {
      const { owner, workspace, bot } = await installed();
      const key = { installedIn: workspace.id, isEnterpriseInstall: false };
      await one.installations.endAtSlack(key);
      const { prisma, reached, goOn } = pauseBefore(
        one.prisma,
        ({ model, operation }) => operation === 'upsert' && model === 'UserAuthorization',
      );
      const granting = one.startProcess({ prisma }).then((process) => one.grant(owner, { process }));
      await reached;
      let over = false;
      const erasing = one.installations.eraseNow(key).finally(() => {
        over = true;
      });
      await until(async () => over || (await isAnybodyWaiting(one.prisma)), Boolean, 'the erasing to wait');
      goOn();
      await granting;
      expect(await erasing).toBeUndefined();
      expect(await bot()).toMatchObject({ revokedAt: null, uninstalledAt: null });
    });
  }

  test.each([
    ['installations', 'sealed_bot_token'],
    ['installations', 'sealed_refresh_token'],
    ['user_authorizations', 'sealed_user_token'],
    ['user_authorizations', 'sealed_refresh_token'],
  ])('a value that is renewed while it is resealed keeps its new value (%s.%s)', async (table, column) => {
    const [older, newer] = [
      { id: 'older', key: randomBytes(32) },
      { id: 'newer', key: randomBytes(32) },
    ];
    const { source, workspace, owner } = await installed({ vault: createVault([older]) });
    const { prisma, reached, goOn } = pauseBefore(one.prisma, ({ sql }) =>
      sql.includes(`UPDATE ${table} SET ${column} =`),
    );
    const vault = createVault([newer, older]);
    const [resealing, other] = [await one.startProcess({ prisma, vault }), await one.startProcess({ vault })];
    const resealed = resealing.reseal();
    await reached;
    one.forward(9.5 * HOUR_MS);
    expect(await other.rotateDue(running())).toMatchObject({ renewed: 2 });
    goOn();
    await resealed;
    const now = { botToken: workspace.botTokens().access, userToken: owner.tokens().access };
    expect(await (await one.startProcess({ vault })).authorize(source)).toMatchObject(now);
    // The next renewal needs the refresh token that Slack gave last.
    one.forward(9.5 * HOUR_MS);
    expect(await other.rotateDue(running())).toMatchObject({ renewed: 2 });
  });

  test.each([['bot'], ['own']] as const)(
    'what Slack says about an earlier token is not noted about the one that replaced it (%s)',
    async (kind) => {
      const { owner, context, bot, own } = await installed({ rotation: false });
      const { clientId, clock, installations, prisma } = one;
      const authorizations = createAuthorizations({ prisma, installations, clientId, clock });
      const viewer = {
        ...(await authorizations.lookUp({ context, userId: owner.id })),
        role: 'admin',
      } as const;
      const seen = (await authorizations.listMine(viewer, { page: 1 }))[kind];
      if (!seen) throw new Error(`There is no ${kind} permission.`);
      const answer = createSignal();
      one.slack.fault('auth.test', { heldUntil: answer.raised, fails: { error: 'accesslimited' } });
      const verifying = authorizations.verify(seen);
      await until(
        () => one.slack.plannedFaults().length,
        (left) => left === 0,
        'Slack to be asked',
      );
      one.forward(MINUTE_MS);
      await one.grant(owner);
      answer.raise();
      expect(await verifying).toMatchObject({ outcome: 'refused', slackError: 'accesslimited' });
      expect(await (kind === 'bot' ? bot() : own())).toMatchObject({ verifiedAt: null, verifyError: null });
    },
  );

  test('a refusal that comes late leaves a revocation standing that was taken up meanwhile', async () => {
    const { context, own, owner } = await installed({ rotation: false });
    const revoke = async () =>
      one.installations.revokePermission(await own(), { kind: 'user', userId: owner.id });
    const answer = createSignal();
    one.slack.fault('auth.revoke', { heldUntil: answer.raised, fails: { error: 'not_allowed_token_type' } });
    const pressed = revoke();
    await until(
      () => one.slack.plannedFaults().length,
      (left) => left === 0,
      'Slack to be asked',
    );
    one.forward(2 * MINUTE_MS);
    one.slack.fault('auth.revoke', { status: 503 });
    expect(await one.installations.retryRevocations(running(), async () => {})).toMatchObject({
      asked: 1,
      revoked: 0,
    });
    answer.raise();
    await pressed.catch(() => {});
    expect(await own()).toMatchObject({ revokeAskedByUserId: owner.id, revokedAt: null });
    await expect(one.installations.asUser(context, owner.id)).rejects.toMatchObject({
      code: 'not_authorized_yet',
    });
    one.forward(HOUR_MS);
    expect(await one.installations.retryRevocations(running(), async () => {})).toMatchObject({ revoked: 1 });
  });
});
