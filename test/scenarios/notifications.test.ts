import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import type { Deliver } from '../../src/notifications/sending/deliver.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, modalText, opensHome, untilModal } from '../support/home-team.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { goTo, letLeasesRunOut, type Notifier, startNotifier } from '../support/notifier.ts';
import { until, untilHome } from '../support/until.ts';

describeLanyard('private messages', (lanyard) => {
  let notifier: Notifier;
  beforeAll(() => {
    notifier = startNotifier(lanyard);
  });
  // London, where people are unless said, is at work.
  beforeEach(() => goTo(lanyard, 'Wednesday', '10:00'));

  const told = (person: Person) => person.sees().filter(({ channel }) => channel === 'dm');
  const items = (person: Person) =>
    lanyard.prisma.notification.findMany({ where: { userId: person.id }, orderBy: { foundAt: 'asc' } });
  const calls = (method: string) => lanyard.slack.calls.filter((call) => call.method === method).length;
  /** A workspace whose owner and member both gave their permission. */
  async function team(name: string) {
    const made = await makeTeam(lanyard, name);
    await lanyard.install(made.member, { forMe: true });
    return made;
  }
  /** What a third failed renewal leaves in a row. */
  const renewalFailedThrice = ({ clock }: Lanyard) => ({
    rotationError: 'internal_error',
    rotationFailures: 3,
    rotationRetryAt: new Date(clock.now().getTime() + 60_000),
  });
  const failsToRenew = (person: Person, over: object = {}) =>
    lanyard.prisma.userAuthorization.updateMany({
      where: { userId: person.id },
      data: { ...renewalFailedThrice(lanyard), ...over },
    });
  const renews = (person: Person) =>
    failsToRenew(person, { rotationError: null, rotationFailures: 0, rotationRetryAt: null });
  /** Revoked in Slack while the app hears nothing of it: only the row says so. */
  const endsUnheard = (person: Person) =>
    lanyard.prisma.userAuthorization.updateMany({
      where: { userId: person.id },
      data: { revokedAt: lanyard.clock.now(), endedBy: 'slack', sealedUserToken: null },
    });

  test('nothing is told of what works, renews by itself, or a person did themselves', async () => {
    const { owner, member } = await team('Routine');
    await failsToRenew(member, { rotationFailures: 2 });
    await opensHome(owner);
    await revokesOwn(owner);
    await until(
      () => lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } }),
      ({ revokedAt }) => revokedAt !== null,
      'the revocation',
    );
    await notifier.runs();
    expect([...told(owner), ...told(member)]).toEqual([]);
  });

  test('a permission that ends in Slack is told its person, at once and whatever the hour', async () => {
    const { member } = await team('Ended in Slack');
    goTo(lanyard, 'Sunday', '03:00');
    await member.revokesOwnPermission();
    const message = await member.untilSees(({ channel }) => channel === 'dm');
    expect(message.visible).toContain(
      'The permission you granted Lanyard in Ended in Slack was revoked in Slack',
    );
    await lanyard.slack.settled();
    await notifier.runs();
    expect(told(member)).toHaveLength(1);
  });

  test('who finds it by pressing Verify has read it, and gets no message', async () => {
    const { member } = await team('Verified');
    lanyard.slack.fault('auth.test', { error: 'token_revoked' });
    await opensHome(member);
    await pressesButton(member, 'verify', /your own/);
    await untilHome(member, 'Slack says it was revoked');
    await notifier.runs();
    expect(told(member)).toEqual([]);
  });

  test('an ending of which the process died before it could tell is told by the job', async () => {
    const { member } = await team('Derived');
    await endsUnheard(member);
    await notifier.runs();
    expect(told(member)).toHaveLength(1);
    await notifier.runs();
    expect(told(member)).toHaveLength(1);
  });

  test('an ending of long ago is no news', async () => {
    const { member } = await team('Old');
    await endsUnheard(member);
    lanyard.clock.forward(4 * 24 * 60 * 60_000);
    await notifier.runs();
    expect(told(member)).toEqual([]);
  });

  test('a renewal that failed three times is told, and edited in place to Resolved when it works again', async () => {
    const { member } = await team('Failing');
    await failsToRenew(member);
    await notifier.runs();
    expect(told(member)[0]?.visible).toContain('Lanyard can’t renew your permission in Failing');
    await renews(member);
    await notifier.runs();
    expect(told(member)).toEqual([
      expect.objectContaining({
        edited: true,
        visible: expect.stringMatching(/Resolved .*renewed your permission/),
      }),
    ]);
    expect(calls('chat.update')).toBeGreaterThan(0);
    const edits = calls('chat.update');
    await notifier.runs();
    expect(calls('chat.update')).toBe(edits);
  });

  test('when Slack says its last word meanwhile, the message says that it will never be renewed', async () => {
    const { member } = await team('Dead');
    await failsToRenew(member);
    await notifier.runs();
    await failsToRenew(member, { rotationError: 'invalid_refresh_token', rotationRetryAt: null });
    await notifier.runs();
    expect(told(member).map(({ visible }) => visible)).toEqual([expect.stringContaining('won’t renew')]);
  });

  test('what resolves before it was told is not told', async () => {
    const { member } = await team('Passing');
    goTo(lanyard, 'Wednesday', '22:00');
    await failsToRenew(member);
    await notifier.runs();
    await renews(member);
    goTo(lanyard, 'Thursday', '10:00');
    await notifier.runs();
    expect(told(member)).toEqual([]);
  });

  test("the bot's failing renewal is told whoever added the app", async () => {
    const { workspace, owner, member } = await team('Bot fails');
    await lanyard.prisma.installation.updateMany({
      where: { installedIn: workspace.id },
      data: { rotationError: 'internal_error', rotationFailures: 3, rotationRetryAt: lanyard.clock.now() },
    });
    await notifier.runs();
    expect(told(owner)[0]?.visible).toContain('Lanyard can’t renew its own permission in Bot fails');
    expect(told(member)).toEqual([]);
  });

  describe('one message a day', () => {
    test('what comes later on a day is edited into it, what comes on the next day is a new one', async () => {
      const { workspace, owner } = await team('One a day');
      await failsToRenew(owner);
      await notifier.runs();
      const first = told(owner)[0];
      lanyard.clock.forward(60 * 60_000);
      await lanyard.prisma.installation.updateMany({
        where: { installedIn: workspace.id },
        data: { rotationError: 'internal_error', rotationFailures: 3, rotationRetryAt: lanyard.clock.now() },
      });
      await notifier.runs();
      expect(told(owner)).toEqual([expect.objectContaining({ id: first?.id, edited: true })]);
      expect(told(owner)[0]?.visible).toContain('can’t renew your permission');
      expect(told(owner)[0]?.visible).toContain('can’t renew its own permission');
      await renews(owner);
      await notifier.runs();
      goTo(lanyard, 'Thursday', '10:00');
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: owner.id },
        data: { tokenHash: 'another', rotationError: 'x', rotationFailures: 3, rotationRetryAt: null },
      });
      await notifier.runs();
      expect(told(owner)).toHaveLength(2);
    });

    test('a security matter moves the message to the end, where Slack announces it', async () => {
      const { member } = await team('Urgent later');
      await failsToRenew(member);
      await notifier.runs();
      const [first] = told(member);
      lanyard.clock.forward(60_000);
      await endsUnheard(member);
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
      expect(told(member)[0]?.id).not.toBe(first?.id);
      expect(told(member)[0]?.visible).toContain('was revoked in Slack');
      expect(told(member)[0]?.visible).toContain('There’s nothing left to renew');
    });
  });

  describe('a message that was to take the place of another', () => {
    async function role(name: string) {
      const { member } = await team(name);
      await failsToRenew(member);
      await notifier.runs();
      const [first] = told(member);
      lanyard.clock.forward(60_000);
      await endsUnheard(member);
      return { member, first };
    }

    test('and was not sent leaves that one standing, and takes its place later', async () => {
      const { member, first } = await role('Not replaced');
      lanyard.slack.fault('chat.postMessage', { status: 503 });
      await notifier.runs();
      expect(told(member).map(({ id }) => id)).toEqual([first?.id]);
      lanyard.clock.forward(6 * 60_000);
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
      expect(told(member)[0]?.id).not.toBe(first?.id);
      expect(told(member)[0]?.visible).toContain('was revoked in Slack');
    });

    test('and may have been sent is not sent again: what it was to say is edited into that one', async () => {
      const { member, first } = await role('Perhaps replaced');
      lanyard.slack.fault('chat.postMessage', { dropConnection: true });
      await notifier.runs();
      lanyard.clock.forward(6 * 60_000);
      await notifier.runs();
      const seen = told(member).find(({ id }) => id === first?.id);
      expect(seen?.visible).toContain('was revoked in Slack');
      expect(told(member)).toHaveLength(1);
    });
  });

  describe('quiet hours', () => {
    let yearLong: Lanyard;
    beforeAll(async () => {
      yearLong = await startLanyard(lanyard.database, { startsAt: new Date('2027-01-13T10:00:00Z') });
    });
    afterAll(() => yearLong.stop());

    /** The rows follow one another in time: clocks only move forward. */
    test.each([
      ['Asia/Tokyo', '2027-01-13T10:30Z', '2027-01-13T23:55Z', '2027-01-14T00:05Z', 'after work'],
      ['America/New_York', '2027-01-14T13:30Z', '2027-01-14T13:55Z', '2027-01-14T14:05Z', 'before work'],
      ['Asia/Kolkata', '2027-01-15T12:31Z', '2027-01-18T03:25Z', '2027-01-18T03:31Z', 'Friday evening'],
      ['America/Los_Angeles', '2027-01-23T18:00Z', '2027-01-25T16:55Z', '2027-01-25T17:05Z', 'a weekend'],
      [
        'America/New_York',
        '2027-03-13T18:00Z',
        '2027-03-15T12:55Z',
        '2027-03-15T13:05Z',
        'clocks go forward',
      ],
      ['Pacific/Auckland', '2027-04-03T00:00Z', '2027-04-04T20:55Z', '2027-04-04T21:05Z', 'clocks go back'],
      ['America/New_York', '2027-07-14T12:30Z', '2027-07-14T12:55Z', '2027-07-14T13:05Z', 'a summer morning'],
      ['Pacific/Auckland', '2027-07-15T20:30Z', '2027-07-15T20:55Z', '2027-07-15T21:05Z', 'a winter morning'],
    ])('in %s what is found at %s is held at %s and sent at %s: %s', async (timeZone, found, held, sent) => {
      const nightly = startNotifier(yearLong);
      const { workspace } = await makeTeam(yearLong, `Zone ${timeZone} ${found}`);
      const person = workspace.person('Zoe', { timeZone });
      await yearLong.install(person, { forMe: true });
      const toldAt = async (time: string) => {
        yearLong.clock.forward(new Date(time).getTime() - yearLong.clock.now().getTime());
        await nightly.runs();
        return told(person).length;
      };
      await toldAt(found);
      await yearLong.prisma.userAuthorization.updateMany({
        where: { userId: person.id },
        data: renewalFailedThrice(yearLong),
      });
      expect([await toldAt(held), await toldAt(sent)]).toEqual([0, 1]);
    });

    test('in working hours what is found is sent at once', async () => {
      const nightly = startNotifier(yearLong);
      const { workspace } = await makeTeam(yearLong, 'At work');
      const person = workspace.person('Zoe', { timeZone: 'Pacific/Auckland' });
      await yearLong.install(person, { forMe: true });
      yearLong.clock.forward(new Date('2027-11-25T20:30Z').getTime() - yearLong.clock.now().getTime());
      await yearLong.prisma.userAuthorization.updateMany({
        where: { userId: person.id },
        data: renewalFailedThrice(yearLong),
      });
      await nightly.runs();
      expect(told(person)).toHaveLength(1);
    });
  });

  describe('a crash', () => {
    /** Slack has the message, and the process is gone before it could note that. */
    const diesAfterPosting = (deliver: Deliver): Deliver => ({
      ...deliver,
      post: async (outgoing) => {
        await deliver.post(outgoing);
        return new Promise(() => {});
      },
    });

    test('between the message and its note costs no second message', async () => {
      const { member } = await team('Crash');
      await failsToRenew(member);
      const dying = startNotifier(lanyard, diesAfterPosting);
      void dying.runs();
      await until(
        () => told(member).length,
        (number) => number === 1,
        'the message',
      );
      await letLeasesRunOut(lanyard);
      await notifier.runs();
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
      expect(await items(member)).toEqual([expect.objectContaining({ state: 'unclear' })]);
      // The next day another matter is told as ever.
      goTo(lanyard, 'Thursday', '10:00');
      await endsUnheard(member);
      await notifier.runs();
      expect(told(member)).toHaveLength(2);
    });

    test('between an edit and its note repeats the edit, and it stands once', async () => {
      const { member } = await team('Crash at edit');
      await failsToRenew(member);
      await notifier.runs();
      await renews(member);
      const dying = startNotifier(lanyard, (deliver) => ({
        ...deliver,
        update: async (outgoing, where) => {
          await deliver.update(outgoing, where);
          return new Promise(() => {});
        },
      }));
      void dying.runs();
      await until(
        () => told(member)[0]?.edited,
        (edited) => edited === true,
        'the edit',
      );
      await letLeasesRunOut(lanyard);
      await notifier.runs();
      expect(told(member).map(({ visible }) => visible)).toEqual([expect.stringContaining('Resolved')]);
    });
  });

  test('two processes at the same moment send one message', async () => {
    const { member, owner } = await team('Two processes');
    const other = startNotifier(lanyard);
    await failsToRenew(member);
    await endsUnheard(owner);
    await Promise.all([notifier.runs(), other.runs(), notifier.runs(), other.runs()]);
    expect([told(member).length, told(owner).length]).toEqual([1, 1]);
  });

  describe('a message that does not get through', () => {
    test('is tried again later, and then sent once', async () => {
      const { member } = await team('Retried');
      await failsToRenew(member);
      lanyard.slack.fault('chat.postMessage', { status: 503 });
      await notifier.runs();
      await notifier.runs();
      expect(told(member)).toEqual([]);
      lanyard.clock.forward(6 * 60_000);
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
      expect(await notifier.metrics.registry.metrics()).toMatch(
        /notifications_total\{topic="renewal_failing",outcome="failed"\} 1/,
      );
    });

    test('whose answer is lost is never sent again', async () => {
      const { member } = await team('Lost answer');
      await failsToRenew(member);
      lanyard.slack.fault('chat.postMessage', { loseAnswer: true });
      await notifier.runs();
      lanyard.clock.forward(60 * 60_000);
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
    });

    test('waits as long as Slack says', async () => {
      const { member } = await team('Too many');
      await failsToRenew(member);
      lanyard.slack.fault('chat.postMessage', { status: 429, retryAfterSeconds: 1_200 });
      await notifier.runs();
      lanyard.clock.forward(19 * 60_000);
      await notifier.runs();
      expect(told(member)).toEqual([]);
      lanyard.clock.forward(2 * 60_000);
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
    });

    test('because Slack takes no more is no try that counts, however often', async () => {
      const { member } = await team('Busy');
      await failsToRenew(member);
      for (let run = 0; run < 9; run += 1) {
        lanyard.slack.fault('chat.postMessage', { status: 429, retryAfterSeconds: 60 });
        await notifier.runs();
        lanyard.clock.forward(2 * 60_000);
      }
      expect(lanyard.slack.plannedFaults()).toEqual([]);
      expect(await items(member)).toEqual([expect.objectContaining({ state: 'waiting', attempts: 0 })]);
      await notifier.runs();
      expect(told(member)).toHaveLength(1);
      expect(await items(member)).toEqual([expect.objectContaining({ state: 'sent', attempts: 0 })]);
    });

    test('is given up after seven tries', async () => {
      const { member } = await team('Hopeless');
      goTo(lanyard, 'Wednesday', '09:00');
      await endsUnheard(member);
      lanyard.slack.fault('chat.postMessage', { status: 503 }, Number.POSITIVE_INFINITY);
      for (let run = 0; run < 12; run += 1) {
        await notifier.runs();
        lanyard.clock.forward(3 * 60 * 60_000);
      }
      lanyard.slack.healFaults();
      expect(await items(member)).toEqual([expect.objectContaining({ state: 'dropped', attempts: 7 })]);
    });

    test('to somebody whose account is gone is not tried', async () => {
      const { member } = await team('Gone');
      await failsToRenew(member);
      await member.deactivate();
      await lanyard.slack.settled();
      await notifier.runs();
      expect((await items(member)).map(({ state }) => state)).not.toContain('sent');
    });

    test('is not tried without the app: nobody could send it', async () => {
      const { workspace, member } = await team('Removed');
      goTo(lanyard, 'Wednesday', '22:00');
      await failsToRenew(member);
      await notifier.runs();
      await workspace.uninstall();
      await lanyard.slack.settled();
      goTo(lanyard, 'Thursday', '10:00');
      const before = calls('chat.postMessage');
      await notifier.runs();
      expect(calls('chat.postMessage')).toBe(before);
      // With the app goes its bot; that the permission ended with it may have been found just before.
      expect(new Set((await items(member)).map(({ state }) => state))).toEqual(new Set(['dropped']));
      expect(told(member)).toEqual([]);
    });
  });

  describe('what a person wants to hear of', () => {
    async function opensPreferences(person: Person) {
      await opensHome(person);
      await pressesButton(person, 'notifications');
      await untilModal(person, 'Message me when');
    }

    test('is chosen in Home, and holds', async () => {
      const { member } = await team('Chosen');
      await opensPreferences(member);
      expect(modalText(member)).toContain('A permission can’t be renewed');
      await member.submits({ topics: 'access_ended' });
      await failsToRenew(member);
      await notifier.runs();
      expect(told(member)).toEqual([]);
      await opensPreferences(member);
      const block = member.modal()?.blocks.find(({ block_id }) => block_id === 'topics');
      expect(block).toMatchObject({ element: { initial_options: [{ value: 'access_ended' }] } });
    });

    test('can be nothing at all', async () => {
      const { member } = await team('Nothing');
      await opensPreferences(member);
      await member.submits({ topics: '' });
      await endsUnheard(member);
      await notifier.runs();
      expect(told(member)).toEqual([]);
      await opensPreferences(member);
    });

    test('is stopped from the message itself, for the one who presses alone', async () => {
      const { owner, member } = await team('Stopped');
      await failsToRenew(member);
      await notifier.runs();
      const [item] = await items(member);
      await member.presses(`stop_notifications:${item?.id}`);
      await member.untilSees(({ visible }) =>
        visible.includes('Lanyard won’t message you about this anymore'),
      );
      goTo(lanyard, 'Thursday', '10:00');
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: { in: [member.id, owner.id] } },
        data: { tokenHash: 'next', rotationError: 'x', rotationFailures: 3, rotationRetryAt: null },
      });
      await notifier.runs();
      expect(told(member).filter(({ ephemeral }) => !ephemeral)).toHaveLength(1);
      expect(told(owner)).toHaveLength(1);
    });

    test('is respected when an admin revokes, who then reads that they have to tell it themselves', async () => {
      const { workspace, owner, member } = await team('Unwilling');
      const key = { teamId: workspace.id };
      await notifier.notifications.setPreferencesAt(key, member.id, { access_ended: false });
      await opensHome(owner);
      await pressesButton(owner, 'look', /^Workspace/);
      await pressesButton(owner, 'admin_revoke', new RegExp(member.id));
      await untilModal(owner, 'Why?');
      await owner.submits({ reason: 'Left' });
      expect(modalText(owner)).toContain(
        'They’ve turned off private messages about this, so tell them yourself.',
      );
      expect(told(member)).toEqual([]);
    });

    test('is none of the topics that a forger makes up', async () => {
      const { member } = await team('Forged topic');
      await failsToRenew(member);
      await notifier.runs();
      const [item] = await items(member);
      await member.presses(`stop_notifications:${item?.id}`, { forgedValue: 'everything' });
      await member.untilSees(({ visible }) => visible.includes('is from an older message'));
      expect(await lanyard.prisma.notificationPreference.count({ where: { userId: member.id } })).toBe(0);
    });
  });

  test('nothing of it outlives the workspace', async () => {
    const { workspace, member } = await team('Erased');
    await failsToRenew(member);
    await notifier.runs();
    await notifier.notifications.setPreferencesAt({ teamId: workspace.id }, member.id, {
      access_ended: true,
    });
    await workspace.uninstall();
    await lanyard.slack.settled();
    lanyard.clock.forward(14 * 24 * 60 * 60_000);
    await notifier.installations.purgeUninstalled(new AbortController().signal);
    const where = { installedIn: workspace.id };
    expect(await lanyard.prisma.notification.count({ where })).toBe(0);
    expect(await lanyard.prisma.dayMessage.count({ where })).toBe(0);
    expect(await lanyard.prisma.notificationPreference.count({ where })).toBe(0);
  });
});

