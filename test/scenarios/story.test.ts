import { beforeEach, describe, expect, test } from '@jest/globals';
import { SEEDS, type Seed } from '../../simulator/seeds.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';

// What a story begins with is found again by its names.
const OPTIONS = { on: 'PGlite', slack: { uniqueNames: false } } as const;

describeLanyard('the simulated Slack tells stories with the real app', OPTIONS, (lanyard) => {
  test('from the first click to the end of a permission, in a few lines', async () => {
    const { slack } = lanyard;
    const acme = slack.workspace('Acme');
    const owner = acme.person('Olga', { role: 'owner' });
    const page = await acme.install(undefined, { by: owner });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('Acme')]);

    await owner.types('/token-status');
    const answer = await owner.untilSees(({ visible }) => visible.includes('permissions aren’t checked yet'));
    expect(answer).toMatchObject({ ephemeral: true, channel: 'general' });

    await owner.revokesOwnPermission();
    await owner.opensHome();
    await owner.untilHome((text) => /revoked|ended/i.test(text));
  });

  describe('and what it can begin with', () => {
    beforeEach(() => lanyard.slack.clear());

    const plant = (seed: Seed) => seed.plant(lanyard.slack);
    const live = () => lanyard.slack.state.grants.filter(({ ended }) => ended === null);

    test('is a small team, nothing installed yet', async () => {
      await plant(SEEDS.small);
      const acme = lanyard.slack.workspace('Acme');
      const roles = acme.people().map(({ role, deleted }) => (deleted ? 'deactivated' : role));
      expect(roles).toEqual(['primary_owner', 'admin', 'member', 'guest', 'stranger', 'deactivated']);
      expect(live()).toEqual([]);
    });

    test('is a company with single sign-on', async () => {
      await plant(SEEDS.sso);
      const [company] = lanyard.slack.workspaces();
      expect([company?.sso, company?.hasInstalled(), company?.people().length]).toEqual([true, true, 14]);
    });

    test('is an organization with three workspaces, two of which have the app', async () => {
      await plant(SEEDS.organization);
      const workspaces = lanyard.slack.workspaces();
      expect(workspaces.map(({ organization }) => organization?.name)).toEqual(Array(3).fill('Meridian'));
      expect(workspaces.map((workspace) => workspace.hasInstalled())).toEqual([true, true, false]);
    });

    test('is everything broken at once', async () => {
      await plant(SEEDS.broken);
      const acme = lanyard.slack.workspace('Acme Ltd');
      expect(acme.person('Ada Lovelace').deleted).toBe(true);
      const alan = acme.person('Alan Turing');
      expect(lanyard.slack.apps()[0]?.userToken(alan)).toBeUndefined();
      const authorization = await lanyard.prisma.userAuthorization.findFirst({ where: { userId: alan.id } });
      expect(authorization).toMatchObject({ revokedAt: null });
      lanyard.slack.healFaults();
    });

    test('is 134 authorizations', async () => {
      await plant(SEEDS.many);
      expect(live()).toHaveLength(134);
      const installedIn = lanyard.slack.workspace('Acme').id;
      expect(await lanyard.prisma.userAuthorization.count({ where: { installedIn } })).toBe(133);
    }, 60_000);
  });
});
