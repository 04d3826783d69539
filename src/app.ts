import type { DestinationStream } from 'pino';
import { createApps } from './apps/create-apps.ts';
import { type Authorizations, createAuthorizations } from './authorizations/authorizations.ts';
import { type Config, secretsOf } from './config.ts';
import { createConversations } from './conversations/create-conversations.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open-database.ts';
import { ERASURES } from './erasures.ts';
import { createInFlight } from './in-flight.ts';
import { createIncidents } from './incidents/create-incidents.ts';
import { createInstallations } from './installations/create-installations.ts';
import { createJobs } from './jobs/jobs.ts';
import { countWaitingJobs } from './jobs/queue-stats.ts';
import { scheduleOf } from './jobs/schedule.ts';
import { english } from './locales/words.ts';
import { createNotifications } from './notifications/notifications.ts';
import { registerGauges } from './observability/gauges.ts';
import { createLogger } from './observability/logger.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import { createRefusals } from './observability/refusals.ts';
import { createDeliver } from './slack/notifications/deliver-in-slack.ts';
import { createSlackDoor } from './slack/slack-app.ts';
import { createSlackLinks } from './slack/slack-links.ts';
import { readManifest } from './slack-api/manifest.ts';
import { createSlackClient } from './slack-api/slack-client.ts';
import { createSlackClock } from './slack-api/slack-clock.ts';
import { createSlackReach } from './slack-api/slack-reach.ts';
import { createTurns } from './turns.ts';
import { createTwoFactor } from './two-factor/two-factor.ts';
import { createVault } from './vault/vault.ts';
import { createMetricsRoute } from './web/metrics-route.ts';
import { createWebRoutes } from './web/routes.ts';
import { createClientCertificateCheck } from './web/server/client-certificate.ts';
import { createHttpServer } from './web/server/http-server.ts';
import { createRateLimit } from './web/server/limit-rate.ts';
import { TIME_LIMITS, type TimeLimits } from './web/server/limits.ts';
import { tooManyAnswer } from './web/too-many-answer.ts';

export type LanyardApp = {
  /** @returns the port it listens on */
  start(): Promise<number>;
  /** Runs one of the jobs now, here. @throws AppError `bad_request` when there is none of that name */
  runJob(name: string): Promise<Record<string, number>>;
  /** Runs every job once, now, here, one after the other. Failures are logged. */
  runJobs(): Promise<void>;
  /** Between the level that was configured and `debug`. @returns the level from now on */
  toggleDebugLog(): string;
  /** Resolves when what continues after the answers (a Home, a message) is done. */
  settled(): Promise<void>;
  /** Finishes what is under way, within 10 seconds, then closes the database. */
  stop(): Promise<void>;
};

/** What tests and the demo put in place of the real thing. */
export type Overrides = {
  clock?: () => Date;
  database?: Database;
  logDestination?: DestinationStream;
  tryWithoutSlackUrl?: string;
  /** False: nothing runs on its own. */
  jobs?: boolean;
  times?: TimeLimits;
  /** Of one network, on the pages of an installation. */
  requestsAMinute?: number;
  /** False: Home asks Slack about nothing unasked when someone opens it. */
  asksOnOpening?: boolean;
};

/** Answers are out by now; what continues after them (a Home, a message) gets this long at a stop. */
const STOP_MS = 2_000;

/** Jobs begin after people are served; after this long something keeps them from it. */
const JOBS_PATIENCE_MS = 5 * 60_000;

/** A command's statements wait behind those of so many installations at most; the rest wait without having begun. */
const INSTALLATIONS = { atOnce: 16, most: 1_000 };

