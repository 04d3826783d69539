import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, opensHome } from '../support/home-team.ts';
import { createSignal } from '../support/pausing.ts';
import { until, untilHome } from '../support/until.ts';

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

describeLanyard('when Home opens', { asksOnOpening: true }, (lanyard) => {
  const asked = (method: string) => lanyard.slack.calls.filter((call) => call.method === method).length;
  /** Everything that opening Home goes on with is done. */
  async function opens(person: Person) {
    await opensHome(person);
    await lanyard.settled();
    await lanyard.slack.settled();
  }

  test('what was never checked is checked, and only then the first line is green, with a date', async () => {
    const { owner } = await makeTeam(lanyard, 'Unchecked');
    const before = asked('auth.test');
    await owner.opensHome();
    await untilHome(owner, 'Everything works.');
    expect(asked('auth.test')).toBe(before + 2);
    expect(owner.homeText()).toContain('Confirmed');
    expect(owner.homeText()).not.toContain('Not checked yet');
    // What was checked lately is not checked again.
    await opens(owner);
    expect(asked('auth.test')).toBe(before + 2);
    lanyard.clock.forward(DAY_MS + MINUTE_MS);
    await opens(owner);
    expect(asked('auth.test')).toBe(before + 4);
  });

  test('a check without an answer is called that, and what is broken is named with its next step', async () => {
    const { owner } = await makeTeam(lanyard, 'Unanswered');
    lanyard.slack.fault('auth.test', { status: 503 }, 2);
    await owner.opensHome();
    await untilHome(owner, 'Not everything could be checked just now.');
    expect(owner.homeText()).not.toContain('works.');
    // Who opens it again and again does not make Lanyard ask again and again.
    const before = asked('auth.test');
    await opens(owner);
    expect(asked('auth.test')).toBe(before);
    lanyard.clock.forward(11 * MINUTE_MS);
    lanyard.slack.fault('auth.test', { error: 'accesslimited' }, 2);
    await owner.opensHome();
    await untilHome(owner, 'Slack doesn’t accept');
  });

  test('what had no answer isn’t asked again by everyone who opens their Home', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Asked once');
    lanyard.slack.fault('auth.test', { status: 503 }, Number.POSITIVE_INFINITY);
    try {
      const before = asked('auth.test');
      for (const name of ['Meg', 'Max', 'Moe']) await opens(workspace.person(name));
      expect(asked('auth.test')).toBe(before + 1);
      // Hers is one that nobody asked about.
      await opens(owner);
      expect(asked('auth.test')).toBe(before + 2);
      lanyard.clock.forward(10 * MINUTE_MS);
      await opens(workspace.person('May'));
      expect(asked('auth.test')).toBe(before + 3);
    } finally {
      lanyard.slack.healFaults();
    }
  });

  test('people without a permission don’t make Lanyard ask each time how the workspace signs in', async () => {
    const { workspace, member: mia } = await makeTeam(lanyard, 'Sign-on');
    const max = workspace.person('Max');
    const before = asked('team.info');
    for (const person of [mia, mia, max]) await opens(person);
    expect(asked('team.info')).toBe(before + 1);
    lanyard.clock.forward(10 * MINUTE_MS);
    await opens(mia);
    expect(asked('team.info')).toBe(before + 2);
  });

  test('people see their own second factor first, by its method and with its date', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Own');
    await opens(owner);
    const text = owner.homeText();
    expect(text).toContain('On, with an authenticator app');
    expect(text).toContain('As Slack said');
    expect(text.indexOf('Your two-factor sign-in')).toBeLessThan(text.indexOf('Lanyard in this workspace'));
    const sms = workspace.person('Sam', { twoFactor: 'sms' });
    await lanyard.install(sms, { forMe: true });
    await opens(sms);
    expect(sms.homeText()).toContain('On, by text message: an app is safer');
    expect(sms.homeText()).toContain('[Switch to an app]');
    const off = workspace.person('Oda', { twoFactor: 'off' });
    await lanyard.install(off, { forMe: true });
    await opens(off);
    expect(off.homeText()).toContain('Your two-factor sign-in is off. Anyone who learns your password');
    expect(off.homeText().match(/\[Open Slack’s settings\]/g)).toHaveLength(1);
  });

  test('what people mend is seen at once: “off” is asked again each time, and Refresh asks in any case', async () => {
    const { owner } = await makeTeam(lanyard, 'Mended');
    owner.setTwoFactor('off');
    await opens(owner);
    expect(owner.homeText()).toContain('Your two-factor sign-in is off.');
    owner.setTwoFactor('app');
    await owner.opensHome();
    await untilHome(owner, 'Everything works.');
    owner.setTwoFactor('off');
    await pressesButton(owner, 'look', /show the current list/);
    await untilHome(owner, 'Your two-factor sign-in is off.');
  });

  test('what can no longer be seen is not called on, whatever Slack said before', async () => {
    const { owner } = await makeTeam(lanyard, 'Unseen');
    await opens(owner);
    await untilHome(owner, 'Everything works.');
    await revokesOwn(owner);
    await owner.closes();
    await untilHome(owner, 'The workspace’s permission works.');
    expect(owner.homeText()).not.toContain('your two-factor sign-in is on');
    expect(owner.homeText()).not.toContain('On, with an authenticator app');
  });

  test('Slack is given a moment to say it, and Home does not wait longer', async () => {
    const { owner } = await makeTeam(lanyard, 'Slow');
    await opens(owner);
    lanyard.clock.forward(11 * MINUTE_MS);
    lanyard.slack.fault('users.info', { delayMs: 1_500 }, 2);
    await owner.opensHome();
    await untilHome(owner, 'Asking Slack…');
    await untilHome(owner, 'On, with an authenticator app');
  });

  test('while Slack is silent an admin’s own list is there at once: nothing waits for Slack a second time', async () => {
    const { owner } = await makeTeam(lanyard, 'Held');
    await opens(owner);
    lanyard.clock.forward(11 * MINUTE_MS);
    const answer = createSignal();
    const byBot = () =>
      lanyard.slack.calls.filter(({ method, tokenKind }) => method === 'users.info' && tokenKind === 'bot');
    const before = byBot().length;
    lanyard.slack.fault('users.info', { heldUntil: answer.raised }, Number.POSITIVE_INFINITY);
    try {
      await owner.opensHome();
      await untilHome(owner, 'Checking with Slack who you are here');
      expect(owner.homeText()).toContain('Granted by you');
    } finally {
      lanyard.slack.healFaults();
      answer.raise();
    }
    await untilHome(owner, 'Everything works.');
    expect(byBot()).toHaveLength(before + 1);
  });

  test('Slack that says nothing leaves what it said last, with its date', async () => {
    const { owner } = await makeTeam(lanyard, 'Silent');
    await opens(owner);
    lanyard.clock.forward(11 * MINUTE_MS);
    lanyard.slack.fault('users.info', { status: 503 }, Number.POSITIVE_INFINITY);
    await owner.opensHome();
    await untilHome(owner, 'Slack is slow to answer');
    lanyard.slack.healFaults();
    expect(owner.homeText()).toContain('On, with an authenticator app');
    expect(owner.homeText()).toContain('As Slack said');
  });

  test('under single sign-on nobody is asked for a permission that would show nothing', async () => {
    const workspace = lanyard.slack.workspace('Signed on', { sso: true });
    const owner = workspace.person('Olga', { role: 'owner' });
    const member = workspace.person('Mia');
    await lanyard.install(owner);
    await opens(member);
    expect(member.homeText()).toContain('Handled by single sign-on');
    expect(member.homeText()).not.toContain('Grant my permission');
    const run = await member.types('/2fa');
    expect(run.timedOut).toBe(false);
    await until(
      () => member.sees().map(({ visible }) => visible),
      (seen) => seen.some((each) => each.includes('single sign-on')),
      'the answer',
    );
    expect(member.sees().at(-1)?.visible).not.toContain('Grant my permission');
    await member.types('/2fa', 'setup');
    const { visible } = await member.untilSees((each) => each.visible.includes('backup codes'));
    expect(visible).toMatch(/^This workspace uses single sign-on/);
    // How people sign in here is nothing to tell somebody from another company.
    const outsider = workspace.person('Vera');
    lanyard.slack.fault(
      'users.info',
      { answer: { ok: true, user: { id: outsider.id, is_stranger: true } } },
      Number.POSITIVE_INFINITY,
    );
    for (const typed of ['', 'setup']) {
      const seen = outsider.sees().length;
      await outsider.types('/2fa', typed);
      await until(
        () => outsider.sees().length,
        (number) => number > seen,
        'the answer',
      );
      await lanyard.settled();
      expect(outsider.sees().at(-1)?.visible).not.toMatch(/uses single sign-on|Handled by single/);
    }
    lanyard.slack.healFaults();
  });

  test('admins read of everyone in one line, and their first line knows of it', async () => {
    const { workspace, owner } = await makeTeam(lanyard, 'Everyone');
    await opens(owner);
    expect(owner.homeText()).toContain('In the workspace: not counted yet.');
    const member = workspace.person('Max');
    await lanyard.install(member, { forMe: true });
    await lanyard.prisma.userAuthorization.updateMany({
      where: { userId: member.id },
      data: { verifyError: 'accesslimited', verifiedAt: lanyard.clock.now() },
    });
    await opens(owner);
    expect(owner.homeText()).toContain('1 alert is open in the workspace.');
    expect(owner.homeText()).toContain('[Show workspace]');
    await opens(member);
    expect(member.homeText()).not.toContain('In the workspace');
  });
});
