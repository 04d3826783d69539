import { expect, test } from '@jest/globals';
import { english } from '../../src/locales/words.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { pressesButton } from '../support/home.ts';
import { makeTeam, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import {
  fillEveryTable,
  type KeptPlace,
  MODELS_OF_A_PLACE,
  MODELS_OF_PEOPLE_ALONE,
  rowsNaming,
} from '../support/kept-rows.ts';
import { untilHome } from '../support/until.ts';

const DAY_MS = 24 * 60 * 60_000;
const TABLES = MODELS_OF_A_PLACE.map(({ table }) => table).sort();

test('whatever names a person names their workspace too, or it could not be erased with it', () => {
  expect(MODELS_OF_PEOPLE_ALONE.map(({ table }) => table)).toEqual([]);
});

describeLanyard('what is deleted', (lanyard) => {
  /** Installed and used by two people, with a row in every table that has a column for a workspace. */
  async function usedWorkspace(name: string) {
    const { workspace, owner, member } = await makeTeam(lanyard, name);
    await lanyard.install(member, { forMe: true });
    await opensHome(member);
    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'coverage_agree');
    await untilModal(owner, 'What your permission is used for');
    await owner.submits();
    await untilHome(owner, 'Counted just now.');
    return {
      workspace,
      place: placeOf(workspace.id, false, owner.id),
      ids: [workspace.id, owner.id, member.id],
    };
  }
  const placeOf = (installedIn: string, isEnterpriseInstall: boolean, userId: string): KeptPlace => ({
    clientId: lanyard.credentials.clientId,
    installedIn,
    isEnterpriseInstall,
    userId,
  });
  const fill = (place: KeptPlace) => fillEveryTable(lanyard.database, place, lanyard.clock.now());

  test('thirteen days after the app was removed no table names the workspace or its people, and another one’s are as they were', async () => {
    const [gone, stays] = [await usedWorkspace('Gone and forgotten'), await usedWorkspace('Stays')];
    await gone.workspace.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(12.9 * DAY_MS);
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 0 });
    lanyard.clock.forward(0.2 * DAY_MS);
    await fill(gone.place);
    await fill(stays.place);
    const before = await rowsNaming(lanyard.database, ...stays.ids);
    // Every table with a column for a workspace has something to lose, on both sides.
    expect(Object.keys(await rowsNaming(lanyard.database, ...gone.ids)).sort()).toEqual(
      expect.arrayContaining(TABLES),
    );
    expect(Object.keys(before)).toEqual(expect.arrayContaining(TABLES));

    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await rowsNaming(lanyard.database, ...gone.ids, 'Gone and forgotten')).toEqual({});
    expect(await rowsNaming(lanyard.database, ...stays.ids)).toEqual(before);
  });

  test('of an organization everything goes, and a workspace of it that has the app by itself keeps its own', async () => {
    const org = lanyard.slack.organization('Gone org');
    const inside = lanyard.slack.workspace('Inside', { organization: org });
    const owner = inside.person('Uma', { role: 'primary_owner' });
    await lanyard.install(owner, { consent: { target: 'organization' } });
    const own = await usedWorkspace('On its own');
    await org.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(14 * DAY_MS);
    await fill(placeOf(org.id, true, owner.id));
    await fill(own.place);
    const before = await rowsNaming(lanyard.database, ...own.ids);
    expect(Object.keys(await rowsNaming(lanyard.database, org.id))).toEqual(expect.arrayContaining(TABLES));
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await rowsNaming(lanyard.database, org.id, owner.id, 'Gone org')).toEqual({});
    expect(await rowsNaming(lanyard.database, ...own.ids)).toEqual(before);
  });

  test('a removal that Slack told of in vain counts from when the bot’s token was found dead', async () => {
    const workspace = lanyard.slack.workspace('Removed while we were away');
    const owner = workspace.person('Olga', { role: 'owner' });
    await lanyard.install(owner);
    // As Lanyard ends what Slack calls dead, when the event about the removal never came.
    const where = { installedIn: workspace.id };
    const dead = { revokedAt: lanyard.clock.now(), endedBy: 'slack' } as const;
    await lanyard.prisma.installation.updateMany({ where, data: { ...dead, sealedBotToken: null } });
    await lanyard.prisma.userAuthorization.updateMany({ where, data: { ...dead, sealedUserToken: null } });
    lanyard.clock.forward(12.9 * DAY_MS);
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 0 });
    lanyard.clock.forward(0.2 * DAY_MS);
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await rowsNaming(lanyard.database, workspace.id, owner.id)).toEqual({});
  });

  test('what people chose to hear of goes with the workspace, also the half that is kept for its organization', async () => {
    const org = lanyard.slack.organization('Around both');
    const [gone, stays] = ['Chose', 'Chose too'].map((name) =>
      lanyard.slack.workspace(name, { organization: org }),
    );
    const chooses = async (workspace: typeof gone, name: string) => {
      const owner = workspace?.person(name, { role: 'owner' });
      if (!owner) throw new Error('There is nobody to choose.');
      await lanyard.install(owner);
      await opensHome(owner);
      await pressesButton(owner, 'notifications');
      await untilModal(owner, 'Message me when');
      await owner.submits({ topics: '' });
      return owner.id;
    };
    const [one, other] = [await chooses(gone, 'Uma'), await chooses(stays, 'Olga')];
    const choices = async (id: string) => (await rowsNaming(lanyard.database, id)).notification_preferences;
    const before = await choices(other);
    expect([await choices(one), before]).toEqual([expect.anything(), expect.anything()]);
    await gone?.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(14 * DAY_MS);
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await rowsNaming(lanyard.database, one)).toEqual({});
    expect(await choices(other)).toEqual(before);
  });

  test('nothing goes while somebody is about to install again', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Coming back');
    await workspace.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(13.1 * DAY_MS);
    const attempt = (expiresInMs: number) => ({
      stateHash: 'coming back',
      cookieHash: 'c',
      purpose: 'workspace' as const,
      teamId: workspace.id,
      createdAt: lanyard.clock.now(),
      expiresAt: new Date(lanyard.clock.now().getTime() + expiresInMs),
    });
    await lanyard.prisma.oAuthState.create({ data: attempt(60_000) });
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 0 });
    expect(await rowsNaming(lanyard.database, owner.id)).not.toEqual({});
    lanyard.clock.forward(120_000);
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await rowsNaming(lanyard.database, workspace.id, owner.id)).toEqual({});
  });

  test('nobody keeps it longer by beginning to install again and again', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Kept by a stranger');
    await workspace.uninstall();
    await lanyard.slack.settled();
    const begins = () => fetch(`${lanyard.url}/slack/install?team=${workspace.id}`, { redirect: 'manual' });
    lanyard.clock.forward(13.4 * DAY_MS);
    await begins();
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 0 });
    lanyard.clock.forward(0.2 * DAY_MS);
    await begins();
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await rowsNaming(lanyard.database, workspace.id, owner.id)).toEqual({});
  });

  test('what an organization may not do in a workspace is not forgotten with the workspace', async () => {
    const { workspace: inside } = await makeTeam(lanyard, 'Left it');
    const { clientId } = lanyard.credentials;
    const [at, organization] = [lanyard.clock.now(), 'E0KEPTOUT'];
    await lanyard.prisma.installation.create({
      data: {
        clientId,
        installedIn: organization,
        isEnterpriseInstall: true,
        botUserId: 'U0BOT',
        installerUserId: 'U0ADMIN',
        authorizedAt: at,
      },
    });
    const refusal = { clientId, enterpriseId: organization, teamId: inside.id, granted: false };
    await lanyard.prisma.workspaceAccess.create({ data: { ...refusal, changedAt: at } });
    await inside.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(14 * DAY_MS);
    expect(await lanyard.runJob('erase-gone')).toMatchObject({ places: 1 });
    expect(await lanyard.prisma.workspaceAccess.findMany({ where: { teamId: inside.id } })).toMatchObject([
      refusal,
    ]);
  });

  test('everything of a workspace is there for as many days as people are told, and gone then', async () => {
    const { removeApp } = english.admin;
    const [, told] = /after (\d+) days/.exec(removeApp.consequence('Acme')) ?? [];
    const days = Number(told);
    expect(removeApp.doneText('Acme', 'A-7F3K9-Q2MXB')).toContain(`after ${days} days`);
    expect(JSON.stringify(english.pages.privacy)).toContain(`Deleted ${days} days after the app is removed`);
    const workspace = lanyard.slack.workspace('Counted');
    await lanyard.install(workspace.person('Olga', { role: 'owner' }));
    await workspace.uninstall();
    await lanyard.slack.settled();
    const left = () => lanyard.prisma.auditEntry.count({ where: { installedIn: workspace.id } });
    lanyard.clock.forward(days * DAY_MS - 60_000);
    await lanyard.runJob('erase-gone');
    expect(await left()).toBeGreaterThan(0);
    lanyard.clock.forward(2 * 60_000);
    await lanyard.runJob('erase-gone');
    expect(await left()).toBe(0);
  });

  test('counts of what people asked for go after a day', async () => {
    const { clientId } = lanyard.credentials;
    const hoursAgo = (hours: number) => new Date(lanyard.clock.now().getTime() - hours * 60 * 60_000);
    const turn = (userId: string, startedAt: Date) => ({
      clientId,
      installedIn: 'T0ANY',
      isEnterpriseInstall: false,
      userId,
      what: 'verify',
      startedAt,
      taken: 1,
    });
    await lanyard.prisma.turn.createMany({
      data: [turn('U0LATELY', hoursAgo(23)), turn('U0LONGAGO', hoursAgo(25))],
    });
    await lanyard.runJob('sweep');
    const left = await lanyard.prisma.turn.findMany({ where: { clientId, userId: { startsWith: 'U0L' } } });
    expect(left.map(({ userId }) => userId)).toEqual(['U0LATELY']);
  });
});
