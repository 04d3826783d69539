import { expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import type { Installations } from '../../src/installations/installations.ts';
import { type CustodyUnderTest, startCustody } from '../support/custody.ts';
import { describeRoom } from '../support/describe-room.ts';
import { MODELS } from '../support/schema-models.ts';
import { until } from '../support/until.ts';

/** Two apps, in one workspace and on one database: what one of them has, and the other one calls. */
type Apart = {
  room: CustodyUnderTest;
  us: Installations;
  ourClientId: string;
  /** Where both could be, and theirs is. */
  context: { teamId: string };
  key: { installedIn: string; isEnterpriseInstall: boolean };
  userId: string;
  bot: Awaited<ReturnType<Installations['findInstallation']>> & object;
  own: Awaited<ReturnType<Installations['findUserAuthorization']>> & object;
};

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error) => error.code,
  );
const running = () => new AbortController().signal;
const HOUR_MS = 60 * 60_000;

/** For each verb: calls it as an app that has nothing there, in the other one's workspace, and expects nothing of theirs. */
const VERBS: Record<keyof Installations, (apart: Apart) => Promise<void>> = {
  async findInstallation({ us, context }) {
    expect(await us.findInstallation(context)).toBeUndefined();
  },
  async findUserAuthorization({ us, context, userId }) {
    expect(await us.findUserAuthorization(context, userId)).toBeUndefined();
  },
  async recordBotVerification({ us, bot }) {
    await us.recordBotVerification(bot, new Date(), 'token_revoked');
  },
  async recordUserVerification({ us, own }) {
    await us.recordUserVerification(own, new Date(), 'token_revoked');
  },
  async botTokenHint({ us, context }) {
    expect(await us.botTokenHint(context)).toBeUndefined();
  },
  async userTokenHint({ us, context, userId }) {
    expect(await us.userTokenHint(context, userId)).toBeUndefined();
  },
  async rotateDue({ room, us }) {
    room.forward(9 * HOUR_MS);
    expect(Object.values(await us.rotateDue(running())).every((count) => count === 0)).toBe(true);
  },
  async exchangeTokens({ us }) {
    expect(await us.exchangeTokens()).toMatchObject({ total: 0 });
  },
  async asBot({ us, context }) {
    expect(await codeOf(us.asBot(context))).toBe('not_installed');
  },
  async asUser({ us, context, userId }) {
    expect(await codeOf(us.asUser(context, userId))).toBe('not_authorized_yet');
  },
  async consent({ room, us, key, userId, ourClientId }) {
    const ours = { purpose: 'workspace' } as const;
    const { state, cookie } = await room.installations.consent.begin(ours);
    const back = { code: 'code', state, cookies: `${cookie.name}=${cookie.value}` };
    await expect(us.consent.accept(back)).rejects.toMatchObject({ stop: 'state_missing' });
    expect(await room.installations.consent.accept(back)).toMatchObject({ intent: ours });
    await expect(
      us.consent.exchange('a code of nobody', ours, 'https://app.example/oauth'),
    ).rejects.toMatchObject({ stop: expect.any(String) });
    const bot = { token: 'xoxb-ours', scopes: ['commands'], userId: 'U0OURBOT' };
    await us.consent.keep({ key, grantedByUserId: userId, grantedAt: room.clock(), bot }, ours, () => {});
    expect(await room.prisma.installation.count({ where: { clientId: ourClientId } })).toBe(1);
  },
  async learnBotId({ us, key }) {
    await us.learnBotId(key);
  },
  async learnBotIds({ us }) {
    expect(await us.learnBotIds(running())).toEqual({ botIds: 0 });
  },
  async claimEvent({ room, us }) {
    expect(await room.installations.claimEvent('Ev0SAME')).toBe(true);
    expect(await us.claimEvent('Ev0SAME')).toBe(true);
    expect(await us.claimEvent('Ev0SAME')).toBe(false);
  },
  async applyLifecycleEvent({ room, us, context }) {
    const event = { eventId: 'Ev0GONE', eventTime: room.clock(), context, kind: 'app_uninstalled' } as const;
    expect(await us.applyLifecycleEvent(event)).toEqual({
      duplicate: false,
      endedUserIds: [],
      endedBots: 0,
    });
  },
  async applyWorkspaceChange({ room, us, context }) {
    const renamed = {
      kind: 'team_rename',
      eventId: 'Ev0NAME',
      teamId: context.teamId,
      name: 'Ours now',
    } as const;
    await us.applyWorkspaceChange({ ...renamed, eventTime: room.clock() });
  },
  async removeApp({ us, bot, userId }) {
    expect(await us.removeApp(bot, { kind: 'admin', userId }, {})).toEqual({ outcome: 'already_removed' });
  },
  async revokePermission({ us, own, userId }) {
    expect(await us.revokePermission(own, { kind: 'user', userId })).toEqual({ outcome: 'gone' });
  },
  async retryRevocations({ room, us, own }) {
    const due = new Date(room.clock().getTime() - HOUR_MS);
    const pending = { revokeAskedAt: due, revokeAskedByUserId: own.userId, revokeRetryAt: due };
    await room.prisma.userAuthorization.update({ where: { id: own.id }, data: pending });
    const settled = async () => {
      throw new Error('this one is theirs');
    };
    expect(await us.retryRevocations(running(), settled)).toMatchObject({ asked: 0 });
    const [row] = await rowsOf(room.database, room.clientId, 'user_authorizations');
    expect(row).toContain('"revoke_tries": 0');
    const none = { revokeAskedAt: null, revokeAskedByUserId: null, revokeRetryAt: null };
    await room.prisma.userAuthorization.update({ where: { id: own.id }, data: none });
  },
  async endBot({ room, us, bot }) {
    const ending = { at: room.clock(), how: 'revoked', actor: { kind: 'slack' } } as const;
    expect(await us.endBot(bot, ending)).toEqual({ bots: [], users: [], receipts: [] });
  },
  async endUser({ room, us, own }) {
    const ending = { at: room.clock(), how: 'revoked', actor: { kind: 'slack' } } as const;
    expect(await us.endUser(own, ending)).toEqual({ bots: [], users: [], receipts: [] });
  },
  async authorize({ us, context, userId }) {
    expect(await codeOf(us.authorize({ ...context, userId }))).toBe('not_installed');
  },
  async installationStore({ us, context, userId }) {
    const query = { teamId: context.teamId, enterpriseId: undefined, isEnterpriseInstall: false };
    const { fetchInstallation, deleteInstallation, storeInstallation } = us.installationStore;
    expect(await codeOf(fetchInstallation({ ...query, userId }))).toBe('not_installed');
    await deleteInstallation(query);
    await deleteInstallation({ ...query, userId });
    await storeInstallation({
      team: { id: context.teamId },
      enterprise: undefined,
      user: { id: userId, token: 'xoxp-ours', scopes: ['users:read'] },
      bot: { token: 'xoxb-ours', id: 'B0OURS', userId: 'U0OURBOT', scopes: ['commands'] },
      isEnterpriseInstall: false,
    });
    expect(await fetchInstallation({ ...query, userId })).toMatchObject({ user: { token: 'xoxp-ours' } });
  },
  async stateStore({ room, us }) {
    const state = await room.installations.stateStore.generateStateParam(
      { scopes: ['commands'] },
      room.clock(),
    );
    await expect(us.stateStore.verifyStateParam(room.clock(), state)).rejects.toThrow('unknown');
  },
  async installationStats({ us }) {
    expect(await us.installationStats()).toEqual({ bots: 0, users: 0, oldestUnrotatedSeconds: 0 });
  },
  async sweep({ us }) {
    await us.sweep();
  },
  async purgeUninstalled({ room, us, own }) {
    const [longAgo, id] = [new Date(room.clock().getTime() - 100 * 24 * HOUR_MS), own.id];
    await room.prisma.userAuthorization.update({ where: { id }, data: { revokedAt: longAgo } });
    expect(await us.purgeUninstalled(running())).toEqual({ places: 0, permissions: 0 });
    await room.prisma.userAuthorization.update({ where: { id }, data: { revokedAt: null } });
  },
  async importGrant({ room, us, key, userId, ourClientId }) {
    const grantedAt = new Date(room.clock().getTime() - HOUR_MS);
    const bot = { token: 'xoxb-moved-in', scopes: [], userId: 'U0OURBOT' };
    const grant = { key, grantedByUserId: userId, grantedAt, bot };
    expect(await us.importGrant(grant, 'bot')).toMatchObject({ outcome: 'imported' });
    expect(await room.prisma.installation.count({ where: { clientId: ourClientId } })).toBe(1);
  },
  async verifyImported({ us, bot, own }) {
    const theirs = [
      { kind: 'bot', id: bot.id },
      { kind: 'user', id: own.id },
    ] as const;
    expect(await us.verifyImported(theirs)).toEqual({ total: 2, working: 0, refused: {}, unanswered: 2 });
  },
  async planErasure({ room, us, key }) {
    await room.installations.consent.begin({ purpose: 'workspace', teamId: key.installedIn });
    expect(await us.planErasure(key)).toEqual({ key, name: null, rows: {}, living: { bots: 0, people: 0 } });
  },
  async endAtSlack({ us, key }) {
    expect(await us.endAtSlack(key)).toBe('nothing_alive');
  },
  async eraseNow({ room, us, key }) {
    await room.installations.consent.begin({ purpose: 'workspace', teamId: key.installedIn });
    const before = await room.prisma.oAuthState.count();
    const erased = await us.eraseNow(key, { livingToo: true });
    expect(Object.values(erased ?? { nothing: 1 }).every((count) => count === 0)).toBe(true);
    expect(await room.prisma.oAuthState.count()).toBe(before);
  },
  async exportInstallations({ us }) {
    const write = async () => Promise.reject(new Error('That is theirs.'));
    expect(await us.exportInstallations(write, running())).toEqual({ bots: 0, people: 0, unreadable: 0 });
  },
  async reseal({ us }) {
    expect(await us.reseal()).toEqual({ total: 0, resealed: 0, unreadable: 0 });
  },
  async onChange({ room, us, own }) {
    const heard: string[] = [];
    us.onChange(
      (installedIn) => heard.push(installedIn),
      () => {},
    );
    // Theirs first: whoever hears ours has heard it.
    const ending = { at: room.clock(), how: 'revoked', actor: { kind: 'slack' } } as const;
    await room.installations.endUser(own, ending);
    const key = { installedIn: 'T0OURS', isEnterpriseInstall: false };
    const bot = { token: 'xoxb-ours', scopes: [], userId: 'U0OURBOT' };
    const grant = { key, grantedByUserId: 'U0OURS', grantedAt: room.clock(), bot };
    await us.consent.keep(grant, { purpose: 'workspace' }, () => {});
    await until(
      () => heard,
      (places) => places.length > 0,
      'our own change',
    );
    expect(new Set(heard)).toEqual(new Set(['T0OURS']));
  },
  async changeFeed({ us }) {
    expect(us.changeFeed()).toBe('live');
  },
  async start({ us }) {
    await us.start();
  },
  async stop({ us }) {
    await us.stop();
  },
};

