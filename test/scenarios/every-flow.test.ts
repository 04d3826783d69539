import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { ask } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { goTo, startNotifier } from '../support/notifier.ts';
import { untilHome } from '../support/until.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Each flow where all goes well: `npm test -- quick` runs this, and the other files tell what else can happen. */
describeLanyard('every flow, once', (lanyard) => {
  const told = (person: Person) => person.untilSees(({ channel }) => channel === 'dm');
  async function opensWorkspace(person: Person) {
    await opensHome(person);
    await opensWorkspaceTab(person);
  }

  test('a person who adds the app finds what they granted on Home, and it works', async () => {
    const { owner } = await makeTeam(lanyard, 'Added');
    await opensHome(owner, 'Granted by you');
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
  });

  test('the commands answer', async () => {
    const { owner } = await makeTeam(lanyard, 'Asked');
    expect((await ask(owner, '/2fa')).text).toContain('is *on*, with an authenticator app');
    expect((await ask(owner, '/token-status')).text).toContain(
      '2 permissions aren’t checked yet: yours and the workspace’s.',
    );
  });

  test('a person revokes their permission on Home', async () => {
    const { owner } = await makeTeam(lanyard, 'Revoked');
    await opensHome(owner);
    await revokesOwn(owner);
    await untilHome(owner, 'Slack confirmed it, and the token is erased here.');
  });

  test('an owner agrees to two-factor coverage, and it is counted', async () => {
    const { owner } = await makeTeam(lanyard, 'Counted');
    await opensWorkspace(owner);
    await pressesButton(owner, 'coverage_agree');
    await untilModal(owner, 'What your permission is used for');
    await owner.submits();
    await untilHome(owner, 'Counted just now.');
  });

  test('an admin revokes a permission of somebody, who is told', async () => {
    const { owner, member } = await makeTeam(lanyard, 'Ended by an admin');
    await lanyard.install(member, { forMe: true });
    await opensWorkspace(owner);
    await pressesButton(owner, 'admin_revoke', new RegExp(member.id));
    await untilModal(owner, 'Why?');
    await owner.submits({ reason: 'Left' });
    expect((await told(member)).visible).toContain('Left');
  });

  test('a person is told in working hours that their permission cannot be renewed', async () => {
    goTo(lanyard, 'Wednesday', '10:00');
    const { owner } = await makeTeam(lanyard, 'Not renewed');
    await lanyard.prisma.userAuthorization.updateMany({
      where: { userId: owner.id },
      data: { rotationError: 'internal_error', rotationFailures: 3 },
    });
    await startNotifier(lanyard).runs();
    expect((await told(owner)).visible).toContain('Slack won’t renew your permission in Not renewed');
  });

  test('once the app is removed in Slack its token is erased, and after thirteen days everything', async () => {
    const { workspace } = await makeTeam(lanyard, 'Removed');
    const where = { installedIn: workspace.id };
    await workspace.uninstall();
    await lanyard.slack.settled();
    expect(await lanyard.prisma.installation.findFirst({ where })).toMatchObject({ sealedBotToken: null });
    lanyard.clock.forward(14 * DAY_MS);
    await lanyard.runJob('erase-gone');
    expect(await lanyard.prisma.installation.count({ where })).toBe(0);
  });

  test('a request that Slack did not sign is refused', async () => {
    const { status } = await fetch(`${lanyard.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(status).toBe(401);
  });
});