describeLanyard('a renewal by the job', { tokenRotation: true }, (lanyard) => {
  test('is told after its third failure, not before, and resolved by the first that succeeds', async () => {
    goTo(lanyard, 'Wednesday', '12:00');
    const { installations, ...notifier } = startNotifier(lanyard);
    const workspace = lanyard.slack.workspace('Rotating');
    const owner = workspace.person('Olga', { role: 'owner', timeZone: 'Europe/London' });
    const mia = workspace.person('Mia', { timeZone: 'America/New_York' });
    await lanyard.install(owner);
    await lanyard.install(mia, { forMe: true });
    const told = (person: Person) => person.sees().filter(({ channel }) => channel === 'dm');
    const rotates = async () => {
      await installations.rotateDue(new AbortController().signal);
      await notifier.runs();
    };
    // Nine of the twelve hours are over: they are due. Afternoon in New York, evening in London.
    lanyard.clock.forward(9 * 60 * 60_000);
    lanyard.slack.fault('oauth.v2.access', { error: 'ratelimited' }, Number.POSITIVE_INFINITY);
    await rotates();
    lanyard.clock.forward(2 * 60_000);
    await rotates();
    expect(told(mia)).toEqual([]);
    lanyard.clock.forward(5 * 60_000);
    await rotates();
    expect(told(mia)[0]?.visible).toContain('It failed 3 times in a row.');
    lanyard.slack.healFaults();
    lanyard.clock.forward(35 * 60_000);
    await rotates();
    expect(told(mia)).toHaveLength(1);
    expect(told(mia)[0]).toMatchObject({ edited: true, visible: expect.stringContaining('Resolved') });
    // What failed and worked again while it was night for somebody is no news in the morning.
    goTo(lanyard, 'Thursday', '10:00');
    await notifier.runs();
    expect(told(owner)).toEqual([]);
    await installations.stop();
  });
});
