import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import type { ExchangeProgress } from '../../../src/installations/rotation/exchange-long-lived-tokens.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';

const METHOD = 'oauth.v2.exchange';

describe.each(databasesUnderTest)('exchanging long-lived tokens, on $name', ({ open }) => {
  let database: Database;
  const started: CustodyUnderTest[] = [];
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  afterEach(async () => {
    for (const one of started.splice(0)) await one.stop();
  });

  /** Workspaces with a bot and an owner's permission each, of an app that rotates its tokens from now on. */
  async function switchedOn(...names: string[]) {
    const one = await startCustody(database, { rotation: false });
    started.push(one);
    const places = names.map((name) => {
      const workspace = one.slack.workspace(name);
      return { workspace, owner: workspace.person('Olga', { role: 'owner' }) };
    });
    for (const { owner } of places) await one.grant(owner);
    one.app.turnOnTokenRotation();
    const where = { clientId: one.clientId };
    const rows = async () => [
      ...(await one.prisma.installation.findMany({ where, orderBy: { id: 'asc' } })),
      ...(await one.prisma.userAuthorization.findMany({ where, orderBy: { id: 'asc' } })),
    ];
    const exchanges = () => one.slack.calls.filter(({ method }) => method === METHOD).length;
    return { one, places: places as [(typeof places)[0], ...typeof places], rows, exchanges };
  }

  test('keeps the pair of each, as a token that rotates and that works', async () => {
    const { one, places, rows, exchanges } = await switchedOn('One', 'Two');
    const before = await rows();
    const seen: ExchangeProgress[] = [];
    const done = await one.installations.exchangeTokens({
      onProgress: (progress) => void seen.push(progress),
    });
    expect(done).toEqual({ total: 4, exchanged: 4, already: 0, failed: 0 });
    expect(seen).toEqual([1, 2, 3, 4].map((exchanged) => ({ ...done, exchanged })));
    for (const [index, row] of (await rows()).entries()) {
      expect(row).toMatchObject({ sealedRefreshToken: expect.any(String), rotatedAt: expect.any(Date) });
      expect(row.expiresAt?.getTime()).toBeGreaterThan(one.clock().getTime());
      expect(row.tokenHash).not.toBe(before[index]?.tokenHash);
      expect(row.grantedScopes).toEqual(before[index]?.grantedScopes);
    }
    for (const { workspace, owner } of places) {
      expect(await one.installations.authorize({ teamId: workspace.id, userId: owner.id })).toMatchObject({
        botToken: workspace.botTokens().access,
        userToken: owner.tokens().access,
      });
    }
    expect(await one.installations.exchangeTokens()).toEqual({ ...done, total: 0, exchanged: 0 });
    expect(exchanges()).toBe(4);
  });

  test('asks about nothing that has ended, and about nothing of another app', async () => {
    const [{ one, places, exchanges }, other] = [await switchedOn('Ended'), await switchedOn('Other')];
    const [{ owner }] = places;
    const own = await one.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    const actor = { kind: 'user', userId: owner.id } as const;
    await one.installations.endUser(own, { at: one.clock(), how: 'revoked', actor });
    const untouched = await other.rows();
    expect(await one.installations.exchangeTokens()).toEqual({
      total: 1,
      exchanged: 1,
      already: 0,
      failed: 0,
    });
    expect(exchanges()).toBe(1);
    expect(await other.rows()).toEqual(untouched);
  });

  test('leaves those as they are whose pair was lost before, and those that Slack refuses', async () => {
    const { one, places, rows } = await switchedOn('Left');
    const before = await rows();
    one.slack.fault(METHOD, { error: 'token_already_exchanged' });
    one.slack.fault(METHOD, { error: 'invalid_auth' });
    expect(await one.installations.exchangeTokens()).toEqual({
      total: 2,
      exchanged: 0,
      already: 1,
      failed: 1,
    });
    expect(await rows()).toEqual(before);
    const warnings = one.log
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'A token was not exchanged');
    const [{ workspace, owner }] = places;
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({
      kind: 'user',
      installedIn: workspace.id,
      userId: owner.id,
      err: { code: 'slack_refused', cause: { slackError: 'invalid_auth' } },
    });
  });

  test('does not keep an answer for somebody else', async () => {
    const { one, rows } = await switchedOn('Foreign');
    const before = await rows();
    const answer = {
      ok: true,
      access_token: 'xoxe.xoxb-1-foreign',
      refresh_token: 'xoxe-1-foreign',
      expires_in: 43_200,
      token_type: 'bot',
      team: { id: 'T0SOMEBODY', name: 'Somebody' },
    };
    one.slack.fault(METHOD, { answer }, 2);
    expect(await one.installations.exchangeTokens()).toMatchObject({ total: 2, exchanged: 0, failed: 2 });
    expect(await rows()).toEqual(before);
  });

  test('asks about each of several hundred once, although none can be exchanged', async () => {
    const { one, places, exchanges } = await switchedOn('Many');
    await one.prisma.userAuthorization.createMany({
      data: Array.from({ length: 210 }, (_, index) => ({
        clientId: one.clientId,
        installedIn: places[0].workspace.id,
        isEnterpriseInstall: false,
        userId: `U0MANY${index}`,
        grantedScopes: [],
        authorizedAt: one.clock(),
        sealedUserToken: 'v1.none.none',
      })),
    });
    const done = await one.installations.exchangeTokens();
    expect(done).toEqual({ total: 212, exchanged: 2, already: 0, failed: 210 });
    expect(exchanges()).toBe(2);
  });

  test.each(['bad_client_secret', 'invalid_client_id', 'token_rotation_not_enabled'])(
    'stops at the first answer of %s: it would be the same for all',
    async (slackError) => {
      const { one, rows, exchanges } = await switchedOn('Stops');
      const before = await rows();
      one.slack.fault(METHOD, { error: slackError });
      await expect(one.installations.exchangeTokens()).rejects.toMatchObject({ details: { slackError } });
      expect(exchanges()).toBe(1);
      expect(await rows()).toEqual(before);
    },
  );

  test('stops when it is told to, and goes on with the rest the next time', async () => {
    const { one, exchanges } = await switchedOn('Stop', 'And go');
    const stopping = new AbortController();
    const half = await one.installations.exchangeTokens({
      signal: stopping.signal,
      onProgress: ({ exchanged }) => exchanged === 1 && stopping.abort(),
    });
    expect(half).toEqual({ total: 4, exchanged: 1, already: 0, failed: 0 });
    expect(await one.installations.exchangeTokens()).toEqual({ ...half, total: 3, exchanged: 3 });
    expect(exchanges()).toBe(4);
  });
});
