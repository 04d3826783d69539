import { expect, test } from '@jest/globals';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { untilHome } from '../support/until.ts';

const MINUTE_MS = 60_000;

describeLanyard('tokens_revoked and app_uninstalled', (lanyard) => {
  async function team(name: string) {
    const workspace = lanyard.slack.workspace(name);
    const owner = workspace.person('Olga', { role: 'owner' });
    const member = workspace.person('Mia');
    await lanyard.install(owner);
    await lanyard.install(member, { forMe: true });
    const where = { installedIn: workspace.id };
    const look = async () => {
      const bot = await lanyard.prisma.installation.findFirstOrThrow({ where });
      const users = await lanyard.prisma.userAuthorization.findMany({ where });
      const user = (userId: string) => users.find((row) => row.userId === userId);
      return { bot, owner: user(owner.id), member: user(member.id) };
    };
    const audit = () => lanyard.prisma.auditEntry.findMany({ where: { ...where, actor: 'slack' } });
    return { workspace, owner, member, look, audit };
  }

  const nowSeconds = () => Math.floor(lanyard.clock.now().getTime() / 1000);
  const alive = { revokedAt: null, uninstalledAt: null };
  const deadUser = {
    sealedUserToken: null,
    sealedRefreshToken: null,
    revokedAt: expect.any(Date),
    endedBy: 'slack',
  };
  const deadBot = {
    sealedBotToken: null,
    sealedRefreshToken: null,
    revokedAt: expect.any(Date),
    endedBy: 'slack',
  };

  test("a person's revocation in Slack ends that person's permission and nothing else", async () => {
    const { member, look } = await team('One');
    await member.revokesOwnPermission();
    await lanyard.slack.settled();
    const seen = await look();
    expect(seen.member).toMatchObject(deadUser);
    expect(seen.owner).toMatchObject(alive);
    expect(seen.bot).toMatchObject(alive);
  });

  test('a revoked bot ends the bot and leaves people their own', async () => {
    const { workspace, look } = await team('Bot');
    await workspace.revokeBot();
    await lanyard.slack.settled();
    const seen = await look();
    expect(seen.bot).toMatchObject(deadBot);
    expect(seen.member).toMatchObject(alive);
  });

  test.each([{}, { oauth: [] }, { bot: [] }, { oauth: [], bot: [] }])(
    'tokens %j end nothing and are acknowledged',
    async (tokens) => {
      const { workspace, look } = await team(`Keys ${JSON.stringify(tokens)}`);
      lanyard.clock.forward(5 * MINUTE_MS);
      const delivery = await workspace.deliver({ type: 'tokens_revoked', tokens, event_ts: '1' });
      expect(delivery.status).toBe(200);
      const seen = await look();
      for (const row of [seen.bot, seen.member, seen.owner]) expect(row).toMatchObject(alive);
    },
  );

  test('an uninstallation ends the bot and every person, and erases every token', async () => {
    const { workspace, look, audit } = await team('Gone');
    await workspace.uninstall();
    await lanyard.slack.settled();
    const seen = await look();
    for (const row of [seen.bot, seen.member, seen.owner])
      expect(row).toMatchObject({ uninstalledAt: expect.any(Date) });
    expect([seen.bot.sealedBotToken, seen.member?.sealedUserToken, seen.owner?.sealedUserToken]).toEqual([
      null,
      null,
      null,
    ]);
    expect((await audit()).filter((entry) => entry.action.endsWith('uninstalled'))).toHaveLength(3);
  });

  test.each([
    ['tokens_revoked first', ['tokens_revoked', 'app_uninstalled']],
    ['app_uninstalled first', ['app_uninstalled', 'tokens_revoked']],
    ['each twice', ['app_uninstalled', 'tokens_revoked', 'app_uninstalled', 'tokens_revoked']],
  ])('the two events end the same, with %s', async (name, order) => {
    const { workspace, owner, look } = await team(`Order ${name}`);
    const { bot } = await look();
    lanyard.clock.forward(5 * MINUTE_MS);
    for (const type of order) {
      const tokens = type === 'tokens_revoked' && { tokens: { oauth: [owner.id], bot: [bot.botUserId] } };
      const { status } = await workspace.deliver({ type, ...tokens, event_ts: '1' });
      expect(status).toBe(200);
    }
    const seen = await look();
    expect(seen.bot).toMatchObject({
      sealedBotToken: null,
      uninstalledAt: expect.any(Date),
      endedBy: 'uninstall',
    });
    expect(seen.owner).toMatchObject({ sealedUserToken: null, uninstalledAt: expect.any(Date) });
  });

  test('the same event id changes things once, also when all deliveries come at the same moment', async () => {
    const { workspace, member, audit } = await team('Burst');
    lanyard.clock.forward(5 * MINUTE_MS);
    const event = { type: 'tokens_revoked', tokens: { oauth: [member.id] }, event_ts: '1' };
    const deliveries = await Promise.all(
      Array.from({ length: 10 }, (_, retryNum) =>
        workspace.deliver(event, { eventId: `EvBurst${workspace.id}`, retryNum }),
      ),
    );
    expect(deliveries.map((delivery) => delivery.status)).toEqual(Array(10).fill(200));
    expect(await audit()).toHaveLength(1);
  });

  test.each(['tokens_revoked', 'app_uninstalled'])(
    'a late %s leaves the new installation alone',
    async (type) => {
      const { workspace, owner, look } = await team(`Late ${type}`);
      const { bot } = await look();
      const before = nowSeconds();
      lanyard.clock.forward(10 * MINUTE_MS);
      await lanyard.install(owner);
      const tokens = type === 'tokens_revoked' && { tokens: { oauth: [owner.id], bot: [bot.botUserId] } };
      const { status } = await workspace.deliver(
        { type, ...tokens, event_ts: '1' },
        { eventTimeSeconds: before },
      );
      expect(status).toBe(200);
      const seen = await look();
      expect(seen.bot).toMatchObject(alive);
      expect(seen.bot.sealedBotToken).not.toBeNull();
      expect(seen.owner).toMatchObject(alive);
    },
  );

  test('an event in the same seconds as a reinstallation is judged by asking Slack', async () => {
    const { workspace, owner, look } = await team('Close');
    const { bot } = await look();
    // Reinstalled at once: the events of the old installation carry a time that says nothing.
    await workspace.uninstall();
    await lanyard.slack.settled();
    await lanyard.install(owner);
    const tokens = { oauth: [owner.id], bot: [bot.botUserId] };
    await workspace.deliver({ type: 'tokens_revoked', tokens, event_ts: '1' });
    await workspace.deliver({ type: 'app_uninstalled', event_ts: '1' });
    const seen = await look();
    expect(seen.bot).toMatchObject(alive);
    expect(seen.owner).toMatchObject(alive);
    expect(seen.member).toMatchObject({ sealedUserToken: null });
  });

  test('when only Slack could tell and does not answer, the event is not acknowledged, and its retry ends it', async () => {
    const { member, look } = await team('Ask later');
    lanyard.slack.fault('auth.test', { status: 503 });
    await member.revokesOwnPermission();
    await lanyard.slack.settled();
    const attempts = lanyard.slack.deliveries.filter(
      ({ kind, body }) => kind === 'event' && body.includes('tokens_revoked') && body.includes(member.id),
    );
    expect(attempts.map((attempt) => attempt.status)).toEqual([503, 200]);
    expect((await look()).member).toMatchObject(deadUser);
  });

  test('an event for a workspace that was never installed is acknowledged and changes nothing', async () => {
    const { workspace } = await team('Known');
    const { status } = await workspace.deliver(
      { type: 'app_uninstalled', event_ts: '1' },
      { envelope: { team_id: 'T0UNKNOWN', authorizations: undefined } },
    );
    expect(status).toBe(200);
  });

  test('an event without id is refused as malformed', async () => {
    const { workspace, look } = await team('Malformed');
    const { status } = await workspace.deliver(
      { type: 'app_uninstalled', event_ts: '1' },
      { envelope: { event_id: undefined } },
    );
    expect(status).toBe(400);
    expect((await look()).bot).toMatchObject(alive);
  });

  const oddTimes: [string, () => unknown][] = [
    ['less than a minute ahead', () => nowSeconds() + 45],
    ['ten minutes ahead', () => nowSeconds() + 600],
    ['in 2100', () => Date.UTC(2100, 0) / 1000],
    ['in milliseconds', () => lanyard.clock.now().getTime()],
    ['in 1969', () => -5],
    ['of nothing', () => undefined],
    ['of null', () => null],
    ['of zero', () => 0],
    ['as a text', () => String(nowSeconds() + 600)],
    ['as a word', () => 'soon'],
    ['beyond all numbers', () => 1e300],
  ];

  test.each(oddTimes)('an event dated %s ends nothing that lives: Slack is asked', async (dated, time) => {
    const { workspace, owner, look } = await team(`Ahead ${dated}`);
    const { bot } = await look();
    lanyard.clock.forward(10 * MINUTE_MS);
    await lanyard.install(owner);
    lanyard.clock.forward(10 * MINUTE_MS);
    for (const event of [
      { type: 'tokens_revoked', tokens: { oauth: [owner.id], bot: [bot.botUserId] } },
      { type: 'app_uninstalled' },
    ]) {
      const { status } = await workspace.deliver(
        { ...event, event_ts: '1' },
        { envelope: { event_time: time() } },
      );
      expect(status).toBe(200);
    }
    const seen = await look();
    expect(seen.bot).toMatchObject(alive);
    expect(seen.owner).toMatchObject(alive);
  });

  test.each(oddTimes)(
    'an event dated %s ends what is dead at Slack, with a time of ours',
    async (dated, time) => {
      const { workspace, owner, look } = await team(`Ahead and dead ${dated}`);
      lanyard.clock.forward(10 * MINUTE_MS);
      owner.tokens().endUntold();
      const event = { type: 'tokens_revoked', tokens: { oauth: [owner.id] }, event_ts: '1' };
      await workspace.deliver(event, { envelope: { event_time: time() } });
      const { owner: row } = await look();
      expect(row).toMatchObject({ ...deadUser, revokedAt: expect.any(Date) });
      const now = lanyard.clock.now().getTime();
      expect(Number(row?.revokedAt)).toBeLessThanOrEqual(now);
      expect(Number(row?.revokedAt)).toBeGreaterThan(now - 10 * MINUTE_MS);
      expect(Number(row?.updatedAt)).toBeLessThanOrEqual(now);
      for (const { at } of await audit()) expect(at.getTime()).toBeLessThanOrEqual(now);

      async function audit() {
        return lanyard.prisma.auditEntry.findMany({ where: { installedIn: workspace.id } });
      }
    },
  );

  test('an org-wide uninstallation without authorizations ends the org-wide installation', async () => {
    const org = lanyard.slack.organization('Umbrella');
    const one = lanyard.slack.workspace('Umbrella One', { organization: org });
    const owner = one.person('Uma', { role: 'primary_owner' });
    await lanyard.install(owner, { consent: { target: 'organization' } });
    lanyard.clock.forward(10 * MINUTE_MS);
    await one.deliver(
      { type: 'app_uninstalled', event_ts: '1' },
      { envelope: { team_id: null, enterprise_id: org.id, authorizations: undefined } },
    );
    const row = await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn: org.id } });
    expect(row).toMatchObject({ sealedBotToken: null, uninstalledAt: expect.any(Date) });
  });

  test('after an uninstallation everything works again with a new installation', async () => {
    const { workspace, owner, look } = await team('Back');
    await workspace.uninstall();
    await lanyard.slack.settled();
    await lanyard.install(owner);
    const seen = await look();
    expect(seen.bot).toMatchObject({ ...alive, endedBy: null });
    await owner.opensHome();
    await untilHome(owner, 'Granted by you');
  });
});
