import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Received, startWithApp, type WithApp } from '../test-app.ts';
import { signedHeaders } from './signing.ts';

// Bolt's own check, by the path it has inside of the package: it is not exported.
const { isValidSlackRequest } = createRequire(import.meta.url)(
  '../../node_modules/@slack/bolt/dist/receivers/verify-request.js',
);

let one: WithApp;
beforeAll(async () => {
  one = await startWithApp({ ackTimeoutMs: 250 });
});
afterAll(() => one.stop());

async function team(name: string) {
  const workspace = one.slack.workspace(name);
  const owner = workspace.person('Olga', { role: 'owner' });
  await one.install(owner);
  one.received.length = 0;
  one.answers((_, response) => response.end());
  return { workspace, owner };
}
const attempts = (from = 0) =>
  one.received
    .slice(from)
    .map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

function validFor(signingSecret: string, { headers, body }: Received): boolean {
  return isValidSlackRequest({
    signingSecret,
    body,
    headers: {
      'x-slack-signature': String(headers['x-slack-signature'] ?? ''),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    },
  });
}

describe('a signature', () => {
  test('is the HMAC that Slack documents', () => {
    const secret = '8f742231b10e8888abcd99yyyzzz85a5';
    const mac = createHmac('sha256', secret).update('v0:1531420618:a=1').digest('hex');
    expect(signedHeaders(secret, 'a=1', 1531420618)).toEqual({
      'X-Slack-Request-Timestamp': '1531420618',
      'X-Slack-Signature': `v0=${mac}`,
    });
  });

  test('passes the check of Bolt on events, commands and interactions', async () => {
    const { owner } = await team('Signed');
    await owner.opensHome();
    await owner.types('/ask', 'ünïcode & more');
    const [event, command] = one.received as [Received, Received];
    for (const received of [event, command]) {
      expect(validFor(one.registration.signingSecret, received)).toBe(true);
      expect(validFor('another secret', received)).toBe(false);
    }
    expect(event.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    });
    expect(command.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json,*/*',
    });
  });

  test('can be wrong, missing or old when a test wants it', async () => {
    const { workspace } = await team('Unsigned');
    const event = { type: 'app_uninstalled' };
    await workspace.deliver(event, { signature: 'bad' });
    await workspace.deliver(event, { signature: 'missing' });
    await workspace.deliver(event, { timestampSeconds: Math.floor(Date.now() / 1000) - 301 });
    expect(one.received.map((received) => validFor(one.registration.signingSecret, received))).toEqual([
      false,
      false,
      false,
    ]);
    expect(one.received[1]?.headers).not.toHaveProperty('x-slack-signature');
  });
});

describe('an event', () => {
  test('has the envelope of the Events API', async () => {
    const { workspace, owner } = await team('Envelope');
    await owner.opensHome();
    const body = JSON.parse(String(one.received[0]?.body));
    expect(body).toMatchObject({
      type: 'event_callback',
      team_id: workspace.id,
      api_app_id: 'A0TEST',
      event_id: expect.stringMatching(/^Ev/),
      event: { type: 'app_home_opened', user: owner.id, tab: 'home', channel: expect.stringMatching(/^D/) },
      authorizations: [
        { enterprise_id: null, team_id: workspace.id, is_bot: true, is_enterprise_install: false },
      ],
    });
    expect(body.event_time).toBeCloseTo(Date.now() / 1000, -2);
    expect(body.event.event_ts).toMatch(/^\d+\.\d{6}$/);
    expect(body.event).not.toHaveProperty('view');
  });

  test('that fails is sent three times more, and says which time and why', async () => {
    const { owner } = await team('Retried');
    one.answers((_, response) => response.writeHead(500).end());
    await owner.opensHome();
    await one.slack.settled();
    expect(attempts()).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(one.received.map(({ body }) => body)).size).toBe(1);
  });

  test('is repeated at once, after a minute and after five more, by the clock', async () => {
    const slow = await startWithApp({ retryDelaysMs: [0, 60_000, 300_000] });
    const owner = slow.slack.workspace('Patient').person('Olga', { role: 'owner' });
    await slow.install(owner);
    slow.answers((_, response) => response.writeHead(500).end());
    await owner.opensHome();
    const sentAfter = async (ms: number) => {
      slow.forward(ms);
      await slow.slack.settled();
      return slow.received.length;
    };
    expect([
      await sentAfter(0),
      await sentAfter(59_000),
      await sentAfter(1_000),
      await sentAfter(299_000),
      await sentAfter(1_000),
      await sentAfter(3_600_000),
    ]).toEqual([2, 2, 3, 3, 4, 4]);
    await slow.stop();
  });

  test('that is acknowledged is not sent again', async () => {
    const { owner } = await team('Recovers');
    let failures = 2;
    one.answers((_, response) => response.writeHead(failures-- > 0 ? 503 : 204).end());
    await owner.opensHome();
    await one.slack.settled();
    expect(attempts()).toHaveLength(3);
  });

  test('that is refused with x-slack-no-retry is not sent again', async () => {
    const { owner } = await team('No retry');
    one.answers((_, response) => response.writeHead(500, { 'x-slack-no-retry': '1' }).end());
    await owner.opensHome();
    await one.slack.settled();
    expect(attempts()).toHaveLength(1);
  });

  test('that is not acknowledged in time failed by timeout', async () => {
    const { owner } = await team('Late');
    let late = true;
    one.answers((_, response) => {
      if (!late) response.end();
      late = false;
    });
    await owner.opensHome();
    await one.slack.settled();
    expect(attempts()).toEqual([
      [undefined, undefined],
      ['1', 'http_timeout'],
    ]);
  });

  test('follows two redirects and not three', async () => {
    const { workspace } = await team('Redirected');
    let redirects = 2;
    one.answers((_, response) => {
      if (redirects-- > 0) response.writeHead(302, { location: '/elsewhere' }).end();
      else response.end();
    });
    const event = { type: 'app_uninstalled' };
    expect((await workspace.deliver(event)).status).toBe(200);
    redirects = 3;
    expect((await workspace.deliver(event)).failure).toBe('too_many_redirects');
  });

  test('to an app that is down failed to connect', async () => {
    const down = await startWithApp({ app: { requestUrl: 'http://127.0.0.1:9/slack/events' } });
    const delivery = await down.slack.workspace('Down').deliver({ type: 'app_uninstalled' });
    expect(delivery).toMatchObject({ failure: 'connection_failed', status: null, done: true });
    await down.stop();
  });

  test('is delivered exactly as a test words it, once', async () => {
    const { workspace } = await team('As told');
    one.answers((_, response) => response.writeHead(500).end());
    const delivery = await workspace.deliver(
      { type: 'unheard_of', event_ts: '1.000000' },
      {
        eventId: 'Ev1',
        eventTimeSeconds: 7,
        retryNum: 2,
        retryReason: 'http_timeout',
        withoutAuthorizations: true,
        envelope: { team_id: null, extra: true },
      },
    );
    await one.slack.settled();
    expect(attempts()).toEqual([['2', 'http_timeout']]);
    expect(delivery.attempt).toBe(3);
    expect(delivery.payload).toMatchObject({ event_id: 'Ev1', event_time: 7, team_id: null, extra: true });
    expect(delivery.payload).not.toHaveProperty('authorizations');
  });
});

describe('the request URL check', () => {
  test('passes an app that answers the challenge, in any of the three ways', async () => {
    await team('Challenge');
    const challengeOf = ({ body }: Received) => (JSON.parse(body) as { challenge: string }).challenge;
    one.answers((received, response) => response.end(challengeOf(received)));
    expect(await one.app.verifiesRequestUrl()).toBe(true);
    one.answers((received, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ challenge: challengeOf(received) }));
    });
    expect(await one.app.verifiesRequestUrl()).toBe(true);
    one.answers((_, response) => response.end('something else'));
    expect(await one.app.verifiesRequestUrl()).toBe(false);
  });
});
