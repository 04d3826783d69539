import { describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../simulator/delivery/delivery.ts';
import type { Person } from '../../simulator/people/people.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { buttonOn, controlsOf, pressesButton } from '../support/home.ts';
import { makeTeam, modalText, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { until, untilHome } from '../support/until.ts';

const RECEIPT = /A-[0-9A-Z]{5}-[0-9A-Z]{5}/;

describeLanyard('the workspace', (lanyard) => {
  /** A workspace whose owner and member both gave their permission; the owner looks at the workspace's list. */
  async function team(name: string) {
    const made = await makeTeam(lanyard, name);
    await lanyard.install(made.member, { forMe: true });
    await opensHome(made.owner);
    await opensWorkspaceTab(made.owner);
    return made;
  }
  const row = (userId: string) => lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId } });
  const audit = (where: object) =>
    lanyard.prisma.auditEntry.findMany({ where: { clientId: lanyard.credentials.clientId, ...where } });
  const answerOf = (delivery: Delivery) => JSON.parse(delivery.answer || '{}');
  const revokeFor = (person: Person, whose: Person) =>
    pressesButton(person, 'admin_revoke', new RegExp(whose.id));

  test('is offered to owners and admins alone', async () => {
    const { workspace, owner, member } = await team('Offered');
    const admin = workspace.person('Ada', { role: 'admin' });
    await opensHome(member);
    await opensHome(admin);
    expect(() => buttonOn(member, 'look', /Workspace/)).toThrow('sees no look');
    expect(buttonOn(admin, 'look', /Workspace/)).toBe('look:tab:workspace');
    expect(owner.homeText()).toContain('Everyone in Offered');
  });

  test("counts every status and lists everybody's permissions, problems first", async () => {
    const { owner, member } = await team('Counts');
    await lanyard.prisma.userAuthorization.updateMany({
      where: { userId: member.id },
      data: { verifyError: 'accesslimited', verifiedAt: lanyard.clock.now() },
    });
    await pressesButton(owner, 'look', /show the current list/);
    await untilHome(owner, '1 alert is open.');
    const text = owner.homeText();
    expect(text).toContain(
      'Needs attention 1  ·  Expired 0  ·  Unknown 0  ·  Renewing 0  ·  Working 2  ·  Revoked 0',
    );
    const list = text.slice(text.indexOf('Permissions\n'));
    const at = ['@Mia, own permission', '@Olga, own permission'].map((each) => list.indexOf(each));
    expect(at[0]).toBeGreaterThan(0);
    expect(at[1]).toBeGreaterThan(at[0] ?? 0);
  });

  test('says of two-factor coverage that it is not set up, and shows no number in its place', async () => {
    const { owner } = await team('Coverage');
    expect(owner.homeText()).toContain('Two-factor sign-in\nNot counted yet.');
    expect(owner.homeText()).not.toContain('%');
  });

  test('is filtered by status and by person, and shows all again', async () => {
    const { owner, member } = await team('Filters');
    await member.revokesOwnPermission();
    await lanyard.slack.settled();
    await owner.presses('filter_status', { value: 'revoked' });
    await untilHome(owner, 'Showing: Revoked');
    expect(owner.homeText()).toContain('@Mia, own permission');
    expect(owner.homeText()).not.toContain('@Olga, own permission');
    await owner.presses('filter_status', { value: 'expired' });
    await untilHome(owner, 'No permission matches');
    await pressesButton(owner, 'look', /clear the filters/);
    await untilHome(owner, '@Olga, own permission');
    await owner.presses('find_person:workspace', { value: member.id });
    await untilHome(owner, 'Showing: @Mia');
    expect(owner.homeText()).not.toContain('Lanyard in this workspace');
  });

  test("shows nothing of another workspace's", async () => {
    const { member: stranger } = await team('Elsewhere');
    const { owner } = await team('Here');
    expect(owner.homeText()).toContain('@Mia, own permission');
    expect(JSON.stringify(owner.home()?.blocks)).not.toContain(stranger.id);
  });

  test('an admin revokes for somebody with a reason, who is told it by name, with a receipt both can look up', async () => {
    const { owner, member } = await team('On behalf');
    await revokeFor(owner, member);
    await untilModal(owner, 'The app stays for everyone.');
    const delivery = await owner.submits({ reason: 'Left the *project* <!channel>' });
    const [receipt] = RECEIPT.exec(delivery.answer) ?? [];
    expect(modalText(owner)).toContain('They got a private message about it.');
    expect(await row(member.id)).toMatchObject({
      sealedUserToken: null,
      endedBy: 'admin',
      endedByUserId: owner.id,
    });
    expect(await audit({ subjectUserId: member.id, action: 'permission_revoked' })).toEqual([
      expect.objectContaining({ actor: 'admin', actorUserId: owner.id }),
    ]);

    const message = await member.untilSees(({ channel }) => channel === 'dm');
    expect(message.visible).toContain('@Olga, an admin, revoked the permission you granted Lanyard');
    expect(message.visible).toContain('Reason: Left the ∗project∗ <!channel>');
    expect(message.visible).toContain(String(receipt));
    expect(JSON.stringify(message.blocks)).not.toContain('<!channel>');

    await opensHome(member);
    expect(member.homeText()).toContain('@Olga, an admin, revoked it');
    await pressesButton(member, 'details', /your own/);
    await untilModal(member, String(receipt));

    await owner.closes();
    await pressesButton(owner, 'look', /^Audit trail/);
    await untilHome(owner, String(receipt));
  });

  test('a revocation that surprises is told to the admins by its person', async () => {
    const { owner, member } = await team('Contested');
    await revokeFor(owner, member);
    await untilModal(owner, 'Why?');
    await owner.submits({ reason: 'Cleaning up' });
    await member.untilSees(({ channel }) => channel === 'dm');
    const contest = `contest_revocation:${(await row(member.id)).id}`;
    await member.presses(contest);
    await member.presses(contest);
    await member.untilSees(({ visible }) =>
      visible.includes('Thanks: the admins of your workspace will see this'),
    );
    await owner.closes();
    await pressesButton(owner, 'look', /show the current list/);
    await untilHome(owner, 'Someone didn’t expect an admin to revoke their permission.');
    expect(await audit({ actorUserId: member.id, action: 'revocation_contested' })).toHaveLength(1);
  });

  test('however often and fast its person says that it surprises them, the admins are told once', async () => {
    const { owner, member } = await team('Impatient');
    await revokeFor(owner, member);
    await untilModal(owner, 'Why?');
    await owner.submits({ reason: 'Cleaning up' });
    await member.untilSees(({ channel }) => channel === 'dm');
    const contest = `contest_revocation:${(await row(member.id)).id}`;
    const answers = () =>
      member
        .sees()
        .filter(({ visible }) => visible.includes('Thanks: the admins of your workspace will see this'));
    await Promise.all(Array.from({ length: 8 }, () => member.presses(contest)));
    await until(
      () => answers().length,
      (number) => number === 8,
      'an answer to each press',
    );
    expect(await audit({ actorUserId: member.id, action: 'revocation_contested' })).toHaveLength(1);
  });

  test('a reason that holds a token is refused where it was typed', async () => {
    const { owner, member } = await team('Leaky');
    await revokeFor(owner, member);
    await untilModal(owner, 'Why?');
    const secret = ['xoxp', '1234567890', 'abcdefabcdef'].join('-');
    const delivery = await owner.submits({ reason: `see ${secret}` });
    expect(answerOf(delivery)).toMatchObject({
      response_action: 'errors',
      errors: { reason: expect.stringContaining('token') },
    });
    expect((await row(member.id)).revokedAt).toBeNull();
  });

  test('a form handed in twice at once acts once', async () => {
    const { owner, member } = await team('Twice');
    await revokeFor(owner, member);
    await untilModal(owner, 'Why?');
    await Promise.all([owner.submits({ reason: 'a' }), owner.submits({ reason: 'a' })]);
    expect(
      await audit({ subjectUserId: member.id, action: 'permission_revoked', actor: 'admin' }),
    ).toHaveLength(1);
    expect(member.sees().filter(({ channel }) => channel === 'dm')).toHaveLength(1);
  });

  test('when Slack does not answer, the form says so and nothing is called revoked', async () => {
    const { owner, member } = await team('Unanswered');
    await revokeFor(owner, member);
    await untilModal(owner, 'Why?');
    lanyard.slack.fault('auth.revoke', { status: 503 });
    await owner.submits({ reason: 'x' });
    expect(modalText(owner)).toContain('Not finished yet');
    expect(await row(member.id)).toMatchObject({ sealedUserToken: expect.any(String), revokedAt: null });
  });

  test('when the person cannot be told, the admin reads that', async () => {
    const { owner, member } = await team('Untold');
    await revokeFor(owner, member);
    await untilModal(owner, 'Why?');
    lanyard.slack.fault('chat.postMessage', { error: 'messages_tab_disabled' });
    await owner.submits({ reason: 'x' });
    expect(modalText(owner)).toContain('couldn’t be sent, so tell them yourself');
    expect((await row(member.id)).endedBy).toBe('admin');
  });

  test("an admin's press on a row that ended meanwhile shows the fresh list and who ended it", async () => {
    const { owner, member } = await team('Meanwhile');
    await member.revokesOwnPermission();
    await lanyard.slack.settled();
    await revokeFor(owner, member);
    await untilHome(owner, 'That permission had already ended. It was revoked in Slack');
  });

  describe('somebody who is no admin any more', () => {
    const ACTS = [
      'admin_revoke',
      'admin_remove_app',
      'find_person:workspace',
      'look:tab:workspace',
      'look:tab:audit',
      'filter_status',
      'alert_acknowledge',
      'alert_resolve',
    ];

    test.each(ACTS)('is refused %s, and the attempt is noted', async (action) => {
      const { owner, member } = await team(`Forged ${action}`);
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: member.id },
        data: { verifyError: 'accesslimited', verifiedAt: lanyard.clock.now() },
      });
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Slack refuses 1 permission.');
      owner.setRole('member');
      const labelled = action === 'admin_revoke' ? new RegExp(member.id) : undefined;
      if (action === 'filter_status') await owner.presses(action, { value: 'revoked' });
      else if (action.startsWith('find_person')) await owner.presses(action, { value: member.id });
      else if (action === 'look:tab:workspace') {
        // It leads to where they are: only a forged press does that.
        await owner.presses('look:tab:mine', { forgedValue: 'tab:workspace' });
      } else await pressesButton(owner, action, labelled);
      await untilHome(owner, 'Only owners and admins of the workspace can do that. Nothing was changed.');
      const [receipt] = RECEIPT.exec(owner.homeText()) ?? [];
      expect(receipt).toBeDefined();
      expect(owner.homeText()).not.toContain('@Mia');
      expect(controlsOf(owner.home()).map(({ action_id }) => action_id)).not.toContain('look:tab:workspace');
      expect(owner.modal()).toBeUndefined();
      expect(await audit({ actorUserId: owner.id, action: 'admin_refused' })).toHaveLength(1);
      expect((await row(member.id)).revokedAt).toBeNull();
    });

    test('is refused what they open Home for, without a note: they only came to look', async () => {
      const { owner } = await team('Looked');
      owner.setRole('member');
      await owner.opensHome();
      await untilHome(owner, 'Your own permission');
      expect(owner.homeText()).not.toContain('@Mia');
      expect(await audit({ actorUserId: owner.id, action: 'admin_refused' })).toHaveLength(0);
    });

    test('is refused when a form of theirs is still open', async () => {
      const { owner, member } = await team('Open form');
      await revokeFor(owner, member);
      await untilModal(owner, 'Why?');
      owner.setRole('guest');
      await owner.submits({ reason: 'still me' });
      expect(modalText(owner)).toContain('Only owners and admins of the workspace can do that.');
      expect((await row(member.id)).revokedAt).toBeNull();
      expect(await audit({ actorUserId: owner.id, action: 'admin_refused' })).toHaveLength(1);
    });

    test('and nobody is an admin while Slack does not say so', async () => {
      const { owner, member } = await team('Silent');
      await revokeFor(owner, member);
      await untilModal(owner, 'Why?');
      lanyard.slack.fault('users.info', { status: 503 });
      await owner.submits({ reason: 'x' });
      expect(modalText(owner)).toContain('Slack didn’t answer. Nothing was changed.');
      expect((await row(member.id)).revokedAt).toBeNull();
    });

    test('and a Home without the workspace’s tab says why', async () => {
      const { owner, member } = await team('Silent about roles');
      lanyard.slack.fault('users.info', { status: 503 }, 3);
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Slack didn’t say whether you’re an admin here');
      expect(owner.homeText()).not.toContain(member.id);
      lanyard.slack.healFaults();
      await opensWorkspaceTab(owner);
    });
  });

  describe('alerts', () => {
    test('stand once for each cause, are acknowledged by name, resolved, and come back when it happens again', async () => {
      const { workspace, owner, member } = await team('Alerts');
      const fail = () =>
        lanyard.prisma.userAuthorization.updateMany({
          where: { installedIn: workspace.id },
          data: { verifyError: 'ekm_access_denied', verifiedAt: lanyard.clock.now() },
        });
      await fail();
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Your company has suspended access through its encryption keys.');
      expect(owner.homeText()).toContain('Slack refuses 2 permissions.');
      await pressesButton(owner, 'alert_acknowledge');
      await untilHome(owner, 'Acknowledged by @Olga');
      await pressesButton(owner, 'alert_resolve');
      await untilHome(owner, 'No open alerts.');
      expect(owner.homeText()).toMatch(RECEIPT);
      lanyard.clock.forward(1_000);
      await fail();
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Slack refuses 2 permissions.');
      await lanyard.prisma.userAuthorization.updateMany({
        where: { installedIn: workspace.id },
        data: { verifyError: null },
      });
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'No open alerts.');
      expect((await audit({ installedIn: workspace.id, action: 'alert_resolved' })).length).toBe(1);
      expect(member.home()).toBeDefined();
    });

    test('are marked once, however many press at once', async () => {
      const { workspace, owner, member } = await team('Pressed');
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: member.id },
        data: { verifyError: 'ekm_access_denied', verifiedAt: lanyard.clock.now() },
      });
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Slack refuses 1 permission.');
      for (const [button, action] of [
        ['alert_acknowledge', 'alert_acknowledged'],
        ['alert_resolve', 'alert_resolved'],
      ] as const) {
        const [actionId, before] = [buttonOn(owner, button), owner.home()?.publishes ?? 0];
        await Promise.all(Array.from({ length: 6 }, () => owner.presses(actionId)));
        await until(
          () => owner.home()?.publishes ?? 0,
          (publishes) => publishes >= before + 6,
          'an answer to each press',
        );
        expect(await audit({ installedIn: workspace.id, action })).toHaveLength(1);
      }
    });

    test.each([
      [
        'renewal_failing',
        { rotationFailures: 3, rotationError: 'fatal_error' },
        'Renewing 1 permission keeps failing.',
      ],
      ['renewal_dead', { rotationError: 'invalid_refresh_token' }, 'Slack won’t renew 1 permission.'],
    ])(
      'a resolved one about %s comes back with a new failure, and with no other write',
      async (cause, failed, sentence) => {
        const { workspace, owner, member } = await team(`Quiet ${cause}`);
        const fails = () =>
          lanyard.prisma.userAuthorization.updateMany({
            where: { userId: member.id },
            data: {
              ...failed,
              sealedRefreshToken: 'x',
              rotationFailedAt: lanyard.clock.now(),
              ...(cause === 'renewal_failing' && { rotationRetryAt: lanyard.clock.now() }),
            },
          });
        const refreshes = () => pressesButton(owner, 'look', /show the current list/);
        await fails();
        await refreshes();
        await untilHome(owner, sentence);
        await pressesButton(owner, 'alert_resolve');
        await untilHome(owner, 'No open alerts.');

        lanyard.clock.forward(60_000);
        await workspace.rename(`Quieter ${cause}`);
        await lanyard.slack.settled();
        await lanyard.prisma.userAuthorization.updateMany({
          where: { userId: member.id },
          data: { lastUsedAt: lanyard.clock.now() },
        });
        await refreshes();
        await untilHome(owner, `Everyone in Quieter ${cause}`);
        expect(owner.homeText()).toContain('No open alerts.');

        await fails();
        await refreshes();
        await untilHome(owner, sentence);
      },
    );
  });

  describe('the audit trail', () => {
    test('says who did what, newest first, and is filtered by what happened', async () => {
      const { owner } = await team('Trail');
      await pressesButton(owner, 'look', /^Audit trail/);
      await untilHome(owner, 'Audit trail of Trail');
      const text = owner.homeText();
      expect(text.indexOf('@Mia granted their own permission')).toBeLessThan(
        text.indexOf('@Olga granted their own permission'),
      );
      await owner.presses('filter_action', { value: 'installation_granted' });
      await untilHome(owner, 'Showing: App added');
      expect(owner.homeText()).toContain('@Olga added the app');
      expect(owner.homeText()).not.toContain('@Mia');
    });

    test('finds an entry by its receipt, however it is typed, and says when there is none', async () => {
      const { owner } = await team('Receipts');
      await pressesButton(owner, 'look', /^Audit trail/);
      await untilHome(owner, 'Audit trail of');
      const [receipt = ''] = RECEIPT.exec(owner.homeText()) ?? [];
      await pressesButton(owner, 'find_receipt');
      await untilModal(owner, 'Find a receipt');
      const none = await owner.submits({ receipt: 'A-00000-00000' });
      expect(answerOf(none).errors.receipt).toContain('no such receipt');
      expect(answerOf(await owner.submits({ receipt: 'what?' })).response_action).toBe('errors');
      await owner.submits({ receipt: receipt.toLowerCase().replaceAll('-', ' ') });
      expect(modalText(owner)).toContain(receipt);
      expect(modalText(owner)).toContain('granted their own permission');
    });

    test('comes in pages of ten', async () => {
      const { workspace, owner } = await team('Long trail');
      await lanyard.prisma.auditEntry.createMany({
        data: Array.from({ length: 131 }, (_, index) => ({
          at: new Date(lanyard.clock.now().getTime() - (index + 1) * 60_000),
          clientId: lanyard.credentials.clientId,
          installedIn: workspace.id,
          isEnterpriseInstall: false,
          actor: 'user',
          actorUserId: owner.id,
          action: 'permission_granted',
          subjectUserId: owner.id,
          details: {},
        })),
      });
      await pressesButton(owner, 'look', /^Audit trail/);
      await untilHome(owner, '1–10 of 134');
      await pressesButton(owner, 'look', /Next page/);
      await untilHome(owner, '11–20 of 134');
    });
  });

  describe('removing the app', () => {
    test('needs the word typed, ends everything at Slack and here, and says who did it', async () => {
      const { workspace, owner, member } = await team('Removed');
      await pressesButton(owner, 'admin_remove_app');
      await untilModal(owner, 'Lanyard disappears from Removed for everyone');
      // What happens to the rest is said before and after, and test/scenarios/erasure.test.ts holds it to the number.
      expect(modalText(owner)).toContain(
        'audit trail and everything else Lanyard stores about Removed is deleted after 13 days',
      );
      expect(modalText(owner)).not.toContain('stays');
      const refused = await owner.submits({ word: 'yes' });
      expect(answerOf(refused).errors.word).toContain('Type the word “remove”');
      expect(workspace.hasInstalled()).toBe(true);

      const delivery = await owner.submits({ word: 'Remove', reason: 'trial is over' });
      expect(JSON.stringify(answerOf(delivery))).toMatch(
        /Lanyard was removed from Removed.*deleted after 13 days.*Receipt A-/,
      );
      expect(workspace.hasInstalled()).toBe(false);
      await lanyard.slack.settled();
      for (const userId of [owner.id, member.id]) {
        expect(await row(userId)).toMatchObject({
          sealedUserToken: null,
          endedBy: 'admin',
          endedByUserId: owner.id,
          uninstalledAt: expect.any(Date),
        });
      }
      expect(await audit({ installedIn: workspace.id, action: 'installation_uninstalled' })).toHaveLength(1);
    });

    test('where Slack does not let the app do it says how, and changes nothing', async () => {
      const { workspace, owner } = await team('Only in Slack');
      await pressesButton(owner, 'admin_remove_app');
      await untilModal(owner, 'Lanyard disappears');
      lanyard.slack.fault('apps.uninstall', { error: 'no_permission' }, 2);
      await owner.submits({ word: 'remove' });
      expect(modalText(owner)).toContain('Slack doesn’t let Lanyard remove itself.');
      expect(workspace.hasInstalled()).toBe(true);
      expect((await row(owner.id)).revokedAt).toBeNull();
    });
  });

  test("an org-wide installation is its organization's admins' business, not one workspace's", async () => {
    const organization = lanyard.slack.organization('Wide');
    const one = lanyard.slack.workspace('Wide One', { organization });
    const owner = one.person('Uma', { role: 'primary_owner' });
    const admin = one.person('Ann', { role: 'admin' });
    await lanyard.install(owner, { consent: { target: 'organization' } });
    await opensHome(admin);
    expect(admin.homeText()).toContain('Lanyard in your organization');
    expect(() => buttonOn(admin, 'look', /Workspace/)).toThrow();
    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await until(
      () => owner.homeText(),
      (text) => text.includes('Everyone in Wide') && text.includes('Lanyard in your organization'),
      'the organization',
    );
  });

  describe('of an organization', () => {
    async function organization(name: string, workspaces: number) {
      const made = lanyard.slack.organization(name);
      const places = Array.from({ length: workspaces }, (_, index) =>
        lanyard.slack.workspace(`${name} ${index + 1}`, { organization: made }),
      );
      const owner = places[0]?.person('Uma', { role: 'primary_owner', twoFactor: 'app' });
      if (!owner) throw new Error('It has no workspace.');
      await lanyard.install(owner, { consent: { target: 'organization' } });
      for (const place of places.slice(1)) await made.adds(place);
      await lanyard.slack.settled();
      // What Slack said while it was being added to them.
      lanyard.clock.forward(60_000);
      await opensHome(owner);
      await opensWorkspaceTab(owner);
      return { made, places, owner };
    }

    test('names the workspaces that have Lanyard, and never shows an id', async () => {
      const { made, places, owner } = await organization('Named', 2);
      expect(owner.homeText()).toContain('Lanyard is in 2 workspaces: Named 1, Named 2.');
      for (const { id } of places) expect(owner.homeText()).not.toContain(id);
      await made.removes({ id: String(places[1]?.id) });
      await lanyard.slack.settled();
      lanyard.clock.forward(60_000);
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Lanyard is in 1 workspace: Named 1.');
    });

    test('names ten of many, and says how many more there are', async () => {
      const { owner } = await organization('Many', 12);
      expect(owner.homeText()).toContain('Lanyard is in 12 workspaces: Many 1, ');
      expect(owner.homeText()).toContain('Many 10 and 2 more.');
    });

    test('says so when Slack doesn’t tell which they are', async () => {
      const { owner } = await organization('Silent org', 1);
      lanyard.clock.forward(60_000);
      lanyard.slack.fault('auth.teams.list', { error: 'internal_error' });
      await pressesButton(owner, 'look', /show the current list/);
      await untilHome(owner, 'Slack didn’t say which workspaces have Lanyard.');
    });

    test('is called one in the consent to count two-factor sign-in', async () => {
      const { owner } = await organization('Consenting', 1);
      await pressesButton(owner, 'coverage_agree');
      await untilModal(owner, 'Owners and admins of this organization.');
      expect(modalText(owner)).not.toContain('workspace');
    });
  });
});
