import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Asker, Viewer } from '../../../src/authorizations/roles/viewer.ts';
import type { Database } from '../../../src/database/database.ts';
import { type CountingUnderTest, startCounting } from '../../support/counting.ts';
import { databasesUnderTest } from '../../support/databases.ts';

describe.each(databasesUnderTest)('what people see of what they authorized, on $name', ({ open }) => {
  let database: Database;
  let one: CountingUnderTest;
  beforeAll(async () => {
    database = await open();
    one = await startCounting(database, { rotation: true });
  });
  afterAll(async () => {
    await one.stop();
    await database.close();
  });

  /** As Slack says it: an admin, or a member. */
  const viewerOf = async (asker: Asker): Promise<Viewer> =>
    (await (await one.authorizations.resolveViewer(asker, 0)).settled).viewer;

  test('is whole: the app’s permission and their own, of which one renews and the other lasts', async () => {
    const { place, owner, key } = await one.workspace('Whole');
    const where = { clientId: one.clientId, ...key };
    await one.prisma.userAuthorization.updateMany({
      where,
      data: { sealedRefreshToken: null, expiresAt: null },
    });
    const bot = await one.prisma.installation.findFirstOrThrow({ where });
    const own = await one.prisma.userAuthorization.findFirstOrThrow({ where });
    const shared = {
      key,
      placeName: 'Whole',
      status: 'working',
      cause: { kind: 'not_checked_yet' },
      grantedByUserId: owner.id,
      lastUsedAt: null,
      verifiedAt: null,
    };
    const asker = { context: { teamId: place.id }, userId: owner.id };
    // Asking Slack who they are would count as a use of the app’s permission.
    const viewer = { ...(await one.authorizations.lookUp(asker)), role: 'admin' } as const;
    expect(await one.authorizations.listMine(viewer, { page: 1 })).toMatchObject({
      placeName: 'Whole',
      orgWide: false,
      serving: key,
      bot: {
        ...shared,
        id: bot.id,
        kind: 'bot',
        grantedAt: bot.authorizedAt,
        scopes: bot.grantedScopes,
        renewal: { kind: 'renews', lastAt: null },
        ids: { app: bot.appId, bot: null, botUser: bot.botUserId },
      },
      own: {
        ...shared,
        id: own.id,
        kind: 'user',
        grantedAt: own.authorizedAt,
        scopes: own.grantedScopes,
        renewal: { kind: 'lasts' },
        ids: { app: own.appId, bot: null, botUser: null },
      },
    });
  });

  test('is of the whole organization where the app was added to it, also for those who gave nothing', async () => {
    const organization = one.slack.organization('Umbrella');
    const place = one.slack.workspace('Umbrella One', { organization });
    const owner = place.person('Uma', { role: 'primary_owner' });
    const member = place.person('Mia');
    await one.grant(owner, { how: { target: 'organization', addTo: [place] } });
    const key = { installedIn: organization.id, isEnterpriseInstall: true };
    const here = { teamId: place.id, enterpriseId: organization.id };
    const mine = await one.authorizations.listMine(await viewerOf({ context: here, userId: member.id }), {
      page: 1,
    });
    expect(mine).toMatchObject({ placeName: 'Umbrella', orgWide: true, serving: key, own: undefined });
    expect(mine.rows.map(({ kind }) => kind)).toEqual(['bot']);
    expect(mine.bot).toEqual(mine.rows[0]);
  });

  test('is of a workspace alone where the app is in both, and a person’s own is in the organization', async () => {
    const organization = one.slack.organization('Both');
    const place = one.slack.workspace('Both One', { organization });
    const owner = place.person('Uma', { role: 'primary_owner' });
    await one.grant(owner, { how: { target: 'organization', addTo: [place] } });
    const where = { clientId: one.clientId, installedIn: organization.id };
    const { id: _, metadata: __, ...row } = await one.prisma.installation.findFirstOrThrow({ where });
    await one.prisma.installation.create({
      data: { ...row, installedIn: place.id, isEnterpriseInstall: false, name: 'Both One' },
    });
    const here = { teamId: place.id, enterpriseId: organization.id };
    const mine = await one.authorizations.listMine(await viewerOf({ context: here, userId: owner.id }), {
      page: 1,
    });
    expect(mine).toMatchObject({ placeName: 'Both One', orgWide: false });
    expect(mine.own?.key.isEnterpriseInstall).toBe(true);
  });

  test('without an installation is what they granted at this very place, whatever organization the request names', async () => {
    const organization = one.slack.organization('Claimed');
    const place = one.slack.workspace('Claimed One', { organization });
    const person = place.person('Mia');
    await one.grant(person, { forMe: true });
    const where = { clientId: one.clientId, userId: person.id };
    const { id: _, metadata: __, ...row } = await one.prisma.userAuthorization.findFirstOrThrow({ where });
    await one.prisma.userAuthorization.create({
      data: { ...row, installedIn: organization.id, isEnterpriseInstall: true },
    });
    const seen = async (context: Asker['context']) => {
      const viewer = await one.authorizations.lookUp({ context, userId: person.id });
      expect(viewer.installation).toBeUndefined();
      const { rows } = await one.authorizations.listMine({ ...viewer, role: 'member' }, { page: 1 });
      return rows.map(({ key }) => key.installedIn);
    };
    expect(await seen({ teamId: place.id, enterpriseId: organization.id })).toEqual([place.id]);
    expect(await seen({ enterpriseId: organization.id, isEnterpriseInstall: true })).toEqual([
      organization.id,
    ]);
  });

  test('what somebody is in an organization says nothing of what they are in its workspace', async () => {
    const organization = one.slack.organization('Carried');
    const place = one.slack.workspace('Carried One', { organization });
    const owner = place.person('Uma', { role: 'primary_owner' });
    await one.grant(owner, { how: { target: 'organization', addTo: [place] } });
    const asker = { context: { teamId: place.id, enterpriseId: organization.id }, userId: owner.id };
    expect((await viewerOf(asker)).role).toBe('admin');
    expect((await one.authorizations.lookUp(asker)).role).toBe('admin');
    const where = { clientId: one.clientId, installedIn: organization.id };
    const { id: _, metadata: __, ...row } = await one.prisma.installation.findFirstOrThrow({ where });
    await one.prisma.installation.create({
      data: { ...row, installedIn: place.id, isEnterpriseInstall: false, name: 'Carried One' },
    });
    expect((await one.authorizations.lookUp(asker)).role).toBeUndefined();
  });

  test('is checked in the order of what was unchecked the longest, and the rest is counted', async () => {
    const { place, owner, key } = await one.workspace('Checked');
    const viewer = await viewerOf({ context: { teamId: place.id }, userId: owner.id });
    const where = { clientId: one.clientId, ...key };
    const toVerify = async (most: number) => {
      const { rows, left } = await one.authorizations.listToVerify(viewer, { most });
      return { kinds: rows.map(({ kind }) => kind), left };
    };
    await one.prisma.installation.updateMany({ where, data: { verifiedAt: one.clock() } });
    expect(await toVerify(1)).toEqual({ kinds: ['user'], left: 1 });
    expect(await toVerify(2)).toEqual({ kinds: ['user', 'bot'], left: 0 });
    expect(await toVerify(9)).toEqual({ kinds: ['user', 'bot'], left: 0 });
    await one.prisma.userAuthorization.updateMany({ where, data: { revokedAt: one.clock() } });
    expect(await toVerify(9)).toEqual({ kinds: ['bot'], left: 0 });
  });
});
