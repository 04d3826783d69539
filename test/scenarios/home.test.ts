import { expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { BOT, buttonOn, OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, untilModal } from '../support/home-team.ts';
import { until, untilHome } from '../support/until.ts';

describeLanyard('App Home', (lanyard) => {
  const team = (name: string) => makeTeam(lanyard, name);

  /** Opens Home and waits until the app has shown it. */
  async function opens(person: Person) {
    // What installing brought up to date comes by itself, and may still be on its way.
    await person.opensHome();
    await until(
      () => person.homeText(),
      (text) => text.includes('My authorizations') && !text.includes('didn’t tell'),
      'Home',
    );
  }

  const ownRow = (userId: string) => lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId } });

  test('a member sees the bot permission, who gave it, and what an own permission would add', async () => {
    const { owner, member } = await team('First sight');
    await opens(member);
    const text = member.homeText();
    expect(text).toContain('My authorizations');
    expect(text).toContain('First sight · 1 permission');
    expect(text).toContain('Lanyard in this workspace');
    // Green needs the date of a check.
    expect(text).toContain('Not checked yet');
    expect(text).not.toContain('Working');
    expect(text).toContain(owner.name);
    expect(text).toContain('Lanyard can’t see it');
    expect(text).toContain('It would let Lanyard see your own two-factor status');
    expect(text).toContain('Grant my permission');
  });

  test('the button to give a permission leads to the own permission, in this workspace', async () => {
    const { workspace, member } = await team('Give');
    await opens(member);
    expect(JSON.stringify(member.home()?.blocks)).toContain(
      `${lanyard.url}/slack/install?for=me&team=${workspace.id}`,
    );
  });

  test('after giving it, Home shows it without being opened again', async () => {
    const { member } = await team('Given');
    await opens(member);
    await lanyard.install(member, { forMe: true });
    await untilHome(member, 'Granted by you');
    expect(member.homeText()).not.toContain('Grant my permission');
  });

  test.each(['bot', 'user'] as const)(
    'Verify asks Slack about the %s token and shows the answer with its time',
    async (kind) => {
      const { owner } = await team(`Verify ${kind}`);
      await opens(owner);
      const before = lanyard.slack.calls.length;
      await pressesButton(owner, 'verify', kind === 'bot' ? BOT : OWN);
      await untilHome(owner, 'it works');
      const asked = lanyard.slack.calls.slice(before).filter((call) => call.method === 'auth.test');
      expect(asked.map((call) => call.tokenKind)).toEqual([kind]);
    },
  );

  test.each([
    [{ status: 429, retryAfterSeconds: 30 }, 'Slack is rate-limiting Lanyard'],
    [{ status: 503 }, 'Slack didn’t answer'],
    [{ dropConnection: true }, 'Slack didn’t answer'],
    [{ error: 'fatal_error' }, 'Slack didn’t answer'],
    [
      { error: 'ekm_access_denied' },
      'Slack doesn’t accept it. Your company has suspended access through its encryption keys. Ask a workspace admin',
    ],
  ] as const)('Verify under %j says so in words', async (fault, sentence) => {
    const { owner } = await team(`Verify under ${JSON.stringify(fault)}`);
    await opens(owner);
    lanyard.slack.fault('auth.test', fault);
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, sentence);
  });

  test('what Slack refused stays as Needs attention, and a later Verify clears it', async () => {
    const { owner } = await team('Attention');
    await opens(owner);
    lanyard.slack.fault('auth.test', { error: 'accesslimited' });
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'Needs attention');
    expect((await ownRow(owner.id)).sealedUserToken).not.toBeNull();
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
    expect(owner.homeText()).not.toContain('Needs attention');
  });

  test('Verify that finds a token revoked ends it and erases the token', async () => {
    const { owner } = await team('Found dead');
    await opens(owner);
    lanyard.slack.fault('auth.test', { error: 'token_revoked' });
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'Revoked');
    expect(await ownRow(owner.id)).toMatchObject({ sealedUserToken: null, endedBy: 'slack' });
    // At the top of the page and in its row, and not a third time in between.
    await until(
      () => owner.homeText().match(/\[Grant it again\]/g)?.length,
      (buttons) => buttons === 2,
      'the two buttons',
    );
  });

  test('Revoke asks first, and says the consequence and the way back', async () => {
    const { owner } = await team('Confirm');
    await opens(owner);
    await pressesButton(owner, 'revoke', OWN);
    await untilModal(owner, 'The app stays for everyone else');
    expect(JSON.stringify(owner.modal()?.blocks)).toContain('You can grant the permission again at any time');
    await owner.closes();
    expect((await ownRow(owner.id)).revokedAt).toBeNull();
  });

  test('Revoke ends the own permission at Slack and here, erases the token, and leaves the bot alone', async () => {
    const { workspace, owner } = await team('Revoke');
    await opens(owner);
    await revokesOwn(owner);
    await untilHome(owner, 'You revoked it');
    expect(owner.homeText()).toContain('Grant it again');
    expect(await ownRow(owner.id)).toMatchObject({
      sealedUserToken: null,
      sealedRefreshToken: null,
      endedBy: 'member',
      endedByUserId: owner.id,
    });
    const bot = await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn: workspace.id } });
    expect(bot.revokedAt).toBeNull();
    expect(
      lanyard.slack.calls.some((call) => call.method === 'auth.revoke' && call.tokenKind === 'user'),
    ).toBe(true);
  });

  test('two presses of Revoke at once act once', async () => {
    const { owner } = await team('Twice');
    await opens(owner);
    await pressesButton(owner, 'revoke', OWN);
    await until(
      () => owner.modal(),
      (modal) => modal !== undefined,
      'the question',
    );
    await Promise.all([owner.submits(), owner.submits()]);
    await lanyard.slack.settled();
    await untilHome(owner, 'You revoked it');
    const audit = await lanyard.prisma.auditEntry.findMany({
      where: { subjectUserId: owner.id, action: 'permission_revoked', actor: 'user' },
    });
    expect(audit).toHaveLength(1);
  });

  test('when Slack does not answer a revocation, nothing is called revoked', async () => {
    const { owner } = await team('Unfinished');
    await opens(owner);
    lanyard.slack.fault('auth.revoke', { status: 503 });
    await revokesOwn(owner);
    await untilHome(owner, 'Not finished: Slack hasn’t confirmed it.');
    expect(await ownRow(owner.id)).toMatchObject({ sealedUserToken: expect.any(String), revokedAt: null });
    expect(owner.homeText()).not.toContain('Revoked');
  });

  test('a forged button value revokes nobody else', async () => {
    const { owner, member } = await team('Forged');
    await lanyard.install(member, { forMe: true });
    await opens(member);
    await member.presses(buttonOn(member, 'revoke'), {
      forgedValue: `revoke:${(await ownRow(owner.id)).id}`,
    });
    await untilHome(member, 'was from an older list');
    expect((await ownRow(owner.id)).revokedAt).toBeNull();
    expect((await ownRow(member.id)).revokedAt).toBeNull();
  });

  test('a revocation in Slack is seen on Home without opening it again', async () => {
    const { owner } = await team('Elsewhere');
    await opens(owner);
    await owner.revokesOwnPermission();
    await lanyard.slack.settled();
    await untilHome(owner, 'It was revoked in Slack');
  });

  test("one person's Home never shows another's permission", async () => {
    const { owner, member } = await team('Apart');
    await opens(member);
    expect(member.homeText()).not.toContain('Granted by you');
    await opens(owner);
    expect(owner.homeText()).toContain('Granted by you');
  });

  test('the tab Messages publishes nothing', async () => {
    const { owner, member } = await team('Messages');
    await member.opensHome(undefined, 'messages');
    // By the time that a later event is answered, the earlier one is too.
    await opens(owner);
    expect(member.home()).toBeUndefined();
  });

  test('an org-wide installation serves each of its workspaces', async () => {
    const org = lanyard.slack.organization('Umbrella');
    const one = lanyard.slack.workspace('Umbrella One', { organization: org });
    const two = lanyard.slack.workspace('Umbrella Two', { organization: org });
    const owner = one.person('Uma', { role: 'primary_owner' });
    await lanyard.install(owner, { consent: { target: 'organization' } });
    await org.adds(two);
    const member = two.person('Tove');
    await member.opensHome();
    await untilHome(member, 'Lanyard in your organization');
  });
});
