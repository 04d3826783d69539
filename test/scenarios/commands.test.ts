import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../simulator/people.ts';
import type { SeenMessage } from '../../simulator/seen-message.ts';
import type { Database } from '../../src/database/database.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Lanyard, startLanyard } from '../support/lanyard.ts';
import { until } from '../support/until.ts';

describe.each(databasesUnderTest)('the commands, on $name', ({ open }) => {
  let database: Database;
  let lanyard: Lanyard;
  beforeAll(async () => {
    database = await open();
    lanyard = await startLanyard(database);
  });
  afterAll(async () => {
    await lanyard.stop();
    await database.close();
  });

  async function team(name: string, options: { sso?: boolean } = {}) {
    const workspace = lanyard.slack.workspace(name, options);
    const owner = workspace.person('Olga', { role: 'owner', twoFactor: 'app' });
    const member = workspace.person('Mia', { twoFactor: 'off' });
    await lanyard.install(owner);
    return { workspace, owner, member };
  }

  /** Types a command and waits for its first answer, which only the asker may see. */
  async function ask(person: Person, command: string, text?: string): Promise<SeenMessage> {
    const run = await person.types(command, text);
    expect(run.timedOut).toBe(false);
    const [answer] = await until(
      () => run.messages(),
      (messages) => messages.length > 0,
      `an answer to ${command}`,
    );
    expect(answer?.ephemeral).toBe(true);
    return answer as SeenMessage;
  }

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
      expect(text).toContain('authenticator app is safer');
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
      expect(text).toContain('*cannot see*');
      expect(text).toContain('does not mean it is off');
      expect(JSON.stringify(blocks)).toContain(`${lanyard.url}/slack/install?for=me&team=${workspace.id}`);
    });

    test('when Slack leaves the answer out says not visible, never off', async () => {
      const { owner } = await team('Silent');
      // A deactivated person's record carries no has_2fa; so does whatever Slack withholds.
      lanyard.slack.fault('users.info', { answer: { ok: true, user: { id: owner.id } } });
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain('Slack did not include it');
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
      [{ status: 503 }, 'Slack did not answer'],
      [{ status: 429, retryAfterSeconds: 9 }, 'Slack takes no more questions'],
      [{ dropConnection: true }, 'Slack did not answer'],
    ] as const)('under %j says so, with a reference', async (fault, sentence) => {
      const { owner } = await team(`Fault ${JSON.stringify(fault)}`);
      lanyard.slack.fault('users.info', fault);
      const { text } = await ask(owner, '/2fa');
      expect(text).toContain(sentence);
      expect(text).toMatch(/Reference [0-9A-Z]{8}/);
    });
  });

  describe('/token-status', () => {
    test('tells the status of each authorization', async () => {
      const { owner } = await team('Both');
      const { text } = await ask(owner, '/token-status');
      expect(text).toContain('Your authorizations in Both');
      expect(text).toMatch(/Lanyard in this workspace\*: :large_green_circle: Working/);
      expect(text).toMatch(/Your own permission\*: :large_green_circle: Working/);
    });

    test('tells that an own permission was not given, and that it was revoked', async () => {
      const { owner, member } = await team('Partly');
      expect((await ask(member, '/token-status')).text).toContain('Not given');
      await owner.revokesOwnPermission();
      await lanyard.slack.settled();
      expect((await ask(owner, '/token-status')).text).toMatch(
        /Your own permission\*: :white_circle: Revoked/,
      );
    });

    test("never shows another person's", async () => {
      const { owner, member } = await team('Private');
      expect((await ask(member, '/token-status')).text).not.toContain(owner.id);
    });
  });

  describe.each(['/2fa', '/token-status'])('%s', (command) => {
    test.each(['help', 'HELP', ' help '])('explains itself on “%s”', async (text) => {
      const { member } = await team(`Help ${command} ${text}`);
      expect((await ask(member, command, text)).text).toContain(`\`${command} help\``);
    });

    test('answers unknown words with its usage, without repeating markup', async () => {
      const { member } = await team(`Unknown ${command}`);
      const { text } = await ask(member, command, 'everyone <!channel>');
      expect(text).toContain(`\`${command}\` or \`${command} help\``);
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
      expect(text).toContain('not installed in this workspace');
      expect(JSON.stringify(blocks)).toContain(`${lanyard.url}/slack/install?team=${stranger.id}`);
    });
  });
});