/** What the verb itself does to theirs, by their own hand. */
const THEIRS_CHANGE: ReadonlySet<string> = new Set(['onChange']);

/** As text, of one table or of every table that has a column for the app. */
async function rowsOf(database: Database, clientId: string, only?: string): Promise<string[]> {
  const tables = MODELS.filter(({ fields }) => fields.some(({ name }) => name === 'clientId'));
  const rows: string[] = [];
  for (const { table } of tables.filter((each) => only === undefined || each.table === only)) {
    const found = await database.sql(
      `SELECT to_jsonb(t) - 'updated_at' AS row FROM "${table}" t WHERE client_id = $1 AND '${table}' <> 'oauth_states'
        ORDER BY 1`,
      [clientId],
    );
    rows.push(
      ...found.map(({ row }) => `${table} ${typeof row === 'string' ? row : JSON.stringify(row, null, 1)}`),
    );
  }
  return rows;
}

describeRoom(
  'of two apps on one database',
  (database) => startCustody(database),
  (room) => {
    let apps = 0;
    async function bothAt(): Promise<Apart> {
      apps += 1;
      const workspace = room.slack.workspace(`Shared ${apps}`);
      const owner = workspace.person('Olga', { role: 'owner' });
      await room.grant(owner);
      const [context, userId] = [{ teamId: workspace.id }, owner.id];
      const ourClientId = `ours ${apps}`;
      const us = await room.startProcess({ clientId: ourClientId });
      const bot = await room.installations.findInstallation(context);
      const own = await room.installations.findUserAuthorization(context, userId);
      if (!bot || !own) throw new Error('Nothing was installed.');
      const key = { installedIn: workspace.id, isEnterpriseInstall: false };
      return { room, us, ourClientId, context, key, userId, bot, own };
    }

    test.each(Object.keys(VERBS) as (keyof Installations)[])(
      '%s shows and changes nothing of the other one’s',
      async (verb) => {
        const apart = await bothAt();
        const before = await rowsOf(room.database, room.clientId);
        expect(before.length).toBeGreaterThan(3);
        await VERBS[verb](apart);
        if (!THEIRS_CHANGE.has(verb)) expect(await rowsOf(room.database, room.clientId)).toEqual(before);
      },
    );
  },
);
