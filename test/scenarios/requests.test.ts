import { expect, test } from '@jest/globals';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import { describeLanyard } from '../support/describe-lanyard.ts';
import { connectTo, head } from '../support/raw-request.ts';

describeLanyard('requests to /slack/events', (lanyard) => {
  const now = () => Math.floor(lanyard.clock.now().getTime() / 1000);

  async function post(body: string, headers: Record<string, string>, type = 'application/json') {
    const response = await fetch(`${lanyard.url}/slack/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...headers },
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  const signed = (body: string, seconds = now()) =>
    signedHeaders(lanyard.credentials.signingSecret, body, seconds);
  const event = JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev1',
    event_time: 1,
    team_id: 'T1',
    event: { type: 'app_uninstalled' },
  });

  test('with a bad signature, another secret, no signature or a changed body get 401', async () => {
    const headers = signed(event);
    expect((await post(event, { ...headers, 'X-Slack-Signature': `v0=${'0'.repeat(64)}` })).status).toBe(401);
    expect((await post(event, signedHeaders('another secret', event, now()))).status).toBe(401);
    expect((await post(event, {})).status).toBe(401);
    expect((await post(event.replace('T1', 'T2'), headers)).status).toBe(401);
  });

  test('older than five minutes get 401, though signed', async () => {
    expect((await post(event, signed(event, now() - 301))).status).toBe(401);
    expect((await post(event, signed(event, now() - 240))).status).toBe(200);
  });

  test('further ahead than five minutes get 401, though signed: nobody may keep one for later', async () => {
    expect((await post(event, signed(event, now() + 310))).status).toBe(401);
    expect((await post(event, signed(event, now() + 240))).status).toBe(200);
  });

  test('with a time that is none get 401', async () => {
    for (const time of ['', 'soon', '1e99', '-1']) {
      expect((await post(event, { ...signed(event), 'X-Slack-Request-Timestamp': time })).status).toBe(401);
    }
  });

  const metric = async (line: string) => {
    const text = await (await fetch(`${lanyard.url}/metrics`)).text();
    const found = text.split('\n').find((one) => one.startsWith(`${line} `));
    return Number(found?.split(' ').at(-1) ?? 0);
  };
  const refused = (reason: string) => metric(`lanyard_requests_refused_total{reason="${reason}"}`);

  test.each([
    ['without a signature', { 'content-type': 'application/json' }, 401],
    ['with half a signature', { 'content-type': 'application/json', 'x-slack-signature': 'v0=0' }, 401],
    ['of another type', { 'content-type': 'text/plain' }, 415],
    ['as a form without a signature', { 'content-type': 'application/x-www-form-urlencoded' }, 401],
  ])('%s are answered before their body has come', async (_, headers, status) => {
    const connection = connectTo(lanyard.url);
    connection.send(head('POST /slack/events', { ...headers, 'content-length': 1_000_000 }));
    await connection.answers(`HTTP/1.1 ${status}`);
    await connection.closed();
  });

  test('are parsed only once their signature is known to be good', async () => {
    const before = await refused('bad_signature');
    // Neither is anything that could be parsed: after a good signature that would be 400.
    const headers = { ...signed(''), 'X-Slack-Signature': `v0=${'0'.repeat(64)}` };
    expect((await post('[[[', headers)).status).toBe(401);
    expect((await post('payload={', headers, 'application/x-www-form-urlencoded')).status).toBe(401);
    expect(await refused('bad_signature')).toBe(before + 2);
    expect((await post('[[[', signed('[[['))).status).toBe(400);
  });

  test("Slack's check of a certificate needs no signature, and can carry nothing else", async () => {
    const form = 'application/x-www-form-urlencoded';
    expect((await post('ssl_check=1&token=t', {}, form)).status).toBe(200);
    const before = await metric('lanyard_ack_seconds_count{type="command",outcome="acknowledged"}');
    expect((await post('ssl_check=1&command=%2F2fa&team_id=T1&user_id=U1', {}, form)).status).toBe(200);
    expect((await post('ssl_check=0&command=%2F2fa', {}, form)).status).toBe(401);
    expect(await metric('lanyard_ack_seconds_count{type="command",outcome="acknowledged"}')).toBe(before);
  });

  test('of more than 1 MB get 413, before anything of them is looked at', async () => {
    const large = JSON.stringify({ type: 'event_callback', padding: 'x'.repeat(1_100_000) });
    expect((await post(large, signed(large))).status).toBe(413);
  });

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'text/json', ''])(
    'of the type %j get 415, though signed',
    async (type) => {
      expect((await post(event, signed(event), type)).status).toBe(415);
    },
  );

  test.each(['application/json; charset=utf-8', 'Application/JSON'])(
    'of the type %j are taken',
    async (type) => {
      const body = JSON.stringify({ type: 'url_verification', challenge: 'c' });
      expect((await post(body, signed(body), type)).status).toBe(200);
    },
  );

  test.each([
    ['no JSON', 'not json', 'application/json'],
    ['an empty object', '{}', 'application/json'],
    ['an array', '[]', 'application/json'],
    ['null', 'null', 'application/json'],
    ['an unknown type', '{"type":"surprise"}', 'application/json'],
    ['an event without an event', '{"type":"event_callback"}', 'application/json'],
    ['a payload that is no JSON', 'payload=%7Bbroken', 'application/x-www-form-urlencoded'],
    ['an empty form', '', 'application/x-www-form-urlencoded'],
  ])('signed but malformed (%s) get 400, and Slack is asked not to repeat them', async (_, body, type) => {
    const { status, headers } = await post(body, signed(body), type);
    expect([status, headers.get('x-slack-no-retry')]).toEqual([400, '1']);
  });

  test("Slack's check of the address is answered", async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'echo me' });
    const { status, text } = await post(body, signed(body));
    expect([status, JSON.parse(text)]).toEqual([200, { challenge: 'echo me' }]);
  });

  test('for a button that no longer exists are acknowledged', async () => {
    const workspace = lanyard.slack.workspace('Old button');
    const payload = {
      type: 'block_actions',
      team: { id: workspace.id },
      user: { id: 'U1' },
      actions: [{ type: 'button', action_id: 'from_an_older_version', block_id: 'b' }],
    };
    const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    expect((await post(body, signed(body), 'application/x-www-form-urlencoded')).status).toBe(200);
  });

  test.each([
    'interactive_message',
    'dialog_submission',
    'dialog_cancellation',
    'dialog_suggestion',
    'workflow_step_edit',
    'app_rate_limited',
  ])('of the documented type %s, which nothing of ours sends, are acknowledged and logged', async (type) => {
    const body = JSON.stringify({ type, callback_id: 'c', team: { id: 'T1' }, user: { id: 'U1' } });
    const form = `payload=${encodeURIComponent(body)}`;
    expect((await post(form, signed(form), 'application/x-www-form-urlencoded')).status).toBe(200);
    expect((await post(body, signed(body))).status).toBe(200);
    const lines = lanyard.log.filter((line) => line.includes('no listener handles') && line.includes(type));
    expect(lines).toHaveLength(2);
  });

  test('that name some tokens by no id end those that they do name, and are not repeated', async () => {
    const workspace = lanyard.slack.workspace('Malformed tokens');
    const owner = workspace.person('Olga', { role: 'owner' });
    await lanyard.install(owner);
    // Long enough after the grant that the event's time says which came first.
    lanyard.clock.forward(5 * 60_000);
    const delivery = await workspace.deliver(
      { type: 'tokens_revoked', tokens: { oauth: [null, 5, {}, owner.id], bot: 'B1' }, event_ts: '1' },
      { eventId: `EvMalformed${owner.id}`, eventTimeSeconds: now() },
    );
    expect(delivery.status).toBe(200);
    const row = await lanyard.prisma.userAuthorization.findFirstOrThrow({ where: { userId: owner.id } });
    expect(row.sealedUserToken).toBeNull();
    expect(lanyard.log.join('')).toContain('"ignored":4');
    const bot = await lanyard.prisma.installation.findFirstOrThrow({ where: { installedIn: workspace.id } });
    expect(bot.sealedBotToken).not.toBeNull();
  });

  test('by GET are told that there is nothing', async () => {
    expect((await fetch(`${lanyard.url}/slack/events`)).status).toBe(404);
  });
});
