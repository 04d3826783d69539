import { beforeAll, expect, test } from '@jest/globals';
import { IMPOSTOR_MARK, type Impostor } from '../../simulator/faults/impostors.ts';
import type { Person } from '../../simulator/people/people.ts';
import type { SlackMethod } from '../../src/slack-api/answers.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { OWN, pressesButton, revokesOwn } from '../support/home.ts';
import { makeTeam, opensHome, opensWorkspaceTab, untilModal } from '../support/home-team.ts';
import { until, untilHome } from '../support/until.ts';

const HOUR_MS = 60 * 60_000;
const TOKEN_SHAPE = /\bx(?:ox[a-z]|app)(?:\.xox[a-z])?-/;
/** Each repeats the token that it was sent. */
const ECHOES: readonly Impostor[] = ['token_as_code', 'login_page', 'page_as_code', 'list', 'long'];

/** Every surface and job, each while something else than Slack answers; then a look into every place where it could be. */
describeLanyard('after a run full of answers that are not Slack’s', { tokenRotation: true }, (lanyard) => {
  let tables: Record<string, Record<string, unknown>[]>;
  let shown = '';
  let turn = 0;
  let owner: Person;
  const faked = new Set<string>();
  beforeAll(async () => {
    await run();
    tables = await readTables();
    // Some of it is asked for again after seconds of real time.
  }, 240_000);

  const calls = (method: string) => lanyard.slack.calls.filter((call) => call.method === method).length;

  /** Does something that makes the app call this method, and lets others answer. */
  async function during(method: SlackMethod | 'response_url', act: () => Promise<unknown>, times = 2) {
    for (let time = 0; time < times; time += 1) {
      const impostor = ECHOES[turn % ECHOES.length] as Impostor;
      turn += 1;
      // Who asks too often is asked to wait.
      lanyard.clock.forward(60_000);
      lanyard.slack.fault(method, { impostor }, Number.POSITIVE_INFINITY);
      const before = calls(method);
      await act();
      await until(
        () => calls(method),
        (number) => number > before,
        `a call of ${method}`,
      );
      await lanyard.slack.settled();
      lanyard.slack.healFaults();
      faked.add(method);
    }
  }

  async function run() {
    const { slack, clock } = lanyard;
    const { workspace, member, ...made } = await makeTeam(lanyard, 'Acme');
    owner = made.owner;
    await lanyard.install(member, { forMe: true });
    const pages: string[] = [];
    const installs = async (forMe: boolean) =>
      void pages.push((await lanyard.tryToInstall(owner, { forMe })).text);
    await during('oauth.v2.access', () => installs(false));
    await during('oauth.v2.access', () => installs(true));
    await opensHome(owner);
    await opensHome(member);
    const looks = async () => {
      shown += [owner, member].map((each) => JSON.stringify([each.home(), each.modal(), each.sees()])).join();
    };

    await during('auth.test', async () => {
      await pressesButton(owner, 'verify', OWN);
      await untilHome(owner, 'Slack didn’t answer');
      await looks();
    });
    await during('auth.test', () => owner.types('/token-status', 'verify'));
    await during('users.info', () => owner.types('/2fa'));
    await during('team.info', () => member.types('/2fa'));
    await during('response_url', () => owner.types('/token-status'));
    await during('views.open', () => pressesButton(owner, 'details', OWN));
    await during('views.publish', () => owner.opensHome());
    await looks();

    await opensHome(owner);
    await opensWorkspaceTab(owner);
    await pressesButton(owner, 'coverage_agree');
    await untilModal(owner, 'What your permission is used for');
    await during('users.list', () => owner.submits(), 1);
    await looks();
    await owner.closes();
    await pressesButton(owner, 'admin_remove_app');
    await untilModal(owner, 'disappears');
    await during('apps.uninstall', () => owner.submits({ word: 'remove' }), 1);
    await owner.closes();

    // Jobs: what is renewed ahead of time, counted daily, told and asked again.
    clock.forward(9 * HOUR_MS);
    await during('oauth.v2.access', () => {
      clock.forward(HOUR_MS / 2);
      return lanyard.runJob('rotate-tokens');
    });
    // A page that does not come is asked for again after a second: by then Slack is back.
    let counting: Promise<unknown> | undefined;
    await during(
      'users.list',
      async () => {
        clock.forward(24 * HOUR_MS);
        counting = lanyard.runJob('count-coverage').catch(() => {});
      },
      1,
    );
    await counting;
    await opensHome(owner);
    await pressesButton(owner, 'look', /^My authorizations/);
    await during('auth.revoke', () => revokesOwn(owner), 1);
    await untilHome(owner, 'Not finished');
    await during('auth.revoke', () => {
      clock.forward(2 * HOUR_MS);
      return lanyard.runJob('retry-revocations');
    });
    await looks();

    // Events whose truth only Slack knows are not acknowledged, and come again.
    const ahead = { eventTimeSeconds: Math.floor(clock.now().getTime() / 1000) + 600 };
    await during('auth.test', () =>
      workspace.deliver({ type: 'tokens_revoked', tokens: { oauth: [member.id] }, event_ts: '1' }, ahead),
    );
    const org = slack.organization('Umbrella');
    const one = slack.workspace('Umbrella One', { organization: org });
    const uma = one.person('Uma', { role: 'primary_owner' });
    await lanyard.install(uma, { consent: { target: 'organization', addTo: [one] } });
    await during('auth.teams.list', () =>
      org.deliver({ type: 'team_access_revoked', team_ids: [one.id] }, ahead),
    );

    // Told of the end of a permission, and the message edited when another one follows.
    await member.revokesOwnPermission();
    await during(
      'chat.postMessage',
      async () => {
        clock.forward(24 * HOUR_MS);
        await lanyard.runJob('notify');
      },
      1,
    );
    await looks();
    for (const path of ['/', '/readyz', '/metrics'])
      pages.push(await (await fetch(`${lanyard.url}${path}`)).text());
    pages.push(await (await fetch(`${lanyard.url}/slack/oauth_redirect?error=xoxb-1-2-3&state=x`)).text());
    shown += pages.join();
  }

  async function readTables() {
    const { prisma } = lanyard;
    const names = await prisma.$queryRaw<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;
    const read: Record<string, Record<string, unknown>[]> = {};
    for (const { name } of names) read[name] = await prisma.$queryRawUnsafe(`SELECT * FROM "${name}"`);
    return read;
  }

  test('it was a run over every surface and every job', () => {
    expect([...faked].sort()).toEqual([
      'apps.uninstall',
      'auth.revoke',
      'auth.teams.list',
      'auth.test',
      'chat.postMessage',
      'oauth.v2.access',
      'response_url',
      'team.info',
      'users.info',
      'users.list',
      'views.open',
      'views.publish',
    ]);
    expect(Object.values(tables).flat().length).toBeGreaterThan(20);
  });

  test('no column of any table holds anything of them, sealed values aside', () => {
    const cells = Object.entries(tables).flatMap(([table, rows]) =>
      rows.flatMap((row) =>
        Object.entries(row)
          .filter(([column]) => !column.startsWith('sealed_'))
          .map(([column, value]) => `${table}.${column}: ${JSON.stringify(value)}`),
      ),
    );
    for (const text of ['xox', IMPOSTOR_MARK, 'doctype', 'Bearer']) {
      expect(cells.filter((cell) => cell.includes(text))).toEqual([]);
    }
  });

  test('nothing was called refused that Slack did not refuse, and nothing ended', () => {
    const rows = [...(tables.installations ?? []), ...(tables.user_authorizations ?? [])];
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      expect(row.verify_error).toBeNull();
      expect([null, 'slack_unreachable']).toContain(row.rotation_error);
      expect(row.uninstalled_at).toBeNull();
    }
    expect(shown).not.toContain('Slack refused');
    expect(shown).toContain('Slack didn’t answer');
  });

  test('neither people nor pages were shown anything of them, and no log line is longer than its errors are', () => {
    const log = lanyard.log.join('');
    for (const text of [shown, log]) {
      expect(text.length).toBeGreaterThan(1_000);
      expect(text).not.toMatch(TOKEN_SHAPE);
      expect(text).not.toContain(IMPOSTOR_MARK);
      expect(text).not.toContain('doctype html><title>Sign');
    }
    expect(Math.max(...lanyard.log.map((line) => line.length))).toBeLessThan(20_000);
  });

  test('and with Slack back everything works on', async () => {
    await lanyard.install(owner);
    await opensHome(owner);
    await pressesButton(owner, 'verify', OWN);
    await untilHome(owner, 'it works');
  });
});
