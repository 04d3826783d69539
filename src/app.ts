import type { DestinationStream } from 'pino';
import { createAuthorizations } from './authorizations/authorizations.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open-database.ts';
import { createInFlight } from './in-flight.ts';
import { createInstallations } from './installations/installations.ts';
import { createJobs } from './jobs/jobs.ts';
import { scheduleOf } from './jobs/schedule.ts';
import { english } from './locales/words.ts';
import { createLogger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { createSlackDoor } from './slack/slack-app.ts';
import { createSlackLinks } from './slack/slack-links.ts';
import { createSlackClient } from './slack-api/slack-client.ts';
import { createTwoFactor } from './two-factor/two-factor.ts';
import { createVault } from './vault/vault.ts';
import { createHttpServer } from './web/http-server.ts';
import { createWebRoutes } from './web/routes.ts';

export type LanyardApp = {
  /** @returns the port it listens on */
  start(): Promise<number>;
  /** Finishes what is under way, within 10 seconds, then closes the database. */
  stop(): Promise<void>;
};

/** What tests and the demo put in the place of the real thing. */
export type Overrides = {
  clock?: () => Date;
  database?: Database;
  logDestination?: DestinationStream;
  tryWithoutSlackUrl?: string;
  /** False: nothing runs by itself. */
  jobs?: boolean;
};

/** Answers are out by now; what goes on after them (a Home, a message) gets this long at a stop. */
const STOP_MS = 2_000;

/** The composition root: the only place where foundations, rooms and doors meet. */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<LanyardApp> {
  const { slack: slackConfig, publicUrl } = config;
  const { clientId, clientSecret, signingSecret, appToken, apiUrl, authorizeUrl } = slackConfig;
  const clock = overrides.clock ?? (() => new Date());
  const words = english;

  const logger = createLogger({
    level: config.logLevel,
    secrets: [
      clientSecret,
      signingSecret,
      ...(appToken ? [appToken] : []),
      ...(config.databaseUrl ? [config.databaseUrl] : []),
      ...config.vaultKeys.map(({ key }) => key.toString('base64')),
    ],
    destination: overrides.logDestination ?? process.stdout,
  });
  const metrics = createMetrics();
  const inFlight = createInFlight();
  const vault = createVault(config.vaultKeys);
  const slackClient = createSlackClient({ apiUrl, clientId, clientSecret, logger, metrics });
  const database =
    overrides.database ??
    (await openDatabase({
      ...(config.databaseUrl && { url: config.databaseUrl }),
      dataDir: config.dataDir,
      log: (message, details) => logger.info(details ?? {}, message),
    }));

  const { prisma, changes } = database;
  const installations = createInstallations({
    ...{ prisma, changes, vault, metrics, logger, clientId, clock },
    slack: slackClient,
  });
  const authorizations = createAuthorizations({ installations, clock });
  const twoFactor = createTwoFactor({ installations, clock });

  const slack = createSlackDoor({
    signingSecret,
    appToken,
    apiUrl,
    inFlight,
    metrics,
    authorizations,
    installations,
    twoFactor,
    words,
    links: createSlackLinks({ publicUrl, authorizeUrl }),
    logger,
  });
  const web = createWebRoutes({
    installations,
    readiness: database,
    onGranted: slack.publishHome,
    clientId,
    authorizeUrl,
    publicUrl,
    operator: config.operator,
    tryWithoutSlackUrl: overrides.tryWithoutSlackUrl,
    inFlight,
    words,
    logger,
    metrics,
  });
  const jobs = createJobs({
    ...{ metrics, logger },
    jobs: scheduleOf({ installations }),
    sql: database.sql,
  });
  const server = createHttpServer({
    web,
    slack: slack.requestListener && { requestListener: slack.requestListener, metrics },
  });

  return {
    async start() {
      await installations.start();
      const port = await server.start(config.port, config.host);
      await slack.socket?.start();
      // People are served from the first moment; what runs by itself can begin a little later.
      if (overrides.jobs !== false) jobs.start();
      logger.info({ port, host: config.host, publicUrl, database: database.kind }, 'Lanyard is ready');
      return port;
    },
    async stop() {
      await server.stop();
      const [unfinished] = await Promise.all([inFlight.finished(STOP_MS), installations.stop(), jobs.stop()]);
      // Over a socket, acknowledgements need the connection: it closes after them, not before.
      await slack.socket?.stop();
      if (unfinished > 0) logger.warn({ unfinished }, 'Stopped before everything was finished');
      await database.close();
      logger.info('Lanyard has stopped');
    },
  };
}
