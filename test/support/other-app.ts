import { randomBytes } from 'node:crypto';
import { App, HTTPReceiver } from '@slack/bolt';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import type { InstallProviderOptions } from '../../src/installation-store/installing/install-provider.ts';
import {
  type InstallationStoreOptions,
  type OpenInstallationStore,
  openInstallationStore,
} from '../../src/installation-store/open.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { slackLogger } from '../../src/observability/slack-logger.ts';
import { databaseUrl } from './databases.ts';
import { freePort } from './free-port.ts';

/** Behind a proxy that ends TLS: browsers speak https with it, and it speaks http with the app. */
export const HTTPS_URL = 'https://other.example.test';

export type RunningOtherApp = { app: App; store: OpenInstallationStore; stop(): Promise<void> };

export type RunOptions = InstallProviderOptions & {
  /** Whether its redirect URL is. */
  https?: boolean;
  /** Asked of the person who installs. */
  userScopes?: string[];
  store?: Pick<InstallationStoreOptions, 'alsoErase' | 'jobs'>;
};

export type OtherApp = {
  slack: Simulator;
  /** Where it is, whether it runs or not. */
  url: string;
  database: string;
  log: string[];
  /** Moves the time of the app and of Slack. */
  forward(ms: number): void;
  /** Wired as in examples/bolt-app.ts. A second time, after a stop: another process with the same settings. */
  run(options?: RunOptions): Promise<RunningOtherApp>;
  stop(): Promise<void>;
};

/** Someone else's Bolt app, on this store, with the addresses of a simulated Slack. */
export async function prepareOtherApp(): Promise<OtherApp> {
  let movedMs = 0;
  const clock = () => new Date(Date.now() + movedMs);
  const slack = await startSimulator({ clock, retryDelaysMs: [0, 0, 0] });
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
    redirectUrls: [url, HTTPS_URL].map((base) => `${base}/slack/oauth_redirect`),
    requestUrl: `${url}/slack/events`,
    botScopes: ['commands', 'chat:write'],
    userScopes: ['users:read'],
    botEvents: ['tokens_revoked', 'app_uninstalled'],
    commands: [
      { command: '/hello', description: 'Says hello', shouldEscape: true },
      { command: '/count', description: 'Counts', shouldEscape: true },
    ],
  });
  const database = await databaseUrl();
  const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`;
  const log: string[] = [];
  const logger = createLogger({
    level: 'debug',
    secrets: [credentials.clientSecret, signingSecret],
    destination: { write: (line) => void log.push(line) },
  });
  const running = new Set<RunningOtherApp>();

  async function run(options: RunOptions = {}) {
    const { https = false, userScopes = [], store: given = {}, callbackOptions = {}, ...provider } = options;
    const store = await openInstallationStore({
      ...given,
      ...credentials,
      encryptionKeys,
      logger,
      clock,
      databaseUrl: database,
      slackApiUrl: slack.apiUrl,
    });
    const receiver = new HTTPReceiver({
      ...credentials,
      signingSecret,
      scopes: ['commands', 'chat:write'],
      redirectUri: `${https ? HTTPS_URL : url}/slack/oauth_redirect`,
      logger: slackLogger(logger, 'bolt'),
      installerOptions: {
        userScopes,
        callbackOptions,
        redirectUriPath: '/slack/oauth_redirect',
        stateStore: store.stateStore,
        directInstall: true,
        authorizationUrl: slack.authorizeUrl,
      },
    });
    store.takeOver(receiver, provider);
    const app = new App({
      receiver,
      convoStore: store.conversationStore,
      extendedErrorHandler: true,
      logger: slackLogger(logger, 'bolt'),
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
    const one = {
      app,
      store,
      async stop() {
        if (!running.delete(one)) return;
        await app.stop();
        await store.close();
      },
    };
    running.add(one);
    return one;
  }

  return {
    slack,
    url,
    database,
    log,
    run,
    forward(ms) {
      movedMs += ms;
    },
    async stop() {
      for (const one of running) await one.stop();
      await slack.stop();
    },
  };
}
