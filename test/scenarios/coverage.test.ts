import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { buttonOn, pressesButton } from '../support/home.ts';
import { makeTeam, modalText, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { until, untilHome } from '../support/until.ts';

const RECEIPT = /A-[0-9A-Z]{5}-[0-9A-Z]{5}/;

describeLanyard('two-factor coverage', (lanyard) => {
  /** Olga owns it and added the app; four others, one of them an admin without a second factor. */
  async function team(name: string) {
    const made = await makeTeam(lanyard, name);
    const { workspace } = made;
    const admin = workspace.person('Ada', { role: 'admin', twoFactor: 'off' });
    workspace.person('Sam', { twoFactor: 'sms' });
    workspace.person('Gus', { role: 'guest', twoFactor: 'off' });
    await opensWorkspace(made.owner);
    return { ...made, admin };
  }
  async function opensWorkspace(person: Person) {
    await opensHome(person);
    await opensWorkspaceTab(person);
  }
  async function agrees(person: Person) {
    await pressesButton(person, 'coverage_agree');
    await untilModal(person, 'What your permission is used for');
    await person.submits();
  }
  /** Olga agreed and the first count is there. */
  async function countedTeam(name: string) {
    const made = await team(name);
    await agrees(made.owner);
    await untilHome(made.owner, 'Counted just now.');
    await made.owner.closes();
    return made;
  }
  const audit = (action: string) =>
    lanyard.prisma.auditEntry.findMany({ where: { clientId: lanyard.credentials.clientId, action } });
  const link = (person: Person) => {
    const urls = JSON.stringify(person.modal()?.blocks).match(/http[^"]*\/export\?link=[^"]*/);
    return String(urls?.[0]);
  };
  const download = (url: string, form = 'csv') =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ form }) });

  test('is counted once an owner agrees, and printed with its denominator and who is left out of it', async () => {
    const { owner, admin } = await team('Agreed');
    expect(owner.homeText()).toContain('Not counted yet.');
    expect(owner.homeText()).not.toContain('%');
    await agrees(owner);
    await untilModal(owner, 'Counting has started');
    expect(modalText(owner)).toMatch(RECEIPT);
    const home = await until(
      () => owner.homeText(),
      (text) => text.includes('Counted just now.'),
      'the end of the count',
    );
    expect(home).toContain('2 of 4 people (50%)');
    expect(home).toContain('Authenticator app 1  ·  Text message 1  ·  Off 2');
    expect(home).toContain(`1 owner or admin doesn’t have it: @${admin.name}`);
    expect(home).toContain('Not counted: 2 bots, 1 guest.');
    expect((await audit('coverage_agreed')).map(({ actorUserId }) => actorUserId)).toContain(owner.id);
  });

  test('is refused to members, who see no part of it', async () => {
    const { owner, member } = await countedTeam('Refused');
    await opensHome(member);
    expect(member.homeText()).not.toContain('Two-factor sign-in');
    // The owner's buttons, pressed with the rights of somebody who lost them.
    for (const name of ['count', 'people', 'remind', 'exemptions', 'export', 'settings']) {
      await opensWorkspaceAgain(owner);
      await pressesButton(owner, `coverage_${name}`);
      await untilHome(owner, 'Only owners and admins of the workspace can do that');
      expect(owner.modal()).toBeUndefined();
    }
  });

  /** What stands on Home still shows the workspace, although its reader is no admin any more. */
  async function opensWorkspaceAgain(person: Person) {
    person.setRole('owner');
    // Slack's word is remembered for five minutes.
    lanyard.clock.forward(6 * 60_000);
    await opensWorkspace(person);
    person.setRole('member');
  }

  test('shows who is without, admins first, and leaves one out with a reason and an end', async () => {
    const { owner, admin, member } = await countedTeam('Without');
    await pressesButton(owner, 'coverage_people');
    await untilModal(owner, '2 people sign in without a second factor');
    const text = JSON.stringify(owner.modal()?.blocks);
    expect(text.indexOf(admin.id)).toBeLessThan(text.indexOf(member.id));

    await owner.presses(`coverage_exempt:${admin.id}`);
    await untilModal(owner, 'Until when?');
    const past = await owner.submits({ person: admin.id, reason: 'Shared *account*', until: '2020-01-01' });
    expect(past.answer).toContain('Choose a date in the future.');
    const secret = ['xoxb', '1234567890', 'abcdefghij'].join('-');
    const leaky = await owner.submits({ person: admin.id, reason: secret, until: day(30) });
    expect(leaky.answer).toContain('looks like it contains a token');
    await owner.submits({ person: admin.id, reason: 'Shared *account*', until: day(30) });
    await untilModal(owner, '1 person signs in without a second factor');
    await untilHome(owner, '2 of 3 people (67%)');
    expect(owner.homeText()).toContain('1 left out by admins');
    await owner.closes();

    await pressesButton(owner, 'coverage_exemptions');
    await untilModal(owner, 'Shared ∗account∗');
    await owner.presses(`coverage_unexempt:${admin.id}`);
    await untilModal(owner, 'Admins haven’t left anyone out.');
    await untilHome(owner, '2 of 4 people (50%)');
    for (const action of ['person_exempted', 'person_counted_again']) {
      expect((await audit(action)).map(({ subjectUserId }) => subjectUserId)).toContain(admin.id);
    }
  });

  const day = (ahead: number) =>
    new Date(lanyard.clock.now().getTime() + ahead * 24 * 60 * 60_000).toISOString().slice(0, 10);

  test('counts guests when admins choose so, and sends the weekly figures to whom asks for them', async () => {
    const { owner } = await countedTeam('Guests');
    await pressesButton(owner, 'coverage_settings');
    await untilModal(owner, 'Count guests');
    await owner.submits({ guests: 'guests' });
    await untilHome(owner, '2 of 5 people (40%)');
    expect(owner.homeText()).not.toContain('1 guest');
    await pressesButton(owner, 'coverage_settings');
    await untilModal(owner, 'Send them to me once a week');
    await owner.submits({ digest: 'digest' });
    const where = { userId: owner.id, topic: 'coverage_digest' };
    expect(await lanyard.prisma.notificationPreference.findFirst({ where })).toMatchObject({ wanted: true });
  });

  test('goes on with another permission, and without any says since when and who can restore it, never 0 %', async () => {
    const { owner, admin } = await countedTeam('Lost');
    await owner.revokesOwnPermission();
    await opensWorkspace(owner);
    const lost = await untilHome(owner, 'no longer updated');
    expect(lost).toContain(` @${owner.name}`);
    expect(lost).toContain('2 of 4 people (50%)');
    expect(() => buttonOn(owner, 'coverage_count')).toThrow('sees no coverage_count');

    await opensWorkspace(admin);
    await agrees(admin);
    await untilModal(admin, 'One step left');
    admin.setTwoFactor('app');
    await lanyard.install(admin, { forMe: true });
    await untilHome(admin, '3 of 4 people (75%)');
    expect(admin.homeText()).not.toContain('no longer updated');
  });

  test('a reminder goes to no one whom its preview did not show: a newer count makes the form outdated', async () => {
    const { owner, workspace, admin } = await countedTeam('Previewed');
    const noted = () =>
      lanyard.prisma.notification.count({
        where: { installedIn: workspace.id, topic: 'two_factor_reminder' },
      });
    await pressesButton(owner, 'coverage_remind');
    await untilModal(owner, 'would be reminded to turn on two-factor sign-in');
    lanyard.clock.forward(2 * 60_000);
    workspace.person('Newcomer', { twoFactor: 'off' });
    await opensWorkspace(admin);
    await pressesButton(admin, 'coverage_count');
    await untilHome(admin, 'Counted just now.');
    await owner.submits();
    await untilModal(owner, 'Nothing was changed');
    expect(await noted()).toBe(0);
    await owner.closes();

    await opensWorkspace(owner);
    await pressesButton(owner, 'coverage_remind');
    await untilModal(owner, 'would be reminded to turn on two-factor sign-in');
    const twice = await Promise.all([owner.submits(), owner.submits()]);
    const said = twice.map(({ answer }) => answer).join();
    expect([said.match(/on the way/g)?.length, said.match(/no one left to remind/g)?.length]).toEqual([1, 1]);
    expect(await noted()).toBe(3);
  });

  test('stops when its reader says so, and forgets the people', async () => {
    const { owner, workspace } = await countedTeam('Stopped');
    await pressesButton(owner, 'coverage_settings');
    await untilModal(owner, 'You agreed to its use.');
    await pressesButton(owner, 'coverage_stop');
    await untilModal(owner, 'no longer used for the count');
    await untilHome(owner, 'Not counted yet.');
    expect(await lanyard.prisma.coveragePerson.count({ where: { installedIn: workspace.id } })).toBe(0);
  });

  test('is exported once, with a receipt that admins find, and formulas made harmless', async () => {
    const { owner, workspace, admin } = await countedTeam('Exported');
    workspace.person('=HYPERLINK("https://evil.example")', { twoFactor: 'app' });
    await pressesButton(owner, 'coverage_count');
    await untilHome(owner, '3 of 5 people (60%)');
    await pressesButton(owner, 'coverage_count');
    await untilHome(owner, 'a minute old');
    await pressesButton(owner, 'coverage_export');
    await untilModal(owner, 'The page works once');
    const url = link(owner);

    // What previews links looks as often as it likes.
    for (let look = 0; look < 3; look += 1) {
      const page = await fetch(url);
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(await page.text()).toContain('Download CSV');
    }
    const [first, second] = await Promise.all([download(url), download(url)]);
    expect([first.status, second.status].sort()).toEqual([200, 410]);
    const good = first.status === 200 ? first : second;
    expect(good.headers.get('cache-control')).toBe('no-store');
    expect(good.headers.get('content-disposition')).toMatch(/^attachment; filename="two-factor-A-.*\.csv"$/);
    const csv = await good.text();
    expect(csv).toContain(`"${admin.id}","Ada","admin","off","yes"`);
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
    const [receipt] = RECEIPT.exec(csv) ?? [];
    expect(await audit('coverage_exported')).toEqual([expect.objectContaining({ actorUserId: owner.id })]);

    await owner.closes();
    await pressesButton(owner, 'look', /^Audit trail/);
    await untilHome(owner, String(receipt));
    expect(lanyard.log.join('')).not.toContain(url.split('link=')[1]);
    expect(
      await lanyard.prisma.coverageExport.count({ where: { linkHash: String(url.split('link=')[1]) } }),
    ).toBe(0);
  });

  test('is exported as JSON with figures and trend, and to nobody who is no admin by then or comes too late', async () => {
    const { owner } = await countedTeam('Exported twice');
    const ask = async () => {
      await pressesButton(owner, 'coverage_export');
      await untilModal(owner, 'The page works once');
      const url = link(owner);
      await owner.closes();
      return url;
    };
    const [good, demoted, late] = [await ask(), await ask(), await ask()];
    const file = (await (await download(good, 'json')).json()) as { trend: object[]; people: object[] };
    expect(file).toMatchObject({ on: 2, counted: 4, share_percent: 50, states: { off: 2, guest: 1 } });
    expect(file.trend).toHaveLength(1);
    expect(file.people).toHaveLength(7);

    lanyard.slack.fault('users.info', { status: 503 }, 1);
    expect((await download(demoted)).status).toBe(503);
    owner.setRole('member');
    const refused = await download(demoted);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('no longer an owner or admin'),
    ]);
    owner.setRole('owner');
    lanyard.clock.forward(11 * 60_000);
    const tooLate = await download(late);
    expect([tooLate.status, await tooLate.text()]).toEqual([410, expect.stringContaining('expired')]);
    expect((await fetch(`${lanyard.url}/export?link=guessed`)).status).toBe(404);
    expect((await download(`${lanyard.url}/export`)).status).toBe(404);
  });
});
