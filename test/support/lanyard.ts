import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appFromManifest } from '../../simulator/app-from-manifest.ts';
import type { Person } from '../../simulator/people/people.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { createClock, type SimulatedClock } from '../../simulator/state/clock.ts';
import { buildApp, type LanyardApp } from '../../src/app.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/database.ts';
import { TIME_LIMITS } from '../../src/web/server/limits.ts';
import { keepAppError } from './app-errors.ts';
import { borrowDatabase } from './borrowed-database.ts';
import type { Page } from './browser.ts';
import { freePort } from './free-port.ts';
import { type InstallOptions, install, tryToInstall } from './install.ts';
import { aheadOf, SCENARIO_START } from './scenario-start.ts';
import { type SocketSlack, startSocketSlack } from './socket-slack.ts';

const manifest = JSON.parse(readFileSync('manifest.json', 'utf8'));

/** One running app with the Slack it talks to. */
export type Lanyard = {
  /** Where this process listens. */
  url: string;
  /** Where browsers reach it. */
  publicUrl: string;
  slack: Simulator;
  /** In Socket Mode only. */
  socket: SocketSlack;
  /** What app and Slack go by. */
  clock: SimulatedClock;
  /** By how much this Lanyard's clock is ahead of everyone else's. */
  skew: { ms: number };
  config: Config;
  credentials: { appId: string; clientId: string; clientSecret: string; signingSecret: string };
  /** Every line the app has logged. */
  log: string[];
  /** Of the database, without what is counted or made to fail. */
  prisma: Database['prisma'];
  /** As the app has it. */
  database: Database;

  /** Through Slack's consent page and back, and until all of that is done. @throws quoting the page, unless it worked */
  install(person: Person, options?: InstallOptions): Promise<Page>;
  /** As `install`, but returns the page whatever it says. */
  tryToInstall(person: Person, options?: InstallOptions): Promise<Page>;
  /** One job, now. */
  runJob: LanyardApp['runJob'];
  /** Resolves when everything that the app continues with after its answers is done. */
  settled(): Promise<void>;
  /** The database fails the next so many transactions that the app begins. */
  failTransactions(times: number): void;
  /** How many queries the app has made. */
  queries(): number;
  stop(): Promise<void>;
};

let clients = 0;

export type LanyardOptions = {
  /** Settings besides those that every test needs. */
  env?: Record<string, string>;
  /** Slack's requests come through a socket. */
  socketMode?: boolean;
  /** The Slack app rotates its tokens. */
  tokenRotation?: boolean;
  /** Jobs run by the real clock; what they do has tests of its own. Default: false. */
  jobs?: boolean;
  /** Home asks Slack about what is stale when it opens; what it asks has tests of its own. Default: false. */
  asksOnOpening?: boolean;
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
export async function startLanyard(database: Database, options: LanyardOptions = {}): Promise<Lanyard> {
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
  const slack = await startSimulator({
    clock,
    retryDelaysMs: [0, 0, 0],
    uniqueNames: true,
    ...options.slack,
  });
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
    SLACK_STATUS_URL: slack.statusUrl,
    TOKEN_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'debug',
    ...(socket && { SLACK_APP_TOKEN: `xapp-1-A1-${randomBytes(8).toString('hex')}` }),
    ...options.env,
  });
  const log: string[] = [];
  const borrowed = borrowDatabase(database);
  const skew = { ms: 0 };
  const app = await buildApp(config, {
    clock: () => new Date(clock.now().getTime() + skew.ms),
    database: borrowed.database,
    jobs: options.jobs ?? false,
    // No one sends on after the test's last request.
    times: { ...TIME_LIMITS, drainMs: 0 },
    asksOnOpening: options.asksOnOpening ?? false,
    ...(options.requestsAMinute && { requestsAMinute: options.requestsAMinute }),
    logDestination: {
      write: (line) => {
        log.push(line);
        keepAppError(line);
      },
    },
  });
  await app.start();

  async function settle(): Promise<void> {
    await app.settled();
    await slack.settled();
  }

  return {
    url,
    publicUrl,
    slack,
    socket: socket as SocketSlack,
    clock,
    skew,
    config,
    credentials,
    log,
    prisma: database.prisma,
    database: borrowed.database,
    async install(person, options) {
      const page = await install(url, person, options);
      await settle();
      return page;
    },
    async tryToInstall(person, options) {
      const page = await tryToInstall(url, person, options);
      await settle();
      return page;
    },
    runJob: app.runJob,
    settled: app.settled,
    failTransactions: borrowed.failTransactions,
    queries: borrowed.queries,
    async stop() {
      await app.stop();
      await socket?.stop();
      await slack.stop();
    },
  };
}
