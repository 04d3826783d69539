import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appFromManifest } from '../../simulator/app-from-manifest.ts';
import { signedHeaders } from '../../simulator/delivery/signing.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { createClock } from '../../simulator/state/clock.ts';
import { buildApp } from '../../src/app.ts';
import { parseConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/database.ts';
import { TIME_LIMITS } from '../../src/web/limits.ts';
import { keepAppError } from './app-errors.ts';
import { type Browser, createBrowser, type Page } from './browser.ts';
import { freePort } from './free-port.ts';
import { aheadOf, SCENARIO_START } from './scenario-start.ts';
import { type SocketSlack, startSocketSlack } from './socket-slack.ts';

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));

export type Lanyard = Awaited<ReturnType<typeof startLanyard>>;

/** The two that stand before a consent page. */
export type Consenting = { allows(authorizeUrl: string): Promise<string> };

let clients = 0;

export type LanyardOptions = {
  /** Settings beside those that every test needs. */
  env?: Record<string, string>;
  /** Slack's requests come through a socket. */
  socketMode?: boolean;
  /** The Slack app rotates its tokens. */
  tokenRotation?: boolean;
  /** Jobs run by the real clock; what they do has tests of its own. Default: false. */
  jobs?: boolean;
  /** Of one network, on the pages of an installation. */
  requestsAMinute?: number;
  /** Where browsers reach it, where that is not the plain address. */
  publicUrl?: (port: number) => string;
  /** Of the simulated Slack. */
  slack?: SimulatorOptions;
  /** What the clock shows at first. */
  startsAt?: Date;
};

/** The real app over HTTP, a simulated Slack, and a clock that both read and the test moves. */
export async function startLanyard(database: Database, options: LanyardOptions = {}) {
  const clock = createClock(aheadOf(options.startsAt ?? SCENARIO_START));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const publicUrl = options.publicUrl?.(port) ?? url;
  // Every app its own client id: scenarios of one file share a database without meeting.
  clients += 1;
  const credentials = {
    appId: `A0LANYARD${clients}`,
    clientId: `1000.${process.pid}${clients}`,
    clientSecret: randomBytes(16).toString('hex'),
    signingSecret: randomBytes(16).toString('hex'),
  };
  const slack = await startSimulator({ clock, retryDelaysMs: [0, 0, 0], ...options.slack });
  const socket = options.socketMode ? await startSocketSlack(slack.apiUrl) : undefined;
  slack.registerApp({
    ...appFromManifest(manifest, { ...credentials, baseUrl: publicUrl }),
    ...(socket && { requestUrl: socket.deliverUrl }),
    ...(options.tokenRotation && { tokenRotation: true }),
  });

  const config = parseConfig({
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl,
    SLACK_CLIENT_ID: credentials.clientId,
    SLACK_CLIENT_SECRET: credentials.clientSecret,
    SLACK_SIGNING_SECRET: credentials.signingSecret,
    SLACK_API_URL: socket?.apiUrl ?? slack.apiUrl,
    SLACK_AUTHORIZE_URL: slack.authorizeUrl,
    TOKEN_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'debug',
    ...(socket && { SLACK_APP_TOKEN: `xapp-1-A1-${randomBytes(8).toString('hex')}` }),
    ...options.env,
  });
  const log: string[] = [];
  // The database belongs to the test file; the app's stop must not close it.
  let queries = 0;
  const counted = database.prisma.$extends({
    query: {
      $allOperations({ args, query }) {
        queries += 1;
        return query(args);
      },
    },
  });
  let transactionsToFail = 0;
  const failing = new Proxy(counted, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== '$transaction' || transactionsToFail === 0) return value;
      return async () => {
        transactionsToFail -= 1;
        throw Object.assign(new Error('The test’s database is away.'), {
          name: 'PrismaClientKnownRequestError',
        });
      };
    },
  });
  const borrowed: Database = {
    ...database,
    prisma: failing as unknown as Database['prisma'],
    close: async () => {},
  };
  const skew = { ms: 0 };
  const app = await buildApp(config, {
    clock: () => new Date(clock.now().getTime() + skew.ms),
    database: borrowed,
    jobs: options.jobs ?? false,
    // Nobody sends on after the test's last request.
    times: { ...TIME_LIMITS, drainMs: 0 },
    ...(options.requestsAMinute && { requestsAMinute: options.requestsAMinute }),
    logDestination: {
      write: (line) => {
        log.push(line);
        keepAppError(line);
      },
    },
  });
  await app.start();

  /** Through the consent page and back, in a browser. */
  async function install(
    person: Consenting,
    options: { forMe?: boolean; browser?: Browser } = {},
  ): Promise<Page> {
    const browser = options.browser ?? createBrowser();
    const start = await browser.get(`${url}/slack/install${options.forMe ? '?for=me' : ''}`);
    const page = await browser.get(await person.allows(String(start.location)));
    await app.settled();
    await slack.settled();
    return page;
  }

  return {
    url,
    publicUrl,
    slack,
    socket: socket as SocketSlack,
    clock,
    /** By how much this Lanyard's clock is ahead of everybody else's. */
    skew,
    config,
    credentials,
    log,
    install,
    prisma: database.prisma,
    database: borrowed,
    /** One job, now. */
    runJob: app.runJob,
    /** Resolves when everything that the app goes on with after its answers is done. */
    settled: app.settled,
    /** The database fails the next so many transactions that the app begins. */
    failTransactions(times: number) {
      transactionsToFail = times;
    },
    /** How many queries the app has made. */
    queries: () => queries,
    async stop() {
      await app.stop();
      await socket?.stop();
      await slack.stop();
    },
  };
}

/** A second process of the same app, as far as apps know: on the same database or a connection of its own to it. */
export async function startSibling({ config, credentials, clock }: Lanyard, database: Database) {
  const port = await freePort();
  const app = await buildApp(
    { ...config, port },
    {
      clock: clock.now,
      database: { ...database, close: async () => {} },
      jobs: false,
      times: { ...TIME_LIMITS, drainMs: 0 },
      logDestination: { write: () => {} },
    },
  );
  await app.start();
  return {
    runJob: app.runJob,
    stop: app.stop,
    /** Sends an event to this one, as Slack would. */
    async hears(workspaceId: string, event: Record<string, unknown>): Promise<number> {
      const seconds = Math.floor(clock.now().getTime() / 1000);
      const body = JSON.stringify({
        type: 'event_callback',
        team_id: workspaceId,
        api_app_id: credentials.appId,
        event_id: `Ev${randomBytes(6).toString('hex')}`,
        event_time: seconds,
        authorizations: [{ team_id: workspaceId, is_enterprise_install: false }],
        event,
      });
      const { status } = await fetch(`http://127.0.0.1:${port}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signedHeaders(credentials.signingSecret, body, seconds),
        },
        body,
      });
      return status;
    },
  };
}
