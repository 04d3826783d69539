import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { english } from '../../src/locales/words.ts';
import { createRemind } from '../../src/slack/notifications/remind-listener.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { pressesButton } from '../support/home.ts';
import { makeTeam, modalText, opensHome, untilModal } from '../support/home-team.ts';
import { goTo, type Notifier, startNotifier } from '../support/notifier.ts';

const DAY_MS = 24 * 60 * 60_000;

describeLanyard('reminders and digests', (lanyard) => {
  let notifier: Notifier;
  beforeAll(() => {
    notifier = startNotifier(lanyard);
  });
  beforeEach(() => goTo(lanyard, 'Monday', '10:00'));

  const told = (person: Person) =>
    person.sees().filter(({ channel, ephemeral }) => channel === 'dm' && !ephemeral);
  const asAdmin = async (person: Person) => {
    const admission = await notifier.authorizations.requireAdmin({
      context: { teamId: person.workspace.id },
      userId: person.id,
    });
    if ('refused' in admission) throw new Error(`${person.name} is no admin.`);
    return admission.admin;
  };
  /** A workspace that is counted through its owner's permission. */
  async function counted(name: string) {
    const made = await makeTeam(lanyard, name);
    const others = {
      safe: made.workspace.person('Sam', { twoFactor: 'app' }),
      night: made.workspace.person('Nora', { timeZone: 'Asia/Tokyo' }),
      boss: made.workspace.person('Bea', { role: 'admin' }),
    };
    const admin = await asAdmin(made.owner);
    await notifier.twoFactor.agreeToCoverage(admin);
    await notifier.twoFactor.refreshCoverage(admin.key);
    return { ...made, ...others, admin };
  }
  const recount = (person: Person) =>
    notifier.twoFactor.refreshCoverage({ installedIn: person.workspace.id, isEnterpriseInstall: false });
  const names = (people: readonly { name: string | undefined }[]) => people.map(({ name }) => name).sort();

  test('a preview names whom it reaches, and sends nothing', async () => {
    const { admin, member } = await counted('Preview');
    const { remind, spare } = await notifier.notifications.previewReminder(admin);
    expect([names(remind), spare]).toEqual([['Bea', 'Mia', 'Nora'], []]);
    await notifier.runs();
    expect(told(member)).toEqual([]);
  });

  test('a reminder arrives with the steps and who asks, in working hours of each one’s own zone', async () => {
    const { admin, member, night, safe, owner } = await counted('Sent');
    const { people, receipt } = await notifier.notifications.sendReminders(admin);
    expect(people).toBe(3);
    await notifier.runs();
    expect(told(member).map(({ visible }) => visible)).toEqual([
      expect.stringMatching(
        /Your two-factor sign-in is off\. @Olga, an admin of Sent, asks .*Reminder 1 of at most 3/s,
      ),
    ]);
    // It is evening in Tokyo.
    expect([told(night), told(safe), told(owner)]).toEqual([[], [], []]);
    goTo(lanyard, 'Tuesday', '00:05');
    await notifier.runs();
    expect(told(night)).toHaveLength(1);
    const audit = await lanyard.prisma.auditEntry.findMany({
      where: { action: 'reminders_sent', installedIn: admin.key.installedIn },
    });
    expect(audit).toEqual([
      expect.objectContaining({ actor: 'admin', actorUserId: owner.id, details: { people: 3 } }),
    ]);
    expect(receipt).toMatch(/^A-/);
    // Nobody reads of anybody else.
    expect(JSON.stringify(told(member))).not.toContain(night.id);
  });

  test('nobody is reminded twice within three days, or more than three times', async () => {
    const { admin, member } = await counted('Often');
    const send = async () => {
      const { people } = await notifier.notifications.sendReminders(admin);
      await notifier.runs();
      return people;
    };
    expect(await send()).toBe(3);
    goTo(lanyard, 'Wednesday', '10:00');
    expect(await send()).toBe(0);
    const { spare } = await notifier.notifications.previewReminder(admin);
    // Nora’s still waits: whenever this looks, it is evening in Tokyo.
    expect(spare.map(({ person, because }) => [person.name, because])).toEqual([
      ['Bea', 'reminded_lately'],
      ['Mia', 'reminded_lately'],
      ['Nora', 'reminder_waits'],
    ]);
    goTo(lanyard, 'Thursday', '10:30');
    expect(await send()).toBe(2);
    goTo(lanyard, 'Tuesday', '10:30');
    expect(await send()).toBe(2);
    goTo(lanyard, 'Monday', '10:30');
    expect(await send()).toBe(0);
    expect(told(member)).toHaveLength(3);
    expect(told(member).at(-1)?.visible).toContain('Reminder 3 of at most 3');
    lanyard.clock.forward(100 * DAY_MS);
    await notifier.notifications.sweep();
    expect(await send()).toBe(0);
  });

  test('a reminder held over a weekend counts from the day on which it was sent', async () => {
    const { admin, member } = await counted('Weekend');
    const fate = async () => {
      const { remind, spare } = await notifier.notifications.previewReminder(admin);
      const found = spare.find(({ person }) => person.userId === member.id);
      return remind.some(({ userId }) => userId === member.id) ? 'remind' : found?.because;
    };
    goTo(lanyard, 'Friday', '19:00');
    await notifier.notifications.sendReminders(admin);
    await notifier.runs();
    expect([told(member).length, await fate()]).toEqual([0, 'reminder_waits']);
    goTo(lanyard, 'Monday', '09:30');
    await notifier.runs();
    expect(told(member)).toHaveLength(1);
    // Four days after an admin asked for it, one after it arrived.
    goTo(lanyard, 'Tuesday', '10:00');
    expect(await fate()).toBe('reminded_lately');
    goTo(lanyard, 'Thursday', '09:25');
    expect(await fate()).toBe('reminded_lately');
    goTo(lanyard, 'Thursday', '09:40');
    expect(await fate()).toBe('remind');
  });

  test('two admins who press at the same moment remind each person once', async () => {
    const { admin, boss, member } = await counted('At once');
    const other = await asAdmin(boss);
    await Promise.all([
      notifier.notifications.sendReminders(admin),
      notifier.notifications.sendReminders(other),
      notifier.notifications.sendReminders(admin),
    ]);
    await notifier.runs();
    expect(told(member)).toHaveLength(1);
    expect(await lanyard.prisma.notification.count({ where: { userId: member.id } })).toBe(1);
  });

  test('who wants no reminders gets none, and the admin reads how many those are', async () => {
    const { workspace, admin, member } = await counted('Unwilling');
    await notifier.notifications.setPreferencesAt({ teamId: workspace.id }, member.id, {
      two_factor_reminder: false,
    });
    const { remind, spare } = await notifier.notifications.previewReminder(admin);
    expect(names(remind)).toEqual(['Bea', 'Nora']);
    expect(spare).toEqual([expect.objectContaining({ because: 'opted_out' })]);
    await notifier.notifications.sendReminders(admin);
    await notifier.runs();
    expect(told(member)).toEqual([]);
  });

  test('who turned it on while the reminder waited gets none', async () => {
    const { admin, night } = await counted('Meanwhile');
    await notifier.notifications.sendReminders(admin);
    await notifier.runs();
    night.setTwoFactor('app');
    await recount(night);
    goTo(lanyard, 'Tuesday', '00:05');
    await notifier.runs();
    expect(told(night)).toEqual([]);
  });

  test('when Slack takes no more for a minute, the next run goes on, and nobody loses a try', async () => {
    const { owner, workspace, admin } = await counted('Crowd');
    for (let number = 0; number < 115; number += 1) workspace.person(`Person ${number}`);
    await recount(owner);
    await notifier.notifications.sendReminders(admin);
    const sent = () =>
      lanyard.prisma.notification.count({ where: { installedIn: workspace.id, state: 'sent', attempts: 0 } });
    const calls = () => lanyard.slack.calls.length;
    lanyard.slack.limitRates(true);
    const before = calls();
    await notifier.runs();
    const first = await sent();
    expect(first).toBeGreaterThan(90);
    expect(first).toBeLessThan(117);
    // It stopped where Slack said so: the others were not asked about in vain.
    expect(calls() - before).toBeLessThan(2 * first + 10);
    lanyard.clock.forward(5 * 60_000);
    await notifier.runs();
    lanyard.slack.limitRates(false);
    expect(await sent()).toBe(117);
  });

  describe('at the door', () => {
    const remind = () => createRemind({ once: async () => true, ...notifier, words: english });
    const asker = (person: Person) => ({ context: { teamId: person.workspace.id }, userId: person.id });
    /** As the command answers it, with the button that sends. */
    async function shows(person: Person) {
      const preview = await remind().answer(asker(person));
      const bot = await notifier.installations.asBot({ teamId: person.workspace.id });
      await bot.call('chat.postMessage', { channel: person.id, ...preview });
      return preview;
    }

    test('an admin reads whom it would reach, sends it, and gets a receipt', async () => {
      const { owner, member } = await counted('Door');
      const { text, blocks } = await shows(owner);
      expect(text).toContain('3 people would be reminded to turn on two-factor sign-in.');
      expect(JSON.stringify(blocks)).toContain(`<@${member.id}>`);
      await owner.presses('send_reminders');
      await owner.untilSees(({ visible }) => /3 reminders are on the way\..*Receipt A-/s.test(visible));
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
      const again = await remind().answer(asker(owner));
      expect(again.text).toContain('*No one would be reminded now.*');
      expect(JSON.stringify(again.blocks)).toContain('2 people reminded less than three days ago');
      expect(JSON.stringify(again.blocks)).toContain('1 person has one on its way');
    });

    test('a member is refused in the preview and at the button, and the press is noted', async () => {
      const { owner, member } = await counted('Refused');
      const refusal = await remind().answer(asker(member));
      expect(refusal.text).toContain('Only owners and admins of the workspace can see that.');
      expect(JSON.stringify(refusal)).not.toContain(owner.id);
      await shows(owner);
      owner.setRole('member');
      await owner.presses('send_reminders');
      await owner.untilSees(({ visible }) => visible.includes('Only owners and admins of the workspace'));
      expect(await lanyard.prisma.notification.count({ where: { installedIn: owner.workspace.id } })).toBe(0);
      const noted = { installedIn: owner.workspace.id, action: 'admin_refused' };
      expect(await lanyard.prisma.auditEntry.count({ where: noted })).toBe(1);
    });

    test('where nobody is counted it says how that begins', async () => {
      const { owner } = await makeTeam(lanyard, 'Not set up');
      expect((await remind().answer(asker(owner))).text).toContain(
        'doesn’t count two-factor sign-in here yet',
      );
    });

    test('pressed twice at once it sends once', async () => {
      const { owner, member } = await counted('Twice');
      await shows(owner);
      await Promise.allSettled([owner.presses('send_reminders'), owner.presses('send_reminders')]);
      await owner.untilSees(({ visible }) => visible.includes('on the way'));
      await lanyard.slack.settled();
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
    });
  });

  describe('the digest', () => {
    test('comes once a week to an admin who asked for it, with what changed', async () => {
      const { admin, owner, boss, member } = await counted('Digest');
      await notifier.runs();
      expect(told(owner)).toEqual([]);
      await notifier.notifications.setDigest(admin, true);
      expect(await notifier.notifications.wantsDigest(admin)).toBe(true);
      await notifier.runs();
      expect(told(owner).map(({ visible }) => visible)).toEqual([
        expect.stringMatching(
          /Two-factor sign-in in Digest: 40%\. 2 of 5 people have it on\. 3 people have it off, 1 of them an admin\./,
        ),
      ]);
      lanyard.clock.forward(DAY_MS);
      await notifier.runs();
      expect(told(owner)).toHaveLength(1);
      member.setTwoFactor('sms');
      goTo(lanyard, 'Monday', '10:00');
      await recount(owner);
      await notifier.runs();
      expect(told(owner).at(-1)?.visible).toMatch(/60%.*20 points higher than .*\(40%\)/s);
      expect(told(boss)).toEqual([]);
      await notifier.notifications.setDigest(admin, false);
      goTo(lanyard, 'Monday', '10:00');
      await notifier.runs();
      expect(told(owner)).toHaveLength(2);
    });

    test('ends for somebody who is no admin any more', async () => {
      const { admin, owner } = await counted('Demoted');
      await notifier.notifications.setDigest(admin, true);
      owner.setRole('member');
      await notifier.runs();
      expect(told(owner)).toEqual([]);
    });

    test('is offered to admins alone, and a form that a member forges keeps none', async () => {
      const { owner, member, workspace } = await counted('Forged digest');
      const opens = async (person: Person) => {
        await opensHome(person);
        await pressesButton(person, 'notifications');
        await untilModal(person, 'Message me when');
      };
      await opens(member);
      expect(modalText(member)).not.toContain('once a week');
      await member.submits({ topics: 'access_ended' });
      await opens(owner);
      expect(modalText(owner)).toContain('Two-factor sign-in in numbers, once a week');
      owner.setRole('member');
      await owner.submits({ topics: 'coverage_digest' });
      const kept = await lanyard.prisma.notificationPreference.findMany({
        where: { installedIn: workspace.id },
      });
      expect(kept.map(({ topic }) => topic)).not.toContain('coverage_digest');
      expect(kept.map(({ topic }) => topic)).toContain('two_factor_reminder');
    });
  });

  describe('that nobody can count any more', () => {
    test('is told those who agreed, and edited in place once they can', async () => {
      const { owner, boss } = await counted('Lost');
      await owner.revokesOwnPermission();
      await lanyard.slack.settled();
      await notifier.runs();
      const said = () => told(owner).map(({ visible }) => visible);
      expect(said()).toEqual([
        expect.stringContaining('Two-factor sign-in in Lost can no longer be counted.'),
      ]);
      expect(told(boss)).toEqual([]);
      await lanyard.install(owner, { forMe: true });
      await notifier.runs();
      expect(said()).toEqual([expect.stringMatching(/Resolved .*can be counted again/)]);
    });

    test('is not called restored by a permission that does not cover it', async () => {
      const { owner } = await counted('Other scopes');
      await owner.revokesOwnPermission();
      await lanyard.slack.settled();
      await notifier.runs();
      await lanyard.install(owner, { forMe: true });
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: owner.id },
        data: { grantedScopes: ['users.profile:read'] },
      });
      await notifier.runs();
      expect(told(owner).map(({ visible }) => visible)).toEqual([
        expect.stringContaining('Two-factor sign-in in Other scopes can no longer be counted.'),
      ]);
    });

    test('is no loss while it still goes through somebody else', async () => {
      const { owner, boss } = await counted('Two readers');
      await lanyard.install(boss, { forMe: true });
      await notifier.twoFactor.agreeToCoverage(await asAdmin(boss));
      await owner.revokesOwnPermission();
      await lanyard.slack.settled();
      await notifier.runs();
      expect(
        told(owner)
          .map(({ visible }) => visible)
          .join(),
      ).not.toContain('no longer be counted');
      expect(told(boss)).toEqual([]);
    });
  });
});
