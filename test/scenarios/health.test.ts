import { describe, expect, test } from '@jest/globals';
import { createSlackReach } from '../../src/slack-api/slack-reach.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { freePort } from '../support/free-port.ts';
import { OWN, pressesButton } from '../support/home.ts';
import { startLanyard } from '../support/lanyard.ts';
import { until, untilHome } from '../support/until.ts';

describeLanyard('what operators watch', (lanyard) => {
  const ready = async () => {
    const response = await fetch(`${lanyard.url}/readyz`);
    return [response.status, await response.json()];
  };
  const metrics = async () => {
    const text = await (await fetch(`${lanyard.url}/metrics`)).text();
    return (line: string) =>
      Number(
        text
          .split('\n')
          .find((one) => one.startsWith(line))
          ?.split(' ')
          .at(-1),
      );
  };

  const lineOf = (teamId: string) =>
    lanyard.log
      .map((text): Record<string, unknown> => JSON.parse(text))
      .find((one) => one.teamId === teamId && one.type !== undefined);

  test('healthz answers for the process, readyz for what it needs', async () => {
    expect(await (await fetch(`${lanyard.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await ready()).toEqual([
      200,
      {
        status: 'ok',
        checks: {
          database: 'ok',
          migrations: 'ok',
          jobs: 'off',
          changes: 'ok',
          slack: 'ok',
          clock: 'unknown',
        },
      },
    ]);
  });

  test('jobs that do not start are starting for five minutes and stuck after that, which readyz calls an error', async () => {
    const sql = async () => {
      throw new Error('This user may not create a schema.');
    };
    const other = await startLanyard({ ...lanyard.database, sql }, { jobs: true });
    try {
      const jobs = async () => {
        const response = await fetch(`${other.url}/readyz`);
        const { status, checks } = JSON.parse(await response.text());
        return [response.status, status, checks.jobs];
      };
      expect(await jobs()).toEqual([200, 'ok', 'starting']);
      other.clock.forward(4 * 60_000);
      expect(await jobs()).toEqual([200, 'ok', 'starting']);
      other.clock.forward(60_000 + 1_000);
      expect(await jobs()).toEqual([503, 'error', 'stuck']);
    } finally {
      await other.stop();
    }
  });

  test('Slack out of reach is a warning, and passes', async () => {
    const owner = lanyard.slack.workspace('Away').person('Ada', { role: 'owner', twoFactor: 'app' });
    await lanyard.install(owner);
    // A Home that is still on its way would be an answer of Slack's.
    await untilHome(owner, 'My authorizations');
    const ask = async () => {
      const run = await owner.types('/2fa');
      await until(run.messages, (messages) => messages.length > 0, 'an answer');
    };
    for (let time = 0; time < 3; time += 1) {
      lanyard.slack.fault('users.info', { dropConnection: true });
      await ask();
    }
    expect(await ready()).toMatchObject([200, { status: 'warning', checks: { slack: 'unreachable' } }]);
    expect((await metrics())('lanyard_slack_reachable')).toBe(0);
    await ask();
    expect(await ready()).toMatchObject([200, { status: 'ok' }]);
    expect((await metrics())('lanyard_slack_reachable')).toBe(1);
  });

  test('acknowledgements, verifications, lookups and what is open are counted', async () => {
    const before = await metrics();
    const owner = lanyard.slack.workspace('Counted').person('Cleo', { role: 'owner' });
    await lanyard.install(owner);
    await owner.opensHome();
    await until(owner.homeText, (home) => home.includes('Granted by you'), 'Home');
    await pressesButton(owner, 'verify', OWN);
    await until(owner.homeText, (home) => home.includes('it works'), 'the answer');
    const now = await metrics();
    const more = (line: string) => now(line) - (before(line) || 0);
    expect(more('lanyard_ack_seconds_count{type="app_home_opened",outcome="acknowledged"}')).toBe(1);
    expect(more('lanyard_ack_seconds_count{type="block_actions",outcome="acknowledged"}')).toBe(1);
    expect(more('lanyard_verifications_total{kind="user",outcome="works"}')).toBe(1);
    expect(more('lanyard_open_authorizations{kind="bot"}')).toBe(1);
    expect(more('lanyard_open_authorizations{kind="user"}')).toBe(1);
    expect(more('lanyard_install_outcomes_total{outcome="installed"}')).toBe(1);
    expect(
      more('lanyard_cache_lookups_total{outcome="hit"}') +
        more('lanyard_cache_lookups_total{outcome="miss"}'),
    ).toBeGreaterThan(0);
    expect(now('lanyard_oldest_unrotated_token_seconds')).toBe(0);
  });

  test('the age of an expiring token counts from its last rotation', async () => {
    const owner = lanyard.slack.workspace('Aged').person('Al', { role: 'owner' });
    await lanyard.install(owner);
    await lanyard.prisma.userAuthorization.updateMany({
      where: { userId: owner.id },
      data: {
        authorizedAt: new Date(Date.now() - 90_000_000),
        rotatedAt: new Date(Date.now() - 5_000_000),
        expiresAt: new Date(Date.now() + 38_000_000),
      },
    });
    const age = (await metrics())('lanyard_oldest_unrotated_token_seconds');
    expect(age).toBeGreaterThan(4_990);
    expect(age).toBeLessThan(5_100);
  });

  test('metrics on a port of their own are served there alone', async () => {
    const port = await freePort();
    const other = await startLanyard(lanyard.database, { env: { METRICS_PORT: String(port) } });
    expect((await fetch(`${other.url}/metrics`)).status).toBe(404);
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('lanyard_open_authorizations{kind="bot"}');
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    await other.stop();
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  });

  test('each request of Slack leaves one line with its workspace, outcome and duration', async () => {
    const logged = lanyard.slack.workspace('Logged');
    const lena = logged.person('Lena', { role: 'owner' });
    await lanyard.install(lena);
    await lena.opensHome();
    const line = await until(() => lineOf(logged.id), Boolean, 'the line');
    expect(line).toMatchObject({ type: 'app_home_opened', outcome: 'acknowledged', level: 'info' });
    expect(line?.reference).toMatch(/^[0-9A-Z]{8}$/);
    expect(line?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('a page leaves one line without its query', async () => {
    await fetch(`${lanyard.url}/slack/oauth_redirect?code=the-code&state=the-state`);
    const text = lanyard.log.join('');
    expect(text).toMatch(/"method":"GET","path":"\/slack\/oauth_redirect","status":400,"durationMs":\d+/);
    expect(text).not.toMatch(/the-code|the-state/);
  });
});

describe('whether Slack is in reach', () => {
  test('takes three losses in a row, and is forgotten when nobody has asked for long', () => {
    let nowMs = 0;
    const reach = createSlackReach({ clock: () => new Date(nowMs) });
    for (const outcome of ['slack_timeout', 'slack_unreachable', 'slack_refused']) reach.note(outcome);
    expect(reach.isReachable()).toBe(true);
    for (const outcome of ['slack_timeout', 'slack_unreachable', 'slack_unreachable']) reach.note(outcome);
    expect(reach.isReachable()).toBe(false);
    nowMs += 11 * 60_000;
    expect(reach.isReachable()).toBe(true);
  });
});
