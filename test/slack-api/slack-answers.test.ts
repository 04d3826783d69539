import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IMPOSTOR_MARK, IMPOSTOR_NAMES } from '../../simulator/faults/impostors.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { readAnswerTo, SLACK_METHODS, type SlackMethod } from '../../src/slack-api/answers.ts';
import { createSlackClient, type SlackClient } from '../../src/slack-api/slack-client.ts';
import type { SlackError } from '../../src/slack-api/slack-error.ts';
import { createSlackReach } from '../../src/slack-api/slack-reach.ts';

const TOKEN = 'xoxp-1-2-3-of-somebody';
const MEGABYTE = 1024 * 1024;

describe('an answer of the Web API', () => {
  let slack: Simulator;
  let client: SlackClient;
  const log: string[] = [];
  const metrics = createMetrics();
  const reach = createSlackReach({ clock: () => new Date() });
  beforeAll(async () => {
    slack = await startSimulator();
    const logger = createLogger({
      level: 'info',
      secrets: [],
      destination: { write: (line) => void log.push(line) },
    });
    client = createSlackClient({
      reach,
      logger,
      metrics,
      apiUrl: slack.apiUrl,
      clientId: 'client',
      clientSecret: 'client-secret',
    });
  });
  afterAll(() => slack.stop());

  const failed = (call: Promise<unknown>): Promise<SlackError> =>
    call.then(
      (answer) => Promise.reject(new Error(`It was taken for an answer: ${JSON.stringify(answer)}`)),
      (error: SlackError) => error,
    );

  test.each(IMPOSTOR_NAMES)(
    'that is not Slack’s counts as none, and nothing of it is kept: %s',
    async (impostor) => {
      log.length = 0;
      slack.fault('auth.test', { impostor });
      const error = await failed(client.withToken(TOKEN).call('auth.test'));
      expect(error).toMatchObject({ code: 'slack_unreachable', retryable: true });
      expect(error.error).toBeUndefined();
      const said = [
        error.message,
        error.stack,
        String(error.cause),
        JSON.stringify(error.details),
        ...log,
      ].join();
      for (const text of [TOKEN, 'xoxp', IMPOSTOR_MARK, 'doctype']) expect(said).not.toContain(text);
      expect(said.length).toBeLessThan(10_000);
    },
  );

  test.each(SLACK_METHODS)('to %s is none when a token stands where its error code would', async (method) => {
    slack.fault(method, { impostor: 'token_as_code' });
    const error = await failed(client.withToken(TOKEN).call(method));
    expect(error).toMatchObject({ code: 'slack_unreachable', method });
    expect(error.error).toBeUndefined();
  });

  test('that never ends is read to its fourth megabyte at most', async () => {
    const before = process.memoryUsage().arrayBuffers;
    slack.fault('auth.test', { impostor: 'endless' });
    const error = await failed(client.withToken(TOKEN).call('auth.test'));
    expect(error.message).toContain('larger than any answer of Slack');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * MEGABYTE);
  });

  test.each([
    ['a page', '<html>sorry</html>'],
    ['an upper-case word', 'Forbidden'],
    ['a token', 'xoxb-1-2'],
    ['65 characters', 'a'.repeat(65)],
    ['nothing', ''],
    ['a line break behind a code', 'invalid_auth\n'],
    ['a number', 5],
    ['an object', { code: 'invalid_auth' }],
  ])('whose error is %s is none', async (_, error) => {
    slack.fault('auth.test', { answer: { ok: false, error } });
    expect((await failed(client.withToken(TOKEN).call('auth.test'))).code).toBe('slack_unreachable');
  });

  test('whose error is a code that nobody documents is a refusal with that code', async () => {
    const longest = `new_1${'a'.repeat(59)}`;
    slack.fault('auth.test', { answer: { ok: false, error: longest } });
    const error = await failed(client.withToken(TOKEN).call('auth.test'));
    expect(error).toMatchObject({ code: 'slack_refused', error: longest });
  });

  test('that asks for a pause without a usable time, or for years, is waited for as usual', async () => {
    for (const [asked, waited] of [
      [-5, 30],
      [Number.NaN, 30],
      [1e9, 3_600],
      [7, 7],
    ] as const) {
      slack.fault('auth.test', { status: 429, retryAfterSeconds: asked });
      const error = await failed(client.withToken(TOKEN).call('auth.test'));
      expect(error).toMatchObject({ code: 'slack_rate_limited', retryAfterSeconds: waited });
    }
  });

  test('that revokes nothing is a failure that is worth another try', async () => {
    slack.fault('auth.revoke', { answer: { ok: true, revoked: false } });
    const error = await failed(client.withToken(TOKEN).call('auth.revoke'));
    expect(error).toMatchObject({ code: 'slack_refused', retryable: true });
  });

  test('about somebody else than was asked about is none; an id for the whole organization is theirs', async () => {
    const about = (user: object) => slack.fault('users.info', { answer: { ok: true, user } });
    const ask = () => client.withToken(TOKEN).call('users.info', { user: 'U0MEMBER' });
    about({ id: 'U0OWNER', is_owner: true });
    expect(await failed(ask())).toMatchObject({ code: 'slack_unreachable' });
    about({ id: 'U0OWNER', is_owner: true, enterprise_user: { id: 'U0OWNER', enterprise_id: 'E1' } });
    expect(await failed(ask())).toMatchObject({ code: 'slack_unreachable' });
    about({ id: 'W0MEMBER', enterprise_user: { id: 'U0MEMBER', enterprise_id: 'E1' } });
    expect((await ask()).user.id).toBe('W0MEMBER');
    about({ id: 'U0MEMBER' });
    expect((await ask()).user.id).toBe('U0MEMBER');
  });

  test('whose next page is the one that was asked for is none, so that no list goes on for ever', async () => {
    const page = { ok: true, teams: [], members: [], response_metadata: { next_cursor: 'again' } };
    for (const method of ['auth.teams.list', 'users.list'] as const) {
      slack.fault(method, { answer: page }, 2);
      const first = await client.withToken(TOKEN).call(method);
      expect(first.response_metadata?.next_cursor).toBe('again');
      const error = await failed(client.withToken(TOKEN).call(method, { cursor: 'again' }));
      expect(error).toMatchObject({ code: 'slack_unreachable', details: { method } });
    }
  });

  test('several in a row that are not Slack’s mean that Slack is out of reach', async () => {
    expect(reach.isReachable()).toBe(true);
    slack.fault('auth.test', { impostor: 'login_page' }, 3);
    for (let call = 0; call < 3; call += 1) await failed(client.withToken(TOKEN).call('auth.test'));
    expect(reach.isReachable()).toBe(false);
  });

  test('leaves no label in the metrics but our own words', async () => {
    const text = await metrics.scrape(() => {});
    const outcomes = new Set(
      [...text.matchAll(/slack_api_calls_total\{.*outcome="([^"]*)"/g)].map(([, it]) => it),
    );
    expect([...outcomes].sort()).toEqual(['ok', 'slack_rate_limited', 'slack_refused', 'slack_unreachable']);
  });
});

