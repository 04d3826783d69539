import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import type { Installations } from '../../../src/installations/installations.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 60 * 60_000;
const LIFE_MS = 12 * HOUR_MS;

describe.each(databasesUnderTest)('a rotating token, on $name', ({ open }) => {
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
    const source = {
      teamId: workspace.id,
      enterpriseId: undefined,
      userId: owner.id,
      isEnterpriseInstall: false,
    };
    const context = { teamId: workspace.id };
    const bot = () => one.prisma.installation.findFirstOrThrow({ where: { installedIn: workspace.id } });
    const own = () => one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    return { workspace, owner, source, context, bot, own, before: one.refreshes() };
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'no error',
      (error) => error.code,
    );

  test('is given out as it is until its time is really over', async () => {
    const { source, before } = await installed();
    const first = await one.installations.authorize(source);
    one.forward(LIFE_MS - 60_000);
    expect(await one.installations.authorize(source)).toEqual(first);
    expect(one.refreshes()).toBe(before);
  });

  test('a hundred requests at expiry, in two processes, refresh each token once and all get the new one', async () => {
    const { source, workspace, owner, before } = await installed();
    const other = await one.startProcess();
    const old = await one.installations.authorize(source);
    one.forward(LIFE_MS + 1_000);
    const askers: Installations[] = Array.from({ length: 100 }, (_, index) =>
      index % 2 ? one.installations : other,
    );
    const answers = await Promise.all(askers.map((process) => process.authorize(source)));
    // Two tokens: the bot's and the person's.
    expect(one.refreshes() - before).toBe(2);
    const fresh = { botToken: workspace.botTokens().access, userToken: owner.tokens().access };
    expect(fresh.botToken).not.toBe(old.botToken);
    for (const answer of answers) expect(answer).toMatchObject(fresh);
    expect(workspace.botTokens().refreshes).toBe(1);
  });

  test('works at once for whoever calls Slack with it after its expiry', async () => {
    const { context, owner } = await installed();
    one.forward(LIFE_MS + 1_000);
    const bot = await one.installations.asBot(context);
    expect(await bot.call('auth.test')).toMatchObject({ ok: true });
    const own = await one.installations.asUser(context, owner.id);
    expect(await own.call('users.info', { user: owner.id })).toMatchObject({ ok: true });
  });

  test.each([['bot'], ['user']] as const)(
    'whose time is over (%s) is renewed for Bolt, however lately it was given out',
    async (kind) => {
      const { source, workspace, owner } = await installed();
      const data = { expiresAt: new Date(one.clock().getTime() + 5_000) };
      const where = { clientId: one.clientId };
      if (kind === 'bot') await one.prisma.installation.updateMany({ where, data });
      else await one.prisma.userAuthorization.updateMany({ where, data });
      const fetched = async () => (await one.installations.installationStore.fetchInstallation(source))[kind];
      const fresh = () => (kind === 'bot' ? workspace.botTokens() : owner.tokens()).access;
      const first = await fetched();
      expect(first?.token).toBe(fresh());
      one.forward(5_000);
      const second = await fetched();
      expect(second?.token).toBe(fresh());
      expect(second?.token).not.toBe(first?.token);
    },
  );

  test('that is being renewed is kept before the process says that it has stopped', async () => {
    const { context, bot, workspace } = await installed();
    const old = await bot();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { delayAnswerMs: 300 });
    const asking = one.installations.asBot(context);
    await until(
      () => one.slack.plannedFaults().length,
      (left) => left === 0,
      'Slack to be asked',
    );
    await one.installations.stop();
    const row = await bot();
    expect(row.tokenHash).not.toBe(old.tokenHash);
    expect(row).toMatchObject({ rotationLease: null, rotationFailures: 0 });
    expect(workspace.botTokens().refreshes).toBe(1);
    await asking;
  });

  test('that Slack calls expired before its time is rotated, and the call is made once more', async () => {
    const { context, workspace, before } = await installed();
    workspace.botTokens().expire();
    expect(await (await one.installations.asBot(context)).call('auth.test')).toMatchObject({ ok: true });
    expect(one.refreshes() - before).toBe(1);
  });

  test('keeps expiry, scopes and the new pair, and forgets every failure before', async () => {
    const { source, bot, before } = await installed();
    const first = await bot();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { error: 'internal_error' }, 3);
    expect(await codeOf(one.installations.authorize({ ...source, userId: undefined }))).toBe(
      'rotation_pending',
    );
    expect(await bot()).toMatchObject({ rotationError: 'slack_unreachable', rotationFailures: 1 });
    one.forward(HOUR_MS);
    await one.installations.authorize({ ...source, userId: undefined });
    const row = await bot();
    expect(row).toMatchObject({ rotationError: null, rotationFailures: 0, rotationLease: null });
    expect(row.grantedScopes).toEqual(first.grantedScopes);
    expect(row.expiresAt?.getTime()).toBeGreaterThan(one.clock().getTime() + LIFE_MS - 60_000);
    expect(row.sealedRefreshToken).not.toBe(first.sealedRefreshToken);
    expect(one.refreshes() - before).toBe(4);
  });

  test('that Slack will never renew is remembered: asked once, told to who asks, entered in the audit trail', async () => {
    const { source, context, own, owner, before } = await installed();
    owner.tokens().killRefreshTokens();
    one.forward(LIFE_MS + 1_000);
    // The bot is renewed and serves; the person's own token is missing.
    const answer = await one.installations.authorize(source);
    expect(answer.botToken).toBeDefined();
    expect(answer.userToken).toBeUndefined();
    const asked = one.refreshes() - before;
    for (let count = 0; count < 20; count += 1) {
      expect(await codeOf(one.installations.asUser(context, owner.id))).toBe('token_expired');
    }
    expect(one.refreshes() - before).toBe(asked);
    expect(await own()).toMatchObject({ rotationError: 'invalid_refresh_token', rotationRetryAt: null });
    const entries = await one.prisma.auditEntry.findMany({ where: { action: 'permission_not_renewable' } });
    expect(entries.filter((entry) => entry.subjectUserId === owner.id)).toHaveLength(1);
    expect(one.log.join('')).toContain('can no longer be renewed');
  });

  test('that was dead works again after a new authorization', async () => {
    const { context, owner, own } = await installed();
    owner.tokens().killRefreshTokens();
    one.forward(LIFE_MS + 1_000);
    expect(await codeOf(one.installations.asUser(context, owner.id))).toBe('token_expired');
    await one.grant(owner, { forMe: true });
    expect(await own()).toMatchObject({ rotationError: null, rotationFailures: 0 });
    expect(await (await one.installations.asUser(context, owner.id)).call('auth.test')).toMatchObject({
      ok: true,
    });
  });

  test('that Slack could not renew is not tried again before its time', async () => {
    const { source, before } = await installed();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { status: 429, retryAfterSeconds: 600 });
    const ask = () => codeOf(one.installations.authorize({ ...source, userId: undefined }));
    expect(await ask()).toBe('rotation_pending');
    for (let count = 0; count < 10; count += 1) expect(await ask()).toBe('rotation_pending');
    expect(one.refreshes() - before).toBe(1);
    one.forward(700_000);
    expect(await ask()).toBe('no error');
  });

  test('nobody waits longer than the budget for a Slack that does not answer; who comes later gets what it brings', async () => {
    const { source, bot } = await installed();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { delayAnswerMs: 4_000 });
    const began = Date.now();
    const ask = () => one.installations.authorize({ ...source, userId: undefined });
    expect(await codeOf(ask())).toBe('rotation_pending');
    const waitedMs = Date.now() - began;
    expect(waitedMs).toBeGreaterThanOrEqual(2_000);
    expect(waitedMs).toBeLessThan(3_000);
    await until(
      async () => (await bot()).rotatedAt,
      (rotatedAt) => rotatedAt !== null,
      'the rotation under way',
      10_000,
    );
    expect(await codeOf(ask())).toBe('no error');
  });

  test('an answer that is lost after Slack rotated is asked for again, inside the grace', async () => {
    const { source, workspace } = await installed();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { loseAnswer: true });
    const answer = await one.installations.authorize({ ...source, userId: undefined });
    expect(workspace.botTokens().refreshes).toBe(2);
    expect(answer.botToken).toBe(workspace.botTokens().access);
  });

  test('an answer that is lost for good leaves a permission that says: authorize again', async () => {
    const { source, workspace, bot } = await installed({ refreshGraceMs: 0 });
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { loseAnswer: true });
    expect(await codeOf(one.installations.authorize({ ...source, userId: undefined }))).toBe('token_expired');
    expect(workspace.botTokens().refreshes).toBe(1);
    expect(await bot()).toMatchObject({ rotationError: 'invalid_refresh_token', rotationRetryAt: null });
  });

  test('that a third one pushed out is not mistaken for a revocation', async () => {
    const { context, workspace, bot } = await installed();
    // Somebody lost an answer: Slack has given two pairs more than are known here, and ended the first.
    const { refresh } = workspace.botTokens();
    const refreshElsewhere = createRefresh(one);
    for (let count = 0; count < 2; count += 1) await refreshElsewhere(refresh ?? '');
    expect(await (await one.installations.asBot(context)).call('auth.test')).toMatchObject({ ok: true });
    expect(await bot()).toMatchObject({ revokedAt: null, uninstalledAt: null });
  });

  test('that was revoked alone, as auth.revoke does, lives on through its refresh token', async () => {
    const { context, workspace, bot, before } = await installed();
    const { access } = workspace.botTokens();
    await fetch(`${one.slack.apiUrl}auth.revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access}` },
    });
    expect(await (await one.installations.asBot(context)).call('auth.test')).toMatchObject({ ok: true });
    expect(one.refreshes() - before).toBe(1);
    expect(await bot()).toMatchObject({ revokedAt: null });
  });

  test('is taken back whole: its refresh token gives no new one', async () => {
    const { context, owner } = await installed();
    const { refresh } = owner.tokens();
    await (await one.installations.asUser(context, owner.id)).call('auth.revoke');
    expect(await createRefresh(one)(refresh ?? '')).toMatchObject({
      ok: false,
      error: 'invalid_refresh_token',
    });
  });

  test('is taken back whole also when it had to be renewed for that', async () => {
    // No grace: the refresh token before this one is no way around.
    const { context, owner } = await installed({ refreshGraceMs: 0 });
    const { access } = owner.tokens();
    await fetch(`${one.slack.apiUrl}auth.revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access}` },
    });
    await (await one.installations.asUser(context, owner.id)).call('auth.revoke');
    const { refresh, refreshes } = owner.tokens();
    expect(refreshes).toBe(1);
    expect(await createRefresh(one)(refresh ?? '')).toMatchObject({
      ok: false,
      error: 'invalid_refresh_token',
    });
  });

  test('is over when Slack refuses both the token and its renewal', async () => {
    const { context, workspace, bot } = await installed();
    await workspace.uninstall();
    expect(await codeOf((await one.installations.asBot(context)).call('auth.test'))).toBe('slack_token_dead');
    expect(await bot()).toMatchObject({
      sealedBotToken: null,
      sealedRefreshToken: null,
      revokedAt: expect.any(Date),
      endedBy: 'slack',
    });
    expect(await codeOf(one.installations.asBot(context))).toBe('not_installed');
  });

  test('a rotation in flight across the end of a permission brings nothing back, and its pair is revoked', async () => {
    const { context, owner, own } = await installed();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { delayAnswerMs: 500 });
    const rotating = codeOf(one.installations.asUser(context, owner.id));
    await until(
      () => own(),
      (row) => row.rotationLease !== null,
      'the rotation to begin',
    );
    await one.installations.endUser(await own(), {
      at: one.clock(),
      how: 'revoked',
      actor: { kind: 'user', userId: owner.id },
    });
    expect(await rotating).toBe('not_installed');
    expect(await own()).toMatchObject({ sealedUserToken: null, sealedRefreshToken: null });
    const revoked = one.slack.calls.filter((call) => call.method === 'auth.revoke');
    expect(revoked.map((call) => call.answer)).toEqual([
      { ok: true, revoked: true },
      { ok: true, revoked: true },
    ]);
  });

  test('a rotation in flight across a new authorization does not replace it', async () => {
    const { context, owner, own } = await installed();
    one.forward(LIFE_MS + 1_000);
    one.slack.fault('oauth.v2.access', { delayAnswerMs: 500 });
    const rotating = one.installations.asUser(context, owner.id);
    await until(
      () => own(),
      (row) => row.rotationLease !== null,
      'the rotation to begin',
    );
    await one.grant(owner, { forMe: true });
    const granted = await own();
    const caller = await rotating;
    expect(await own()).toMatchObject({ tokenHash: granted.tokenHash, rotatedAt: null });
    expect(await caller.call('auth.test')).toMatchObject({ ok: true });
  });

  test('whose refresh token cannot be opened is no dead one: it waits for its key', async () => {
    const { source, bot, before } = await installed();
    const stranger = await one.startProcess({ vault: createVault([{ id: 'other', key: randomBytes(32) }]) });
    one.forward(LIFE_MS + 1_000);
    expect(await codeOf(stranger.authorize({ ...source, userId: undefined }))).toBe('rotation_pending');
    expect(await bot()).toMatchObject({ rotationError: 'vault_key_missing', revokedAt: null });
    expect((await bot()).rotationRetryAt).not.toBeNull();
    expect(one.refreshes()).toBe(before);
  });

  test('an answer for somebody else is not kept', async () => {
    const { source, own, owner } = await installed();
    const { tokenHash } = await own();
    one.forward(LIFE_MS + 1_000);
    const foreign = {
      ok: true,
      access_token: 'xoxe.xoxp-1-foreign',
      refresh_token: 'xoxe-1-foreign',
      expires_in: 43_200,
      token_type: 'user',
      user_id: 'U0SOMEBODY',
      scope: 'users:read',
    };
    one.slack.fault('oauth.v2.access', { answer: foreign }, 2);
    await codeOf(one.installations.asUser({ teamId: source.teamId }, owner.id));
    expect(await own()).toMatchObject({ tokenHash, rotationError: 'slack_unreachable' });
  });
});

/** A refresh that Lanyard knows nothing of. */
function createRefresh(one: CustodyUnderTest) {
  const { clientId } = one;
  return async (refreshToken: string) => {
    const response = await fetch(`${one.slack.apiUrl}oauth.v2.access`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: clientId,
        client_secret: one.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    });
    return response.json();
  };
}
