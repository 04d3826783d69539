import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What Prometheus reads. No label ever holds an id, and none is named `job` or `instance`: those are Prometheus's own.
 * Counters and histograms are counted where it happens; gauges are set before each scrape, by what `onScrape` was given.
 */
export type Metrics = {
  registry: Registry;
  /** `collect` sets these gauges. When it fails or takes too long they are absent: an old number would look true. */
  onScrape(gauges: readonly Gauge<string>[], collect: () => Promise<void>): void;
  /** The text that Prometheus reads. A second request while it is being written gets the same text. */
  scrape(onFailure: (error: unknown) => void): Promise<string>;

  slackRequests: Histogram<'status'>;
  refusals: Counter<'reason'>;
  acks: Histogram<'type' | 'outcome'>;
  lateAcks: Counter<'type'>;
  slackCalls: Counter<'method' | 'outcome'>;
  installs: Counter<'outcome'>;
  jobs: Histogram<'name' | 'outcome'>;
  rotations: Counter<'kind' | 'outcome'>;
  notifications: Counter<'topic' | 'outcome'>;
  verifications: Counter<'kind' | 'outcome'>;
  cacheLookups: Counter<'outcome'>;
  endings: Counter<'kind' | 'by'>;
  openInstallations: Gauge<'kind'>;
  oldestUnrotated: Gauge;
  queueDepth: Gauge<'name'>;
  queueAge: Gauge<'name'>;
  changeFeedLive: Gauge;
  slackReachable: Gauge;
  clockSkew: Gauge;
};

/** What is not known within this time is left out of one scrape: Prometheus does not wait long. */
const COLLECT_MS = 2_000;

/** One registry per app, so that several apps can live in one process, as they do in tests. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const collectors: { gauges: readonly Gauge<string>[]; collect: () => Promise<void> }[] = [];
  let scraping: Promise<string> | undefined;

  async function scrapeNow(onFailure: (error: unknown) => void): Promise<string> {
    const asked = collectors.map(async ({ gauges, collect }) => {
      for (const gauge of gauges) gauge.reset();
      try {
        await within(COLLECT_MS, collect());
      } catch (error) {
        for (const gauge of gauges) gauge.remove();
        onFailure(error);
      }
    });
    await Promise.all(asked);
    return registry.metrics();
  }

  return {
    registry,

    onScrape(gauges, collect) {
      collectors.push({ gauges, collect });
    },

    scrape(onFailure) {
      scraping ??= scrapeNow(onFailure).finally(() => {
        scraping = undefined;
      });
      return scraping;
    },

    slackRequests: new Histogram({
      name: 'lanyard_slack_request_seconds',
      help: 'Time until a request from Slack was answered, by HTTP status.',
      labelNames: ['status'],
      buckets: [0.01, 0.05, 0.1, 0.3, 1, 2, 3],
      registers: [registry],
    }),
    refusals: new Counter({
      name: 'lanyard_requests_refused_total',
      help: 'Requests that were refused before we knew who asked, by reason.',
      labelNames: ['reason'],
      registers: [registry],
    }),
    acks: new Histogram({
      name: 'lanyard_ack_seconds',
      help: 'Time until something that Slack sent was acknowledged, by its type and by outcome (acknowledged, failed, refused).',
      labelNames: ['type', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.3, 1, 2, 3, 10],
      registers: [registry],
    }),
    lateAcks: new Counter({
      name: 'lanyard_acks_late_total',
      help: 'What was acknowledged or failed after the 3 seconds that Slack waits, by type.',
      labelNames: ['type'],
      registers: [registry],
    }),
    slackCalls: new Counter({
      name: 'lanyard_slack_api_calls_total',
      help: 'Calls to Slack’s Web API, by method and outcome (ok, or the error).',
      labelNames: ['method', 'outcome'],
      registers: [registry],
    }),
    installs: new Counter({
      name: 'lanyard_install_outcomes_total',
      help: 'How attempts to install or to grant a permission ended.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    jobs: new Histogram({
      name: 'lanyard_job_seconds',
      help: 'How long a job ran, by its name and outcome (ok, or the error).',
      labelNames: ['name', 'outcome'],
      buckets: [0.1, 1, 10, 60, 300],
      registers: [registry],
    }),
    rotations: new Counter({
      name: 'lanyard_token_rotations_total',
      help: 'Attempts to rotate a token, by kind (bot, user) and outcome (renewed, later, dead, discarded).',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    }),
    notifications: new Counter({
      name: 'lanyard_notifications_total',
      help: 'Private messages that were to be sent, by topic and outcome (sent, edited, failed, unclear, dropped).',
      labelNames: ['topic', 'outcome'],
      registers: [registry],
    }),
    verifications: new Counter({
      name: 'lanyard_verifications_total',
      help: 'Times that Slack was asked whether a token works, by kind (bot, user) and outcome.',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    }),
    cacheLookups: new Counter({
      name: 'lanyard_cache_lookups_total',
      help: 'Lookups in the cache of installations, by outcome (hit, miss).',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    openInstallations: new Gauge({
      name: 'lanyard_open_authorizations',
      help: 'Living authorizations in the database, by kind: bot (installations) and user (own permissions).',
      labelNames: ['kind'],
      registers: [registry],
    }),
    oldestUnrotated: new Gauge({
      name: 'lanyard_oldest_unrotated_token_seconds',
      help: 'Age of the expiring token that was not rotated for the longest time; 0 when none expires. Tokens live 43200.',
      registers: [registry],
    }),
    queueDepth: new Gauge({
      name: 'lanyard_job_queue_depth',
      help: 'Jobs waiting to run, by name.',
      labelNames: ['name'],
      registers: [registry],
    }),
    queueAge: new Gauge({
      name: 'lanyard_job_queue_age_seconds',
      help: 'How long the oldest due job has been waiting, by name.',
      labelNames: ['name'],
      registers: [registry],
    }),
    changeFeedLive: new Gauge({
      name: 'lanyard_change_feed_live',
      help: '1: changes by other processes are heard. 0: they are not, and every token is read from the database at each use.',
      registers: [registry],
    }),
    slackReachable: new Gauge({
      name: 'lanyard_slack_reachable',
      help: '1: the last calls reached Slack. 0: several in a row did not.',
      registers: [registry],
    }),
    clockSkew: new Gauge({
      name: 'lanyard_clock_skew_seconds',
      help: 'How far this machine’s clock is ahead of Slack’s (below 0: behind), as last seen; absent until it was.',
      registers: [registry],
    }),
    endings: new Counter({
      name: 'lanyard_authorizations_ended_total',
      help: 'Authorizations that ended, by kind (bot, user) and by whom.',
      labelNames: ['kind', 'by'],
      registers: [registry],
    }),
  };
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
