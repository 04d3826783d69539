import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { SeenMessage } from '../../simulator/messages/seen-message.ts';
import type { Person } from '../../simulator/people/people.ts';
import { COMMANDS, type CommandName } from '../../src/slack-api/app-surface.ts';
import { ask } from '../support/ask.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { controlsOf } from '../support/home.ts';
import { until } from '../support/until.ts';

/** What a command's help shows to owners and admins, and to no one else. */
const FOR_ADMINS_ALONE: Record<CommandName, readonly string[]> = {
  '/2fa': ['team', '@person', 'remind'],
  '/token-status': ['workspace [page]'],
};

describeLanyard('the commands', (lanyard) => {
  async function team(name: string, options: { sso?: boolean } = {}) {
    const workspace = lanyard.slack.workspace(name, options);
    const owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
    const member = workspace.person('Mia', { twoFactor: 'off' });
    await lanyard.install(owner);
    return { workspace, owner, member };
  }

  /** An organization whose owner added the app to each of its workspaces. */
  async function organization(name: string, workspaces: number) {
    const org = lanyard.slack.organization(name);
    const places = Array.from({ length: workspaces }, (_, index) =>
      lanyard.slack.workspace(`${name} ${index}`, { organization: org }),
    );
    const owners = places.map((place) => place.person('Olga', { role: 'owner' }));
    for (const owner of owners) await lanyard.install(owner);
    return { org, owner: owners[0] as Person };
  }

  const buttonsOf = (message: SeenMessage) => controlsOf(message).map(({ text }) => text?.text);

  describe('/2fa', () => {
    test('says on, with the kind', async () => {
      const { owner } = await team('On');
      expect((await ask(owner, '/2fa')).text).toContain('is *on*, with an authenticator app');
    });

    test('says on by text message, and advises to switch', async () => {
      const { owner } = await team('Sms');
      owner.setTwoFactor('sms');
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain('is *on*, by text message');
      expect(text).toContain('An authenticator app is safer');
    });

    test('says on without naming a method when Slack names none', async () => {
      const { workspace, owner } = await team('Unnamed method');
      const admin = workspace.person('Ada', { role: 'admin', twoFactor: 'on' });
      await lanyard.install(admin, { forMe: true });
      owner.setTwoFactor('on');
      const own = await ask(owner, '/2fa');
      const other = await ask(owner, '/2fa', `<@${admin.id}>`);
      for (const { text, blocks } of [own, other]) {
        expect(text).toContain('*on*');
        expect(`${text} ${JSON.stringify(blocks)}`).not.toMatch(/authenticator|text message|SMS|safer/i);
      }
    });

    test.each([
      ['empty texts', { type: '', name: '', label: '' }],
      ['nothing', {}],
      ['null', null],
    ])('says off where the sign-on provider that Slack names is made of %s', async (made, provider) => {
      const { workspace, owner } = await team(`No provider: ${made}`);
      owner.setTwoFactor('off');
      const answer = { ok: true, team: { id: workspace.id, name: workspace.name, sso_provider: provider } };
      lanyard.slack.fault('team.info', { answer });
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain('is *off*');
      expect(text).not.toContain('single sign-on');
    });

    test('says off, with the steps and the link', async () => {
      const { owner } = await team('Off');
      owner.setTwoFactor('off');
      const { text, blocks } = await ask(owner, '/2fa');
      expect(text).toContain('is *off*');
      expect(text).toContain('Set up two-factor authentication');
      expect(JSON.stringify(blocks)).toContain('https://my.slack.com/account/settings');
    });

    test('says handled by single sign-on, never off, in a workspace that uses it', async () => {
      const { owner } = await team('Sso', { sso: true });
      owner.setTwoFactor('off');
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain('single sign-on');
      expect(text).not.toContain('is *off*');
    });

    test('without an own permission says not visible, never off, and how to make it visible', async () => {
      const { workspace, member } = await team('Unseen');
      const { text, blocks } = await ask(member, '/2fa');
      expect(text).toContain('*can’t see*');
      expect(text).toContain('doesn’t mean it’s off');
      expect(JSON.stringify(blocks)).toContain(`${lanyard.url}/slack/install?for=me&team=${workspace.id}`);
    });

    test('when Slack leaves the answer out says not visible, never off', async () => {
      const { owner } = await team('Silent');
      // A deactivated person's record carries no has_2fa; so does whatever Slack withholds.
      lanyard.slack.fault('users.info', { answer: { ok: true, user: { id: owner.id } } });
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain('Slack left it out');
      expect(text).not.toContain('is *off*');
    });

    test('asks with the own token, and only about oneself', async () => {
      const { owner } = await team('Asks');
      const before = lanyard.slack.calls.length;
      await ask(owner, '/2fa');
      const calls = lanyard.slack.calls.slice(before).filter((call) => call.method === 'users.info');
      expect(calls.map((call) => [call.tokenKind, call.args.user])).toEqual([['user', owner.id]]);
    });

    test('a permission that Slack calls dead is ended, and the answer offers to give it again', async () => {
      const { owner } = await team('Dead');
      lanyard.slack.fault('users.info', { error: 'token_revoked' });
      const { text, blocks } = await ask(owner, '/2fa');
      expect(text).toContain('has ended');
      expect(JSON.stringify(blocks)).toContain('for=me');
      const row = await lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
      expect(row).toMatchObject({ sealedUserToken: null, endedBy: 'slack' });
    });

    test.each([
      [{ status: 503 }, 'Slack didn’t answer'],
      [{ status: 429, retryAfterSeconds: 9 }, 'Slack is rate-limiting Lanyard'],
      [{ dropConnection: true }, 'Slack didn’t answer'],
    ] as const)('under %j says so, with a reference', async (fault, sentence) => {
      const { owner } = await team(`Fault ${JSON.stringify(fault)}`);
      lanyard.slack.fault('users.info', fault);
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain(sentence);
      expect(text).toMatch(/Reference [0-9A-Z]{8}/);
    });
  });

  describe('/token-status', () => {
    test('when all is well says so in one line, and how old that is', async () => {
      const { owner } = await team('Well');
      const fresh = await ask(owner, '/token-status');
      expect(fresh.text).toMatch(
        /^:grey_question: \*2 permissions aren’t checked yet: yours and the workspace’s\.\*/,
      );
      const run = await owner.types('/token-status', 'verify');
      await until(
        () => run.messages().at(-1)?.text ?? '',
        (text) => text.includes('2 work'),
        'the outcome',
      );
      const checked = await ask(owner, '/token-status');
      expect(checked.text).toMatch(
        /^:large_green_circle: \*Both permissions work: yours and the workspace’s\.\* Each was checked <!date/,
      );
      expect(checked.text.split('\n')).toHaveLength(1);
      expect(buttonsOf(checked)).toEqual(['Verify now', 'Open full list']);
      expect(JSON.stringify(checked.blocks)).toContain(`/app_redirect?app=${lanyard.credentials.appId}`);
    });

    test('offers the own permission to who has given none', async () => {
      const { workspace, member } = await team('Offers');
      const answer = await ask(member, '/token-status');
      expect(answer.text).toContain('You haven’t granted Lanyard a permission of your own');
      expect(JSON.stringify(answer.blocks)).toContain(
        `for=me&team=${workspace.id}&user=${member.id}&channel=C`,
      );
    });

    test('names what ended with why and the way back, unless the asker ended it themselves', async () => {
      const { owner } = await team('Ended');
      await owner.revokesOwnPermission();
      await lanyard.slack.settled();
      const answer = await ask(owner, '/token-status');
      expect(answer.text).toMatch(/Your own permission\* +:white_circle: Revoked\nIt was revoked in Slack/);
      expect(buttonsOf(answer)).toContain('Grant it again');
      await lanyard.prisma.userAuthorization.updateMany({
        where: { userId: owner.id },
        data: { endedBy: 'member', endedByUserId: owner.id },
      });
      expect((await ask(owner, '/token-status')).text).not.toContain('Revoked');
    });

    test.each([
      ['token_expired', {}, 'Expired', 'Reauthorize', 'for=me'],
      ['invalid_auth', {}, 'Needs attention', 'Reauthorize', 'for=me'],
      ['accesslimited', {}, 'Needs attention', 'Verify', '/token-status verify'],
      [
        null,
        { rotationFailures: 3, rotationError: 'internal_error', rotationRetryAt: new Date() },
        'Needs attention',
        'Reauthorize',
        'for=me',
      ],
      [
        null,
        { rotationFailures: 3, rotationError: 'invalid_refresh_token' },
        'Needs attention',
        'Reauthorize',
        'for=me',
      ],
      ['token_unreadable', {}, 'Unknown', 'Reauthorize', 'for=me'],
    ])(
      'explains %j %j with its next step and the button for it',
      async (verifyError, data, status, button, leadsTo) => {
        const { workspace, owner } = await team(`Bad ${status} ${verifyError} ${Object.keys(data).length}`);
        await lanyard.prisma.installation.updateMany({
          where: { installedIn: workspace.id },
          data: { verifiedAt: lanyard.clock.now() },
        });
        await lanyard.prisma.userAuthorization.updateMany({
          where: { userId: owner.id },
          data: { verifiedAt: lanyard.clock.now(), verifyError, ...data },
        });
        const answer = await ask(owner, '/token-status');
        expect(answer.text).toMatch(
          /\*1 (needs attention|expired|unknown) · 1 works\*\nThe workspace’s permission works\./,
        );
        expect(answer.text).toMatch(new RegExp(`Your own permission\\* +:[a-z_]+: ${status}\\n.+`));
        const found = controlsOf(answer).find(({ text }) => text?.text === button);
        expect(JSON.stringify(found)).toContain(leadsTo);
      },
    );

    test('names the worst five of many, and leads to all of them', async () => {
      const { org, owner } = await organization('Many', 7);
      await lanyard.prisma.installation.updateMany({
        where: { enterpriseId: org.id },
        data: { verifiedAt: lanyard.clock.now(), verifyError: 'invalid_auth' },
      });
      const answer = await ask(owner, '/token-status');
      expect(answer.text).toContain('need attention');
      expect(answer.text).toContain('The worst 5:');
      expect(answer.text.match(/Needs attention/g)).toHaveLength(5);
      expect(buttonsOf(answer)).toContain('Open full list');
    });

    test('lists all of them by pages, by typing and by pressing', async () => {
      const { owner } = await organization('Pages', 12);
      const first = await ask(owner, '/token-status', 'all');
      expect(first.text).toMatch(/1–10 of \d\d/);
      const next = controlsOf(first).find(({ text }) => text?.text === 'Next');
      await owner.presses(next?.action_id ?? '');
      await until(
        () => owner.sees().find(({ id }) => id === first.id)?.text ?? '',
        (text) => /11–\d\d of \d\d/.test(text),
        'the second page in place of the first',
      );
      const second = await ask(owner, '/token-status', 'all 2');
      expect(second.text).toMatch(/11–\d\d of \d\d/);
      expect(buttonsOf(second)).toContain('Previous');
      expect((await ask(owner, '/token-status', 'all two')).text).toContain('That isn’t a page');
    });

    test("never shows another person's, nor the workspace's to a guest or to Slack Connect strangers", async () => {
      const { workspace, owner, member } = await team('Private');
      const guest = workspace.person('Gus', { role: 'guest' });
      for (const text of ['', 'all', 'verify']) {
        expect((await ask(member, '/token-status', text)).text).not.toContain(owner.id);
        const answer = await ask(guest, '/token-status', text);
        expect(answer.text).not.toContain(owner.id);
        expect(answer.text).not.toContain('Lanyard in this workspace');
      }
      lanyard.slack.fault('users.info', { error: 'user_not_found' });
      const stranger = workspace.person('Sam');
      for (const text of ['', 'all', 'verify'])
        expect((await ask(stranger, '/token-status', text)).text).toContain(
          'You’re not a member of this workspace',
        );
    });

    test('offers nothing of the workspace to somebody of another company, nor to the deactivated', async () => {
      const { workspace } = await team('Outsiders');
      const company = lanyard.slack.workspace('Their company');
      const visitor = workspace.connects(company.person('Eve', { role: 'owner' }));
      for (const [command, text] of [
        ['/2fa', ''],
        ['/token-status', ''],
        ['/token-status', 'all'],
        ['/token-status', 'verify'],
      ] as const) {
        const answer = await ask(visitor, command, text);
        expect(answer.text).toContain('You’re not a member of this workspace');
        expect(JSON.stringify(answer.blocks ?? [])).not.toContain('for=me');
      }
      const gone = workspace.person('Dora');
      lanyard.slack.fault('users.info', { answer: { ok: true, user: { id: gone.id, deleted: true } } });
      const answer = await ask(gone, '/2fa');
      expect(JSON.stringify(answer.blocks ?? [])).not.toContain('for=me');
    });

    test("shows everybody's to owners and admins alone, asked of Slack at every press", async () => {
      const { workspace, owner, member } = await team('Everyone');
      await lanyard.install(member, { forMe: true });
      const admin = workspace.person('Ada', { role: 'admin' });
      const answer = await ask(admin, '/token-status', 'workspace');
      expect(answer.text).toContain(`<@${member.id}>`);
      expect(answer.text).toContain(`<@${owner.id}>`);
      expect(buttonsOf(answer)).toEqual(['Open full list']);
      for (const person of [member, workspace.person('Gus', { role: 'guest' })]) {
        const refused = await ask(person, '/token-status', 'workspace');
        expect(refused.text).toContain('Only owners and admins');
        expect(refused.text).not.toContain(owner.id);
      }
    });

    test('verifies at most once in thirty seconds, each with progress and an answer', async () => {
      const { owner } = await team('Turns');
      const run = await owner.types('/token-status', 'verify');
      const texts = async (number: number) =>
        (
          await until(
            () => run.messages(),
            (seen) => seen.length >= number,
            'the outcome',
          )
        ).map(({ text }) => text);
      expect(await texts(2)).toEqual([
        'Checking 2 permissions with Slack.',
        expect.stringMatching(/^:large_green_circle: Checked .+: all 2 work, yours and the workspace’s\.$/),
      ]);
      expect((await ask(owner, '/token-status', 'verify')).text).toMatch(
        /You asked .+ Ask again in \d+ seconds?\./,
      );
      lanyard.clock.forward(30_000);
      expect((await ask(owner, '/token-status', 'verify')).text).toMatch(
        /Checked .+: all 2 work, yours and the workspace’s\.$/,
      );
    });

    test('names what couldn’t be checked, and what Slack refused, each with what to do', async () => {
      const { owner } = await team('Partial');
      lanyard.slack.fault('auth.test', { status: 429, retryAfterSeconds: 9 });
      lanyard.slack.fault('auth.test', { error: 'token_revoked' });
      const run = await owner.types('/token-status', 'verify');
      const [, answer] = await until(
        () => run.messages(),
        (messages) => messages.length > 1,
        'the outcome',
      );
      expect(answer?.text).toMatch(/Checked .+: 1 ended, 1 couldn’t be checked/);
      expect(answer?.text).toContain('*Not checked*');
      expect(answer?.text).toContain('Slack is rate-limiting Lanyard. Try again in 9 seconds.');
      expect(buttonsOf(answer as SeenMessage)).toContain('Verify again');
      expect(buttonsOf(answer as SeenMessage).join()).toMatch(/again/i);
    });

    test('a button verifies in place of the answer that it stood in', async () => {
      const { owner } = await team('Pressed');
      const answer = await ask(owner, '/token-status');
      const verify = controlsOf(answer).find(({ text }) => text?.text === 'Verify now');
      await owner.presses(verify?.action_id ?? '');
      await until(
        () => owner.sees().filter(({ id }) => id === answer.id)[0]?.text ?? '',
        (text) => text.includes('2 work'),
        'the outcome',
      );
      expect(owner.sees().filter(({ ephemeral }) => ephemeral)).toHaveLength(1);
    });

    test('a forged button does no more than its presser could type', async () => {
      const { owner, member } = await team('Forged');
      const verify = async () => {
        const answer = await ask(member, '/token-status');
        const [button] = controlsOf(answer).filter(({ text }) => text?.text === 'Verify now');
        return { answer, button };
      };
      for (const forgedValue of ['/token-status workspace', `/2fa <@${owner.id}>`]) {
        const { answer, button } = await verify();
        await member.presses(button?.action_id ?? '', { forgedValue });
        await until(
          () => member.sees().find(({ id }) => id === answer.id)?.text ?? '',
          (text) => text.includes('Only owners and admins'),
          'the refusal',
        );
      }
      const { button } = await verify();
      expect((await member.presses(button?.action_id ?? '', { forgedValue: '/admin rm' })).status).toBe(200);
    });
  });

  describe.each(COMMANDS)('%s', (command) => {
    test.each(['help', 'HELP', ' help '])('explains itself on “%s”', async (text) => {
      const { member } = await team(`Help ${command} ${text}`);
      expect((await ask(member, command, text)).text).toContain(`\`${command} help\``);
    });

    test('lists in its help what the manifest says can be typed, and nothing else', async () => {
      const { member } = await team(`Hint ${command}`);
      const { text } = await ask(member, command, 'help');
      const { slash_commands: commands } = JSON.parse(readFileSync('manifest.json', 'utf8')).features;
      const { usage_hint: hint } = commands.find((each: { command: string }) => each.command === command);
      const typed = [...text.matchAll(/`(\/[^`]+)`/g)].map(([, found = '']) => found.split(' ')[1] ?? '');
      const hinted = [...hint.matchAll(/[@\w]+/g)].map(([found]) => found);
      expect(new Set(typed.filter((each) => each !== ''))).toEqual(new Set(hinted));
    });

    test.each(['help', 'whatever'])(
      'names what only owners and admins may type to them alone: %s',
      async (typed) => {
        const { workspace, owner, member } = await team(`Roles ${command} ${typed}`);
        const admin = workspace.person('Ada', { role: 'admin' });
        const guest = workspace.person('Gus', { role: 'guest' });
        const theirs = FOR_ADMINS_ALONE[command];
        for (const person of [member, guest]) {
          const { text } = await ask(person, command, typed);
          for (const each of theirs) expect(text).not.toContain(each);
          expect(text).not.toMatch(/owner|admin/i);
          expect(text).toContain(`\`${command} help\``);
        }
        for (const person of [owner, admin]) {
          const { text } = await ask(person, command, typed);
          for (const each of theirs) expect(text).toContain(`\`${command} ${each}\``);
        }
      },
    );

    test('helps everyone while Slack doesn’t say who asks, without what is for admins', async () => {
      const { workspace } = await team(`Silent help ${command}`);
      const admin = workspace.person('Ada', { role: 'admin' });
      lanyard.slack.fault('users.info', { status: 503 });
      const { text } = await ask(admin, command, 'help');
      expect(text).toContain(`\`${command} help\``);
      expect(text).not.toMatch(/owner|admin/i);
    });

    test('answers unknown words with its usage, without repeating markup', async () => {
      const { member } = await team(`Unknown ${command}`);
      const { text } = await ask(member, command, 'everyone <!channel>');
      expect(text).toContain(`\`${command}\` · `);
      expect(text).toContain(`\`${command} help\``);
      expect(text).not.toContain('<!channel>');
    });

    test('is acknowledged in time while Slack does not answer, and then told so', async () => {
      const { owner } = await team(`Hanging ${command}`);
      lanyard.slack.fault('users.info', { delayMs: 400 });
      const run = await owner.types(command);
      expect(run.timedOut).toBe(false);
      await until(
        () => run.messages(),
        (messages) => messages.length > 0,
        'the answer',
      );
    });

    test('where Lanyard is not installed answers with the way to install it', async () => {
      const stranger = lanyard.slack.workspace(`Stranger ${command}`);
      const member = stranger.person('Mo', { role: 'owner' });
      await lanyard.install(member);
      await lanyard.prisma.installation.deleteMany({ where: { installedIn: stranger.id } });
      await lanyard.prisma.userAuthorization.deleteMany({ where: { installedIn: stranger.id } });
      const { text, blocks } = await ask(member, command);
      expect(text).toContain('isn’t installed in this workspace');
      expect(JSON.stringify(blocks)).toContain(`${lanyard.url}/slack/install?team=${stranger.id}`);
    });
  });
});
