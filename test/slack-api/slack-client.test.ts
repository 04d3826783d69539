import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { createSlackClient } from '../../src/slack-api/slack-client.ts';
import { until } from '../support/until.ts';

function clientOf(apiUrl: string, atOnce?: number) {
  const logger = createLogger({ level: 'silent', secrets: [], destination: { write() {} } });
  const app = { clientId: '1.2', clientSecret: 'secret' };
  return createSlackClient({ apiUrl, ...app, logger, metrics: createMetrics(), ...(atOnce && { atOnce }) });
}

/** A Slack that answers only when it is told to. */
async function startHoldingSlack() {
  const waiting: (() => void)[] = [];
  let arrived = 0;
  const server = createServer((_, response) => {
    arrived += 1;
    waiting.push(() =>
      response.end(
        '{"ok":true,"user_id":"U1","team_id":"T1","authed_user":{"id":"U1","access_token":"xoxp-1"}}',
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    arrived: () => arrived,
    answer() {
      for (const each of waiting.splice(0)) each();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a call waits for its turn without that counting against its limit', async () => {
  const slack = await startHoldingSlack();
  const client = clientOf(slack.apiUrl, 1);
  const first = client.withToken('xoxb-1').call('auth.test');
  const limitMs = 2_000;
  const second = client.withAppCredentials({ timeoutMs: limitMs }).call('oauth.v2.access', { code: 'once' });
  const outcome = second.then(
    () => 'answered',
    ({ code }: { code: string }) => code,
  );
  const from = performance.now();
  await until(
    () => performance.now() - from > limitMs + 200,
    Boolean,
    'longer than the limit of the second call',
  );
  expect(slack.arrived()).toBe(1);
  slack.answer();
  await first;
  await until(slack.arrived, (calls) => calls === 2, 'the second call');
  slack.answer();
  expect(await outcome).toBe('answered');
  await slack.stop();
});

test('no more calls than may are with Slack at once, and all are answered', async () => {
  const slack = await startHoldingSlack();
  const client = clientOf(slack.apiUrl, 5);
  const calls = Array.from({ length: 12 }, () => client.withToken('xoxb-1').call('auth.test'));
  for (const wanted of [5, 10, 12]) {
    await until(slack.arrived, (arrived) => arrived === wanted, `${wanted} calls`);
    slack.answer();
  }
  await Promise.all(calls);
  await slack.stop();
});

test('an answer that came while this process was too busy to read it is an answer', async () => {
  const child = spawn(
    process.execPath,
    [
      '-e',
      `const server = require('node:http').createServer((_, response) => response.end('{"ok":true,"user_id":"U1","team_id":"T1","authed_user":{"id":"U1","access_token":"xoxp-1"}}'));
       server.listen(0, '127.0.0.1', () => console.log(server.address().port));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  const client = clientOf(`http://127.0.0.1:${String(port).trim()}/api/`);
  // A connection is there, so that the next call is on its way at once.
  await client.withToken('xoxb-1').call('auth.test');
  const call = client.withAppCredentials({ timeoutMs: 800 }).call('oauth.v2.access', { code: 'once' });
  await new Promise((resolve) => setImmediate(resolve));
  // Nothing else of this process runs meanwhile.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200);
  expect(await call).toMatchObject({ ok: true });
  child.kill();
  await once(child, 'exit');
});

test('a Slack that does not answer within the limit is called too slow', async () => {
  const slack = await startHoldingSlack();
  const client = clientOf(slack.apiUrl);
  const call = client.withAppCredentials({ timeoutMs: 100 }).call('oauth.v2.access', { code: 'once' });
  await expect(call).rejects.toMatchObject({ code: 'slack_timeout' });
  await slack.stop();
});
