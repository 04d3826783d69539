import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { App, HTTPReceiver } from '@slack/bolt';
import { startSimulator } from '../../simulator/simulator.ts';
import { openInstallationStore } from '../../src/installation-store/open.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { slackLogger } from '../../src/observability/slack-logger.ts';
import { databaseUrl, runOn } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { install } from '../support/install.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 60 * 60_000;

/** Somebody else's Bolt app, wired as in examples/bolt-app.ts, with the addresses of a simulated Slack. */
describe('a Bolt app on this store', () => {
  const cleanUp: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function start() {
    let movedMs = 0;
    const clock = () => new Date(Date.now() + movedMs);
    const slack = await startSimulator({ clock, retryDelaysMs: [0, 0, 0] });
    cleanUp.push(() => slack.stop());
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const credentials = { clientId: '9.9', clientSecret: randomBytes(8).toString('hex') };
    const signingSecret = randomBytes(8).toString('hex');
    slack.registerApp({
      ...credentials,
      signingSecret,
      appId: 'A0OTHER',
      name: 'Other',
      tokenRotation: true,
      redirectUrls: [`${url}/slack/oauth_redirect`],
      requestUrl: `${url}/slack/events`,
      botScopes: ['commands', 'chat:write'],
      userScopes: [],
      botEvents: ['tokens_revoked', 'app_uninstalled'],
      commands: [
        { command: '/hello', description: 'Says hello', shouldEscape: true },
        { command: '/count', description: 'Counts', shouldEscape: true },
      ],
    });
    const database = await databaseUrl();
    const log: string[] = [];
    const logger = createLogger({
      level: 'debug',
      secrets: [credentials.clientSecret, signingSecret],
      destination: { write: (line) => void log.push(line) },
    });
    const store = await openInstallationStore({
      ...credentials,
      databaseUrl: database,
      slackApiUrl: slack.apiUrl,
      logger,
      clock,
      encryptionKeys: `k1:${randomBytes(32).toString('base64')}`,
    });
    const receiver = new HTTPReceiver({
      ...credentials,
      signingSecret,
      stateSecret: 'state-secret',
      scopes: ['commands', 'chat:write'],
      redirectUri: `${url}/slack/oauth_redirect`,
      installationStore: store.installationStore,
      logger: slackLogger(logger, 'bolt'),
      installerOptions: {
        redirectUriPath: '/slack/oauth_redirect',
        directInstall: true,
        authorizationUrl: slack.authorizeUrl,
        clientOptions: { slackApiUrl: slack.apiUrl },
        // Its cookie is for https alone, and this test has none.
        stateVerification: false,
      },
    });
    if (receiver.installer) receiver.installer.authorize = store.authorize;
    const app = new App({
      receiver,
      convoStore: store.conversationStore,
      extendedErrorHandler: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    store.attach(app, { installUrl: `${url}/slack/install` });
    app.command('/hello', async ({ ack, client }) => {
      const { ok } = await client.auth.test();
      await ack(`Hello, it works: ${ok}.`);
    });
    app.command('/count', async ({ ack, context }) => {
      const count = (context.conversation?.count ?? 0) + 1;
      await context.updateConversation({ count });
      await ack(`Counted to ${count}.`);
    });
    await app.start(port);
    cleanUp.push(async () => {
      await app.stop();
      await store.close();
    });

    const acme = slack.workspace('Acme');
    const owner = acme.person('Olga', { role: 'owner' });
    const installs = () => install(url, owner);
    async function says(command: string) {
      const run = await owner.types(command);
      const [message] = await until(
        () => run.messages(),
        (messages) => messages.length > 0,
        'an answer',
      );
      return message?.text ?? '';
    }
    const forward = (ms: number) => {
      movedMs += ms;
    };
    return { slack, acme, installs, says, app, database, store, forward, log };
  }

  test('installs by Bolt’s own pages, and answers', async () => {
    const { installs, says, database } = await start();
    await installs();
    expect(await says('/hello')).toBe('Hello, it works: true.');
    const [row] = await runOn(database, 'SELECT sealed_bot_token FROM installations');
    expect(row?.sealed_bot_token).toMatch(/^v1\.k1\./);
  });

  test('works on after every expiry, with one refresh each, and keeps its clients few', async () => {
    const { installs, says, acme, app, forward } = await start();
    await installs();
    for (let day = 1; day <= 30; day += 1) {
      forward(13 * HOUR_MS);
      expect(await says('/hello')).toBe('Hello, it works: true.');
      expect(acme.botTokens().refreshes).toBe(day);
    }
    // Bolt itself would keep one for every token: 30 by now.
    const { clients } = app as unknown as {
      clients: Record<string, { getOrCreate(token: string): unknown }>;
    };
    const pool = clients[acme.id];
    const first = pool?.getOrCreate('a');
    for (let count = 0; count < 20; count += 1) pool?.getOrCreate(`another ${count}`);
    expect(pool?.getOrCreate('a')).not.toBe(first);
  });

  test('tells who asks after the removal where to add it again, and has erased the tokens', async () => {
    const { installs, acme, database, slack, store } = await start();
    await installs();
    await acme.uninstall();
    await slack.settled();
    // Bolt acknowledges an event before its listener has run.
    await until(
      async () => (await runOn(database, 'SELECT sealed_bot_token, uninstalled_at FROM installations'))[0],
      (row) => row?.sealed_bot_token === null && row.uninstalled_at !== null,
      'the tokens to be erased',
    );
    await expect(
      store.installationStore.fetchInstallation({
        teamId: acme.id,
        enterpriseId: undefined,
        isEnterpriseInstall: false,
      }),
    ).rejects.toMatchObject({ code: 'not_installed' });
  });

  test('answers a command that cannot be authorized by response_url, never by nothing', async () => {
    const { installs, says, store, acme } = await start();
    await installs();
    await store.installationStore.deleteInstallation({
      teamId: acme.id,
      enterpriseId: undefined,
      isEnterpriseInstall: false,
    });
    expect(await says('/hello')).toContain('/slack/install');
  });

  test('remembers a conversation, and of whose request it is erased with', async () => {
    const { installs, says, acme, database } = await start();
    await installs();
    expect([await says('/count'), await says('/count')]).toEqual(['Counted to 1.', 'Counted to 2.']);
    const rows = await runOn(database, 'SELECT installed_in, value, sealed_value FROM conversation_states');
    expect(rows).toEqual([
      { installed_in: acme.id, value: null, sealed_value: expect.stringMatching(/^v1\.k1\./) },
    ]);
  });

  test('writes no secret into its log', async () => {
    const { installs, says, log, slack, forward } = await start();
    await installs();
    forward(13 * HOUR_MS);
    await says('/hello');
    for (const secret of slack.secrets()) expect(log.join('')).not.toContain(secret);
    expect(log.join('')).not.toMatch(/xox[a-z][.-]/);
  });
});