describe('what Lanyard relies on in an answer', () => {
  test.each<[SlackMethod, Record<string, unknown>]>([
    ['auth.revoke', { revoked: 'true' }],
    ['auth.teams.list', { teams: {} }],
    ['auth.test', { user_id: 'U1' }],
    ['chat.postMessage', { channel: 'D1' }],
    ['chat.postMessage', { channel: '<b>', ts: '1.1' }],
    ['chat.update', { channel: 'D1', ts: 'xoxb-1' }],
    ['oauth.v2.access', { app_id: 'A1' }],
    ['oauth.v2.access', { access_token: '', authed_user: { access_token: '' } }],
    ['oauth.v2.access', { access_token: 'xoxb-1', team: { id: 5 } }],
    ['oauth.v2.exchange', { access_token: ['xoxb-1'] }],
    ['team.info', {}],
    ['team.info', { team: { id: 'T1', sso_provider: 'yes' } }],
    ['users.info', {}],
    ['users.info', { user: { id: 'U1', is_admin: 'true' } }],
    ['users.info', { user: { id: 'U1', has_2fa: 0 } }],
    ['users.info', { user: { id: 'xoxp-1' } }],
    ['users.list', { members: [{ id: 'U1' }, null] }],
    ['users.list', {}],
    ['views.open', {}],
    ['views.publish', { view: {} }],
    ['views.push', { view: { id: 5 } }],
    ['views.update', { view: null }],
  ])('%s with %j holds not enough of it', (method, answer) => {
    expect(() => readAnswerTo(method, { ok: true, ...answer })).toThrow('missing or malformed');
  });

  test.each(['1618242109.wdBypqAZ', '1618242109.w-B_pq/+=~'])(
    'the hash of a view is Slack’s own business: %s',
    (hash) => {
      expect(readAnswerTo('views.publish', { view: { id: 'V1', hash } }).view).toEqual({ id: 'V1', hash });
    },
  );

  test('null, empty texts and empty objects are what they are at Slack: absent', () => {
    const nobody = { id: '', name: '' };
    const answer = readAnswerTo('oauth.v2.access', {
      ok: true,
      access_token: 'xoxb-1',
      refresh_token: '',
      bot_user_id: '',
      enterprise: nobody,
      team: nobody,
      incoming_webhook: { url: '', channel: '' },
    });
    expect(JSON.parse(JSON.stringify(answer))).toEqual({ ok: true, access_token: 'xoxb-1' });
    const person = { id: 'U1', team_id: '', enterprise_user: { enterprise_id: '' }, tz: '', has_2fa: null };
    const { user } = readAnswerTo('users.info', { ok: true, user: { ...person, two_factor_type: '' } });
    expect(JSON.parse(JSON.stringify(user))).toEqual({ id: 'U1' });
  });

  test.each([
    [43_200, 43_200],
    ['43200', 43_200],
    [-5, undefined],
    [0, undefined],
    [1e15, undefined],
    [Number.NaN, undefined],
    ['soon', undefined],
    [null, undefined],
    [{}, undefined],
  ])('a token’s life of %p is %p: nonsense never loses a token', (given, read) => {
    const answer = readAnswerTo('oauth.v2.access', {
      ok: true,
      access_token: 'xoxe.xoxb-1',
      expires_in: given,
    });
    expect(answer.expires_in).toBe(read);
  });
});
