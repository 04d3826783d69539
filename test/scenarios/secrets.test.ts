import { beforeAll, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/slack-api/app-surface.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import type { Lanyard } from '../support/lanyard.ts';
import { until, untilHome } from '../support/until.ts';

const TOKEN_SHAPE = /\bx(?:ox[a-z]|app)(?:\.xox[a-z])?-/;

/** One long walk through everything, then a look into every place where a secret could have been left. */
describeLanyard('after a whole scenario run with long-lived tokens', keepsSecrets);
describeLanyard('after a whole scenario run with rotating tokens', { tokenRotation: true }, keepsSecrets);

function keepsSecrets(lanyard: Lanyard): void {
  let pages: string;
  let shown: string;
  let tables: string;

  beforeAll(async () => {
    const { slack } = lanyard;
    const seenHomes: unknown[] = [];
    const acme = slack.workspace('Acme');
    const owner = acme.person('Olga', { role: 'owner', twoFactor: 'app' });
    const member = acme.person('Mia');
    const visited = [await lanyard.install(owner), await lanyard.install(member, { forMe: true })];
    await owner.opensHome();
    await untilHome(owner, 'Granted by you');
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
    // Everything that shows something of a token, and what an admin does to another's.
    await pressesButton(owner, 'details', OWN);
    await untilModal(owner, 'Token:');
    const seenModals = [owner.modal()];
    await owner.closes();
    await pressesButton(owner, 'reauthorize', OWN);
    await untilModal(owner, 'Slack will ask for your approval again');
    seenModals.push(owner.modal());
    await owner.closes();
    await opensWorkspaceTab(owner);
    seenHomes.push(owner.home());
    await pressesButton(owner, 'admin_revoke', new RegExp(member.id));
    await untilModal(owner, 'Why?');
    await owner.submits({ reason: 'a test' });
    await member.untilSees(({ channel }) => channel === 'dm');
    seenModals.push(owner.modal());
    await owner.closes();
    await pressesButton(owner, 'look', /^Audit trail/);
    await untilHome(owner, 'Audit trail of');
    seenHomes.push(owner.home());
    await pressesButton(owner, 'look', /^My authorizations/);
    await untilHome(owner, 'Your own permission');
    // Rotating tokens are over by now, and renewed on the way.
    lanyard.clock.forward(13 * 60 * 60_000);
    for (const command of COMMANDS) {
      const run = await owner.types(command);
      await until(
        () => run.messages(),
        (messages) => messages.length > 0,
        'an answer',
      );
    }
    slack.fault('users.info', { error: 'fatal_error' });
    await owner.types('/2fa');
    slack.fault('oauth.v2.access', { error: 'bad_client_secret' });
    visited.push(await lanyard.tryToInstall(owner));
    // Alive while the tables are read: sealed values are looked into, too.
    tables = await dumpEverything();
    await revokesOwn(owner);
    await untilHome(owner, 'You revoked it');
    await acme.uninstall();
    await slack.settled();
    pages = visited.map((page) => page.text).join('\n');
    shown = JSON.stringify([seenModals, seenHomes, owner.home(), owner.sees(), member.home(), member.sees()]);
    for (const path of ['/', '/healthz', '/readyz', '/metrics', '/nowhere']) {
      pages += await (await fetch(`${lanyard.url}${path}`)).text();
    }
  });

  async function dumpEverything(): Promise<string> {
    const { prisma } = lanyard;
    const names = await prisma.$queryRaw<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
    const rows = await Promise.all(
      names.map(({ name }) => prisma.$queryRawUnsafe(`SELECT * FROM "${name}"`)),
    );
    return JSON.stringify(Object.fromEntries(names.map(({ name }, index) => [name, rows[index]])));
  }

  const secrets = () => [
    lanyard.credentials.clientSecret,
    lanyard.credentials.signingSecret,
    ...lanyard.config.vaultKeys.map(({ key }) => key.toString('base64')),
    // Every token ever issued, the superseded ones too.
    ...lanyard.slack.secrets(),
  ];

  test.each([
    ['the log, at level debug', () => lanyard.log.join('\n')],
    ['the pages', () => pages],
    ['what people saw in Slack', () => shown],
    ['the database', () => tables],
  ])('%s holds no token and no secret', (_, text) => {
    expect(text().length).toBeGreaterThan(500);
    expect(text()).not.toMatch(TOKEN_SHAPE);
    for (const secret of secrets()) expect(text()).not.toContain(secret);
  });

  test('the database held sealed tokens while they lived, and none after they ended', async () => {
    expect(tables).toContain('v1.test.');
    expect(await dumpEverything()).not.toContain('v1.test.');
  });

  test('the app called nothing but the methods that it needs', () => {
    const methods = new Set(lanyard.slack.calls.map((call) => call.method));
    expect([...methods].sort()).toEqual([
      'auth.revoke',
      'auth.test',
      'chat.postMessage',
      'oauth.v2.access',
      'response_url',
      'users.info',
      'views.open',
      'views.publish',
    ]);
  });
}