/** The composition root: the only place where foundations, rooms and doors meet. */
export async function buildApp(config: Config, overrides: Overrides = {}): Promise<LanyardApp> {
  const { slack: slackConfig, publicUrl } = config;
  const { clientId, clientSecret, signingSecret, appToken, apiUrl, authorizeUrl } = slackConfig;
  const clock = overrides.clock ?? (() => new Date());
  const words = english;

  const logger = createLogger({
    level: config.logLevel,
    secrets: secretsOf(config),
    destination: overrides.logDestination ?? process.stdout,
  });
  const metrics = createMetrics();
  const refusals = createRefusals({ metrics, logger });
  const inFlight = createInFlight();
  const installTurns = createTurns({ what: 'Too many people are installing', ...INSTALLATIONS });
  const vault = createVault(config.vaultKeys);
  const reach = createSlackReach({ clock });
  const slackClock = createSlackClock({ clock, logger });
  const slackClient = createSlackClient({
    reach,
    slackClock,
    apiUrl,
    clientId,
    clientSecret,
    logger,
    metrics,
  });
  const database =
    overrides.database ??
    (await openDatabase({
      url: config.databaseUrl,
      directUrl: config.directDatabaseUrl,
      dataDir: config.dataDir,
      log: (message, details) => logger.info({ ...details }, message),
    }));

  const { prisma, changes } = database;
  const installations = createInstallations({
    prisma,
    changes,
    vault,
    metrics,
    logger,
    clientId,
    clock,
    slack: slackClient,
    alsoErase: ERASURES,
  });
  const conversations = createConversations({ prisma, vault, logger, clientId, clock, sealed: true });
  const apps = createApps({ prisma, clientId, clock });
  const authorizations = countVerifications(
    createAuthorizations({ prisma, installations, clientId, clock }),
    metrics,
  );
  const twoFactor = createTwoFactor({ prisma, installations, authorizations, logger, clientId, clock });
  const links = createSlackLinks({ publicUrl, authorizeUrl });
  const notifications = createNotifications({
    prisma,
    installations,
    authorizations,
    twoFactor,
    metrics,
    logger,
    clientId,
    clock,
    deliver: createDeliver({ installations, words, links }),
  });

  const incidents = createIncidents({
    prisma,
    statusUrl: slackConfig.statusUrl,
    shared: database.kind === 'postgresql',
    logger,
    clock,
  });

  const slack = createSlackDoor({
    signingSecret,
    appToken,
    apiUrl,
    inFlight,
    metrics,
    refusals,
    slackClock,
    authorizations,
    installations,
    twoFactor,
    notifications,
    incidents,
    words,
    links,
    logger,
    clock,
    asksOnOpening: overrides.asksOnOpening !== false,
  });
  const jobs = createJobs({
    metrics,
    logger,
    jobs: scheduleOf({
      installations,
      authorizations,
      twoFactor,
      notifications,
      conversations,
      incidents,
      onRevocationSettled: slack.revocationSettled,
    }),
    sql: database.sql,
    schema: database.jobsSchema,
  });
  const times = overrides.times ?? TIME_LIMITS;
  let stopping = false;
  let startedAtMs = Number.NaN;
  const tooMany = {
    rateLimit: createRateLimit({
      trustedProxies: config.trustedProxies,
      requestsAMinute: overrides.requestsAMinute,
      refusals,
      logger,
    }),
    answer: await tooManyAnswer({ https: publicUrl.startsWith('https:'), words }),
  };
  const web = createWebRoutes({
    installations,
    twoFactor,
    readiness: {
      ping: database.ping,
      pendingMigrations: database.pendingMigrations,
      jobs() {
        if (overrides.jobs === false) return 'off';
        if (jobs.running()) return 'running';
        return clock().getTime() - startedAtMs > JOBS_PATIENCE_MS ? 'stuck' : 'starting';
      },
      isStopping: () => stopping,
      clock: slackClock.describe,
      changes: installations.changeFeed,
      isSlackReachable: () => reach.isReachable() && slack.socket?.connected !== false,
    },
    metricsHere: config.metricsPort === undefined,
    async onGranted(key, context, userId) {
      // In this order: what people see comes first, and for the rest Slack is asked again on its own.
      await slack.publishHome(context, userId);
      await installations.learnBotId(key);
      if (await twoFactor.countAfterGrant(context, userId)) await slack.publishHome(context, userId);
    },
    installTurns,
    incidents,
    clientId,
    authorizeUrl,
    publicUrl,
    operator: config.operator,
    tryWithoutSlackUrl: overrides.tryWithoutSlackUrl,
    inFlight,
    words,
    logger,
    metrics,
    refusals,
    tooMany,
  });
  const server = createHttpServer({
    web,
    tls: config.tls,
    slack: slack.http && {
      requestListener: slack.http.requestListener,
      refusalByHeaders: (request) => slack.http?.refusalByHeaders(request),
      hasSlacksCertificate: createClientCertificateCheck({
        ownTls: config.tls?.slackClientCa !== undefined,
        proxySan: config.proxySan,
      }),
      metrics,
    },
    logger,
    refusals,
    tooMany,
    times,
  });

  const metricsServer =
    config.metricsPort === undefined
      ? undefined
      : createHttpServer({ web: createMetricsRoute({ metrics, logger }), refusals, times });
  registerGauges(metrics, {
    installationStats: installations.installationStats,
    waitingJobs: () => countWaitingJobs(database.sql, database.jobsSchema),
    skewSeconds: slackClock.skewSeconds,
    isChangeFeedLive: () => installations.changeFeed() === 'live',
    isSlackReachable: reach.isReachable,
  });

  return {
    runJob: jobs.run,
    runJobs: jobs.runAll,
    settled: inFlight.settled,
    toggleDebugLog() {
      const other = config.logLevel === 'debug' ? 'info' : 'debug';
      logger.level = logger.level === config.logLevel ? other : config.logLevel;
      logger.info({ logLevel: logger.level }, 'The level of the log was changed');
      return logger.level;
    },
    async start() {
      startedAtMs = clock().getTime();
      const { name, description: about } = readManifest('http').display_information;
      const registered = apps.register({ name, about, homeUrl: publicUrl });
      await Promise.all([registered, installations.start(), incidents.start()]);
      const port = await server.start(config.port, config.host);
      if (config.metricsPort !== undefined) await metricsServer?.start(config.metricsPort, config.host);
      await slack.socket?.start();
      // People are served from the first moment; what runs on its own can begin a little later.
      if (overrides.jobs !== false) jobs.start();
      logger.info({ port, host: config.host, publicUrl, database: database.kind }, 'Lanyard is ready');
      return port;
    },
    async stop() {
      stopping = true;
      await server.stop();
      // A code that is spent from now on might not be kept in time.
      installTurns.close();
      incidents.stop();
      const [unfinished] = await Promise.all([inFlight.finished(STOP_MS), installations.stop(), jobs.stop()]);
      // Over a socket, acknowledgements need the connection: it closes after them, not before.
      await slack.socket?.stop();
      if (unfinished > 0) logger.warn({ unfinished }, 'Stopped before everything was finished');
      await metricsServer?.stop();
      refusals.stop();
      await database.close();
      logger.info('Lanyard has stopped');
    },
  };
}

/** Counts the outcome of each verification once, wherever it was asked for. */
function countVerifications(authorizations: Authorizations, metrics: Metrics): Authorizations {
  return {
    ...authorizations,
    async verify(authorization) {
      const verification = await authorizations.verify(authorization);
      metrics.verifications.inc({ kind: authorization.kind, outcome: verification.outcome });
      return verification;
    },
  };
}
