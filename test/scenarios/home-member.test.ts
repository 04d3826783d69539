import { describe, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people/people.ts';
import { nameCommands } from '../../src/slack-api/app-surface.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { BOT, buttonOn, OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, modalText, opensHome, untilModal } from '../support/home-team.ts';
import { createSignal } from '../support/pausing.ts';
import { until, untilHome } from '../support/until.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describeLanyard('My authorizations', (lanyard) => {
  const team = (name: string) => makeTeam(lanyard, name);
  const own = { where: (userId: string) => ({ userId }) };
  const soon = (ms: number) => new Date(lanyard.clock.now().getTime() + ms);

  test('problems come first, under a line that names the worst and its next step', async () => {
    const { owner } = await team('Problems');
    await lanyard.prisma.userAuthorization.updateMany({
      where: own.where(owner.id),
      data: { verifyError: 'two_factor_setup_required', verifiedAt: lanyard.clock.now() },
    });
    await opensHome(owner);
    const text = owner.homeText();
    expect(text).toContain('Slack doesn’t accept your own permission. Set up two-factor sign-in in Slack');
    expect(text).toContain('Slack won’t accept it until two-factor sign-in is set up.');
    expect(text).toContain('Set up two-factor sign-in in Slack, then press Verify.');
    expect(text).not.toContain('two_factor_setup_required');
    const places = [
      'Slack doesn’t accept',
      'Your two-factor sign-in',
      'Your own permission',
      'Lanyard in this workspace',
    ];
    const at = places.map((place) => text.indexOf(place));
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  test.each([
    ['renews by itself', { expiresAt: soon, sealedRefreshToken: 'x' }, 'Renews automatically', 'Working'],
    ['ends without a refresh token', { expiresAt: soon }, 'Ends', 'Working'],
    ['does not expire', {}, 'Doesn’t expire', 'Working'],
    [
      'is renewed again after one failure',
      { sealedRefreshToken: 'x', rotationFailures: 1, rotationError: 'fatal_error', rotationRetryAt: soon },
      'Renewing it failed once.',
      'Renewing',
    ],
    [
      'cannot be renewed for the fourth time',
      { sealedRefreshToken: 'x', rotationFailures: 4, rotationError: 'fatal_error', rotationRetryAt: soon },
      'Renewing it failed 4 times in a row.',
      'Needs attention',
    ],
    [
      'will never be renewed',
      { sealedRefreshToken: 'x', rotationFailures: 1, rotationError: 'invalid_refresh_token' },
      'Slack won’t renew it. Press Reauthorize to grant it again',
      'Needs attention',
    ],
  ])('a permission that %s says so', async (what, columns, sentence, status) => {
    const { owner } = await team(`Time ${what}`);
    const data = Object.fromEntries(
      Object.entries(columns).map(([column, value]) => [
        column,
        typeof value === 'function' ? value(60 * MINUTE_MS) : value,
      ]),
    );
    await lanyard.prisma.userAuthorization.updateMany({
      where: own.where(owner.id),
      data: { verifiedAt: soon(-MINUTE_MS), ...data },
    });
    await opensHome(owner);
    const row = owner.homeText().slice(owner.homeText().lastIndexOf('Your own permission'));
    expect(row.slice(0, row.indexOf('---'))).toContain(sentence);
    expect(row.slice(0, row.indexOf('\n'))).toContain(status);
  });

  test('who or what ended a permission is told for ninety days, and then no more', async () => {
    const { owner, member } = await team('Endings');
    const set = (data: object) =>
      lanyard.prisma.userAuthorization.updateMany({ where: own.where(owner.id), data });
    const revokedAt = new Date(lanyard.clock.now().getTime() - 89 * DAY_MS);
    for (const [data, sentence] of [
      [{ revokedAt, endedBy: 'member', endedByUserId: owner.id }, 'You revoked it'],
      [{ endedBy: 'admin', endedByUserId: member.id }, '@Mia, an admin, revoked it'],
      [{ endedBy: 'slack', endedByUserId: null }, 'It was revoked in Slack'],
      [{ endedBy: 'app' }, 'Lanyard deleted it'],
      [{ endedBy: null }, 'Lanyard wasn’t told why'],
      [{ endedBy: 'uninstall', uninstalledAt: revokedAt }, 'The app was removed from Slack'],
    ] as const) {
      await set(data);
      await owner.opensHome();
      await untilHome(owner, sentence);
    }
    expect(owner.homeText()).toContain('Shown here until');
    const longAgo = new Date(revokedAt.getTime() - 2 * DAY_MS);
    await set({ revokedAt: longAgo, uninstalledAt: longAgo });
    await owner.opensHome();
    await untilHome(owner, 'Grant Lanyard your own permission');
    expect(owner.homeText()).not.toContain('was removed');
  });

  test('Verify all gives each row an answer of its own, and may not be pressed again at once', async () => {
    const { owner } = await team('Verify all');
    await opensHome(owner);
    lanyard.slack.fault('auth.test', { status: 503 });
    await pressesButton(owner, 'verify_all');
    await untilHome(owner, '1 works, 1 couldn’t be checked');
    expect(owner.homeText()).toContain('it works.');
    expect(owner.homeText()).toContain('Slack didn’t answer. Try again in a minute.');
    await pressesButton(owner, 'verify_all');
    await untilHome(owner, 'Ask again in');
    lanyard.clock.forward(31_000);
    await pressesButton(owner, 'verify_all');
    await untilHome(owner, '2 work');
  });

  test('Verify of one whose seal does not open says so in its row, and leaves the others alone', async () => {
    const organization = lanyard.slack.organization('Twins');
    const one = lanyard.slack.workspace('Twin One', { organization });
    const two = lanyard.slack.workspace('Twin Two', { organization });
    const owner = one.person('Olga', { role: 'owner' });
    await lanyard.install(owner);
    await lanyard.prisma.installation.create({
      data: {
        clientId: lanyard.credentials.clientId,
        installedIn: two.id,
        isEnterpriseInstall: false,
        name: 'Twin Two',
        enterpriseId: organization.id,
        botUserId: 'U0BOT',
        installerUserId: owner.id,
        grantedScopes: ['commands'],
        authorizedAt: lanyard.clock.now(),
        revokedAt: null,
        sealedBotToken: (
          await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn: one.id } })
        ).sealedBotToken,
      },
    });
    await opensHome(owner);
    expect(owner.homeText()).toContain('Lanyard in Twin Two');
    // Sealed for another row: it opens for nobody, and the rest of the list is as it was.
    await pressesButton(owner, 'verify', /Lanyard in Twin Two/);
    await untilHome(owner, 'Lanyard can’t open the token it stores');
    expect(owner.homeText()).toContain('Lanyard in this workspace');
  });

  test('while Slack is asked, the row says that it is checked and has no buttons', async () => {
    const { owner } = await team('Checking');
    await opensHome(owner);
    lanyard.slack.fault('auth.test', { delayMs: 400 });
    const pressing = pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'Checking…');
    expect(() => buttonOn(owner, 'verify', OWN)).toThrow('sees no verify');
    expect(() => buttonOn(owner, 'verify', BOT)).not.toThrow();
    await pressing;
    await untilHome(owner, 'it works');
  });

  test('two clicks on Verify at once ask Slack once', async () => {
    const { owner } = await team('Verify twice');
    await opensHome(owner);
    lanyard.slack.fault('auth.test', { delayMs: 150 });
    const before = lanyard.slack.calls.length;
    await Promise.all([pressesButton(owner, 'verify', OWN), pressesButton(owner, 'verify', OWN)]);
    await untilHome(owner, 'it works');
    const asked = lanyard.slack.calls.slice(before).filter(({ method }) => method === 'auth.test');
    expect(asked).toHaveLength(1);
  });

  test('Verify is refused after a dozen a minute, with how long to wait', async () => {
    const { owner } = await team('Often');
    await opensHome(owner);
    await lanyard.prisma.turn.create({
      data: {
        clientId: lanyard.credentials.clientId,
        installedIn: owner.workspace.id,
        isEnterpriseInstall: false,
        userId: owner.id,
        what: 'verify',
        startedAt: lanyard.clock.now(),
        taken: 12,
      },
    });
    const before = lanyard.slack.calls.filter(({ method }) => method === 'auth.test').length;
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'Ask again in');
    expect(lanyard.slack.calls.filter(({ method }) => method === 'auth.test')).toHaveLength(before);
  });

  test('a button of an older list shows the current one, and what happened meanwhile', async () => {
    const { owner, member } = await team('Stale');
    await opensHome(owner);
    await lanyard.prisma.userAuthorization.updateMany({
      where: own.where(owner.id),
      data: { revokedAt: lanyard.clock.now(), endedBy: 'admin', endedByUserId: member.id },
    });
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'That permission had already ended. @Mia, an admin, revoked it');
    await lanyard.prisma.userAuthorization.deleteMany({ where: own.where(owner.id) });
    await pressesButton(owner, 'details', OWN);
    await untilHome(owner, 'was from an older list');
  });

  test('Revoke gives a receipt, and the history keeps it', async () => {
    const { owner } = await team('Receipt');
    await opensHome(owner);
    await revokesOwn(owner);
    await untilHome(owner, 'Slack confirmed it, and the token is erased here. Receipt A-');
    const [receipt] = /A-[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(owner.homeText()) ?? [];
    await owner.closes();
    await pressesButton(owner, 'details', OWN);
    await untilModal(owner, String(receipt));
    expect(modalText(owner)).toContain('revoked their own permission');
  });

  test('Details say what each scope is for and never for, and of the token only how it ends, to its owner', async () => {
    const { owner, member } = await team('Details');
    await opensHome(owner);
    await pressesButton(owner, 'details', OWN);
    await untilModal(owner, 'It lets Lanyard');
    const text = modalText(owner);
    expect(text).toContain('see your own two-factor status');
    expect(text).toContain('Never: acts or writes in your name');
    expect(text).toContain('granted their own permission');
    expect(text).toContain('`users:read`');
    expect(text).toMatch(/Token: `xoxp`, ends in `\w{4}`/);
    expect(JSON.stringify(owner.modal())).not.toMatch(/xox[a-z]-/);

    await opensHome(member);
    await pressesButton(member, 'details', BOT);
    await untilModal(member, `offer the commands ${nameCommands()}`);
    expect(modalText(member)).toContain('Only its owner can see its last four characters.');
    expect(modalText(member)).not.toContain('ends in');
  });

  test('Reauthorize shows what would be added, what is not asked for any more, and what stays, before Slack asks', async () => {
    const { owner, workspace } = await team('Difference');
    await lanyard.prisma.installation.updateMany({
      where: { installedIn: workspace.id },
      data: { grantedScopes: ['commands', 'im:history'] },
    });
    await opensHome(owner);
    await pressesButton(owner, 'reauthorize', BOT);
    await untilModal(owner, 'Slack will ask for your approval again');
    const text = modalText(owner);
    const parts = text.split(/\*(Added|No longer asked for|Unchanged)\*/);
    expect(parts[parts.indexOf('Added') + 1]).toContain('see people’s names, roles and time zones');
    expect(parts[parts.indexOf('No longer asked for') + 1]).toContain(
      'read the direct messages it takes part in',
    );
    expect(parts[parts.indexOf('Unchanged') + 1]).toContain('offer the commands');
    expect(text).toContain('revoke the permission first');
    expect(JSON.stringify(owner.modal())).toContain(`${lanyard.url}/slack/install?team=${workspace.id}`);
  });

  test('a guest sees and reaches what they gave themselves, and nothing of the workspace', async () => {
    const { workspace, owner } = await team('Guests');
    const guest = workspace.person('Gus', { role: 'guest' });
    await lanyard.install(guest, { forMe: true });
    await opensHome(guest);
    const text = guest.homeText();
    expect(text).toContain('You’re a guest here');
    expect(text).toContain('Granted by you');
    expect(text).not.toContain('Lanyard in this workspace');
    expect(text).not.toContain('Olga');
    const bot = await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn: workspace.id } });
    await guest.presses(buttonOn(guest, 'verify'), { forgedValue: `verify:${bot.id}` });
    await untilHome(guest, 'was from an older list');
    expect(owner.homeText()).not.toContain('Gus');
  });

  test('of whom Slack says nothing in time reaches as little as a guest: the bot’s row cannot be opened', async () => {
    const { workspace, member } = await team('Silent');
    const answer = createSignal();
    // From before anything is asked about them: nothing is remembered.
    lanyard.slack.fault('users.info', { heldUntil: answer.raised }, Number.POSITIVE_INFINITY);
    await lanyard.install(member, { forMe: true });
    await untilHome(member, 'Granted by you');
    const bot = await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn: workspace.id } });
    const asked = () => lanyard.slack.calls.filter(({ method }) => method === 'auth.test').length;
    const before = asked();
    await pressesButton(member, 'verify');
    await until(asked, (count) => count === before + 1, 'their own to be checked');
    await member.presses(buttonOn(member, 'details'), { forgedValue: `details:${bot.id}` });
    await member.presses(buttonOn(member, 'verify'), { forgedValue: `verify:${bot.id}` });
    await untilHome(member, 'was from an older list');
    expect(member.modal()).toBeUndefined();
    expect(asked()).toBe(before + 1);
    lanyard.slack.healFaults();
    answer.raise();
    // Once Slack has said who they are, it can.
    await opensHome(member, 'Lanyard in this workspace');
    await pressesButton(member, 'details', BOT);
    await untilModal(member, 'Lanyard');
  });

  test.each([
    ['somebody from another workspace', { is_stranger: true }],
    ['somebody whom Slack places elsewhere', { team_id: 'T0ELSEWHERE' }],
  ])('%s is refused politely, and sees nothing', async (_, user) => {
    const { member } = await team(`Stranger ${JSON.stringify(user)}`);
    lanyard.slack.fault('users.info', { answer: { ok: true, user: { id: member.id, ...user } } });
    await member.opensHome();
    await untilHome(member, 'You’re not a member of this workspace');
    expect(member.homeText()).not.toContain('Lanyard in this workspace');
    expect(member.homeText()).not.toContain('Olga');
  });

  test('nothing is shown to somebody whose account is deactivated, and nothing breaks', async () => {
    const { workspace, owner, member } = await team('Deactivated');
    lanyard.slack.fault('users.info', { answer: { ok: true, user: { id: member.id, deleted: true } } });
    await member.opensHome();
    await opensHome(owner);
    await workspace.deliver({ type: 'app_home_opened', user: 'U0GONE', tab: 'home', event_ts: '1' });
    await lanyard.slack.settled();
    expect(member.home()).toBeUndefined();
    expect(lanyard.log.filter((line) => JSON.parse(line).level === 'error')).toEqual([]);
  });

  test('of whom Slack does not speak sees only their own, and is told why', async () => {
    const { member } = await team('Unspoken');
    lanyard.slack.fault('users.info', { status: 503 });
    await member.opensHome();
    await untilHome(member, 'Slack didn’t tell Lanyard who you are here');
    expect(member.homeText()).toContain('Slack is slow to answer');
    expect(member.homeText()).not.toContain('Lanyard in this workspace');
    await opensHome(member);
    expect(member.homeText()).toContain('Lanyard in this workspace');
  });

  test('while Slack takes its time to say who asks, their own is there already', async () => {
    const { owner } = await team('Slow');
    lanyard.slack.fault('users.info', { delayMs: 1_800 });
    await owner.opensHome();
    await untilHome(owner, 'Checking with Slack who you are here');
    expect(owner.homeText()).toContain('Granted by you');
    await untilHome(owner, 'Lanyard in this workspace');
    expect(owner.homeText()).not.toContain('Checking with Slack');
  });

  describe('a long list', () => {
    /** Somebody in an organization who gave their permission in many of its workspaces. */
    async function busy(name: string, count: number) {
      const organization = lanyard.slack.organization(name);
      const home = lanyard.slack.workspace(`${name} One`, { organization });
      const person = home.person('Bo', { role: 'owner' });
      await lanyard.install(person);
      await lanyard.prisma.userAuthorization.createMany({
        data: Array.from({ length: count - 2 }, (_, index) => ({
          clientId: lanyard.credentials.clientId,
          installedIn: `T0${name.replaceAll(' ', '')}${index}`,
          isEnterpriseInstall: false,
          userId: person.id,
          name: `Workspace ${index}`,
          enterpriseId: organization.id,
          grantedScopes: ['users:read'],
          authorizedAt: new Date(lanyard.clock.now().getTime() - (index + 1) * MINUTE_MS),
        })),
      });
      return person;
    }

    test('comes in pages of ten that say where they are, and keeps its place', async () => {
      const person = await busy('Pages', 134);
      await opensHome(person);
      expect(person.homeText()).toContain('1–10 of 134');
      await pressesButton(person, 'look', /Next page/);
      await untilHome(person, '11–20 of 134');
      await pressesButton(person, 'look', /Show 5 more/);
      await untilHome(person, 'Your own permission in Workspace 14');
      expect(person.homeText()).toContain('Your own permission in Workspace 9');
      expect(person.home()?.blocks.length).toBeLessThanOrEqual(45);
      expect(JSON.parse(String(person.home()?.private_metadata))).toMatchObject({ tab: 'mine', mine: 2 });
      await pressesButton(person, 'look', /show the current list/);
      await lanyard.slack.settled();
      expect(person.homeText()).toContain('11–20 of 134');
      await person.opensHome();
      await lanyard.slack.settled();
      expect(person.homeText()).toContain('11–20 of 134');

      await lanyard.prisma.userAuthorization.deleteMany({
        where: { userId: person.id, name: { startsWith: 'Workspace' } },
      });
      await pressesButton(person, 'look', /Next page/);
      await until(
        () => person.homeText(),
        (text) => !text.includes('of 134'),
        'the nearest page that is there',
      );
      expect(person.homeText()).toContain('Nothing is known to be wrong with these 2 permissions.');
    });

    test('is filtered by status by its person, whoever they are, and shows all again', async () => {
      const person = await busy('Sought', 40);
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: person.id, name: 'Workspace 30' },
        data: { verifyError: 'accesslimited', verifiedAt: lanyard.clock.now() },
      });
      person.setRole('member');
      await opensHome(person);
      await person.presses('filter_mine', { value: 'needs_attention' });
      await untilHome(person, 'Showing: Needs attention');
      expect(person.homeText()).toContain('Your own permission in Workspace 30');
      expect(person.homeText()).not.toContain('Workspace 1\n');
      expect(person.homeText()).toContain('Slack doesn’t accept your own permission in Workspace 30.');
      await person.presses('filter_mine', { value: 'expired' });
      await untilHome(person, 'No permission matches');
      expect(person.homeText()).toContain('1 of 40 permissions needs your attention.');
      await pressesButton(person, 'look', /clear the filters/);
      await untilHome(person, '1–10 of 40');
      const few = await busy('Few enough', 10);
      await opensHome(few);
      expect(JSON.stringify(few.home()?.blocks)).not.toContain('filter_mine');
    });

    test('of a thousand costs as many queries as one of ten, and is published once', async () => {
      const few = await busy('Few', 10);
      const many = await busy('Many', 1_000);
      const noted = (person: Person) =>
        until(
          () => lanyard.prisma.shownHome.findFirstOrThrow({ where: { userId: person.id } }),
          ({ begun, shown }) => begun === shown,
          'the note of a Home',
        );
      for (const person of [few, many]) {
        await opensHome(person);
        await noted(person);
      }
      const costs: { queries: number; publishes: number }[] = [];
      for (const person of [few, many]) {
        const before = { queries: lanyard.queries(), publishes: person.home()?.publishes ?? 0 };
        await person.opensHome();
        await until(
          () => person.home()?.publishes ?? 0,
          (publishes) => publishes > before.publishes,
          'Home',
        );
        await noted(person);
        costs.push({
          queries: lanyard.queries() - before.queries,
          publishes: (person.home()?.publishes ?? 0) - before.publishes,
        });
      }
      expect(costs[1]).toEqual(costs[0]);
      expect(costs[1]?.publishes).toBe(1);
      expect(many.homeText()).toContain('1–10 of 1000');
    });
  });
});
