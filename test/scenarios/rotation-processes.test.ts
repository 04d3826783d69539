import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { databaseUrl, runOn } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { prepareProcess, spawnLanyard } from '../support/lanyard-process.ts';
import { until } from '../support/until.ts';

/** Whole processes, on one PostgreSQL. */
describe('rotation, in processes of their own', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function prepare(options: SimulatorOptions = {}) {
    const database = await databaseUrl();
    const prepared = await prepareProcess({ DATABASE_URL: database }, { ...options, tokenRotation: true });
    cleanUp.push(() => prepared.slack.stop());
    const start = async () => {
      const started = await prepared.start();
      cleanUp.push(() => started.child.kill('SIGKILL'));
      return started;
    };
    const acme = prepared.slack.workspace('Acme');
    const owner = acme.person('Olga', { role: 'owner', twoFactor: 'app' });
    const answers = await collectAnswers();
    cleanUp.push(answers.stop);

    async function install() {
      await prepared.install(owner);
    }

    /** The time of the person's token is over, here and at Slack. */
    async function expire() {
      owner.tokens().expire();
      await runOn(database, `UPDATE user_authorizations SET expires_at = now() - interval '1 minute'`);
    }

    /** As Slack sends it, to this very process. */
    async function ask(baseUrl: string) {
      const body = new URLSearchParams({
        command: '/2fa',
        text: '',
        team_id: acme.id,
        user_id: owner.id,
        channel_id: 'C0',
        api_app_id: 'A0LANYARD',
        is_enterprise_install: 'false',
        trigger_id: '1.2.3',
        response_url: answers.url,
      }).toString();
      const response = await fetch(`${baseUrl}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...signedHeaders(prepared.signingSecret, body, Math.floor(Date.now() / 1000)),
        },
        body,
      });
      expect(response.status).toBe(200);
    }
    const row = async () => (await runOn(database, 'SELECT * FROM user_authorizations'))[0] ?? {};
    return { ...prepared, database, start, install, expire, ask, answers, owner, row };
  }

  test('a hundred requests at expiry, spread over two processes, cause one refresh, and all are answered', async () => {
    const { env, url, start, install, expire, ask, answers, owner } = await prepare();
    await start();
    await install();
    const port = await freePort();
    const second = spawnLanyard({ ...env, PORT: String(port) });
    cleanUp.push(() => second.child.kill('SIGKILL'));
    await until(
      () => second.output(),
      (output) => output.includes('Lanyard is ready'),
      'the second process',
      30_000,
    );
    await expire();
    const urls = [url, `http://127.0.0.1:${port}`];
    await Promise.all(Array.from({ length: 100 }, (_, index) => ask(urls[index % 2] ?? url)));
    const texts = await until(answers.final, (seen) => seen.length === 100, 'a hundred answers', 20_000);
    for (const text of texts) expect(text).toContain('is *on*');
    expect(owner.tokens().refreshes).toBe(1);
  });

  /** Slack has rotated, and the process is gone before it could keep the answer. */
  async function killedBetweenAnswerAndCommit(options: SimulatorOptions = {}) {
    const prepared = await prepare(options);
    const { slack, url, start, install, expire, ask, owner, database } = prepared;
    const lanyard = await start();
    await install();
    await expire();
    slack.fault('oauth.v2.access', { delayAnswerMs: 60_000 });
    await ask(url);
    await until(
      () => owner.tokens().refreshes,
      (refreshes) => refreshes === 1,
      'Slack to rotate',
    );
    lanyard.child.kill('SIGKILL');
    await lanyard.ended;
    expect((await prepared.row()).rotation_lease).not.toBeNull();
    await start();
    // The lease of the dead process runs out.
    await runOn(database, 'UPDATE user_authorizations SET rotation_lease_until = now()');
    return prepared;
  }

  test('a process that dies between Slack’s answer and the commit costs one more refresh, and no permission', async () => {
    const { url, ask, answers, owner, row } = await killedBetweenAnswerAndCommit();
    await ask(url);
    const texts = await until(answers.final, (seen) => seen.length === 1, 'an answer', 15_000);
    expect(texts[0]).toContain('is *on*');
    expect(owner.tokens().refreshes).toBe(2);
    expect(await row()).toMatchObject({ rotation_error: null, rotation_lease: null, revoked_at: null });
  });

  test('where Slack’s grace is over by then, the person is told to authorize again, once and for all', async () => {
    const { url, ask, answers, owner, row } = await killedBetweenAnswerAndCommit({ refreshGraceMs: 0 });
    await ask(url);
    await until(answers.final, (seen) => seen.length === 1, 'an answer', 15_000);
    await ask(url);
    const texts = await until(answers.final, (seen) => seen.length === 2, 'a second answer', 15_000);
    for (const text of texts) expect(text).toContain('has expired');
    expect(await row()).toMatchObject({ rotation_error: 'invalid_refresh_token', rotation_retry_at: null });
    expect(owner.tokens().refreshes).toBe(1);
  });
});

/** Stands where response_url points, and keeps what is said there. */
async function collectAnswers() {
  const said: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      said.push((JSON.parse(body) as { text: string }).text);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** Without the lines that only ask for patience. */
    final: () => said.filter((text) => !/^One moment|will appear here/.test(text)),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
