import { setTimeout as wait } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { AppError, toAppError } from '../errors.ts';
import { createInFlight } from '../in-flight.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { runInRequest } from '../observability/request-context.ts';
import { withUrgency } from '../turns.ts';

/** Something that runs on its own. Every job may run twice, or in two processes after a crash, and does no harm then. */
export type Job = {
  name: string;
  /** When, as cron in UTC; minutes are the finest. */
  cron: string;
  /** After this long another process may begin it again. */
  limitSeconds: number;
  /** @returns what it did, in numbers, for the log */
  run(signal: AbortSignal): Promise<Record<string, number>>;
};

export type Jobs = {
  /** Keeps trying while the database is away. Resolves when jobs run, or at a stop. */
  start(): Promise<void>;
  /** Takes no new jobs, tells what runs by its signal, and waits two seconds for it. */
  stop(): Promise<void>;
  /** Whether the queue has started, so that jobs are run when they are due. */
  running(): boolean;
  /** Runs one job now, here. @throws AppError `bad_request` when there is none of that name */
  run(name: string): Promise<Record<string, number>>;
  /** Runs every job once, now, here, in the order of the schedule. A failure is logged, and the next one runs. */
  runAll(): Promise<void>;
};

type Dependencies = {
  jobs: readonly Job[];
  /** The database that the app's processes share: jobs live next to its data, in a schema of their own. */
  sql: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** The schema of the queue's own tables. */
  schema: string;
  metrics: Metrics;
  logger: Logger;
  /** How often to look for a job that is due. */
  pollSeconds?: number;
  /** How long to wait when the database was away at the start. */
  retryMs?: number;
};

/** Schedules have minutes; looking more often would keep an idle embedded database busy. */
const POLL_SECONDS = 15;
const RETRY_MS = 30_000;
/** How long a stop waits for what runs. */
const STOP_MS = 2_000;

/** pg-boss on our own database: of all processes, one runs a job at a time, and a crash loses none. */
export function createJobs({
  jobs,
  sql,
  schema,
  metrics,
  logger,
  pollSeconds = POLL_SECONDS,
  retryMs = RETRY_MS,
}: Dependencies): Jobs {
  /** pg-boss's own statements and what it runs: nothing of it may be cut off by a closing database. */
  const busy = createInFlight();
  /** A new one for each attempt: one whose start has failed never starts again. */
  function createBoss(): PgBoss {
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => ({ rows: await busy.track(sql(text, values)) }) },
      schema,
      cronMonitorIntervalSeconds: 30,
      cronWorkerIntervalSeconds: pollSeconds,
    });
    // Without a listener a failure of its own upkeep, such as a database outage, would end the process.
    boss.on('error', (err) => logger.warn({ err }, 'The job queue had a problem'));
    return boss;
  }
  let boss: PgBoss | undefined;
  let starting: Promise<void> | undefined;
  let running = false;
  const stopping = new AbortController();

  async function runJob(job: Job): Promise<Record<string, number>> {
    const log = logger.child({ job: job.name });
    const measured = metrics.jobs.startTimer({ name: job.name });
    try {
      const did = await job.run(
        AbortSignal.any([stopping.signal, AbortSignal.timeout(job.limitSeconds * 1000)]),
      );
      measured({ outcome: 'ok' });
      log.info({ did }, 'A job ran');
      return did;
    } catch (thrown) {
      const { code, details } = toAppError(thrown);
      measured({ outcome: code });
      log.error({ err: thrown, code, details }, 'A job failed');
      throw thrown;
    }
  }

  return {
    start() {
      starting ??= keepStarting();
      return starting;
    },
    running: () => running,
    async stop() {
      running = false;
      stopping.abort();
      // Between two statements its workers are idle, and end at once; a start under way comes to its end, too.
      await busy.finished(STOP_MS);
      await boss?.stop({ graceful: false });
    },
    async run(name) {
      const job = jobs.find((each) => each.name === name);
      if (!job) throw new AppError({ code: 'bad_request', message: `There is no job named ${name}.` });
      return runInRequest(() => runJob(job));
    },
    async runAll() {
      for (const job of jobs) {
        if (stopping.signal.aborted) return;
        await busy.track(runInRequest(() => withUrgency('nobody', () => runJob(job)))).catch(() => {});
      }
    },
  };

  async function keepStarting(): Promise<void> {
    while (!stopping.signal.aborted) {
      boss = createBoss();
      try {
        await startBoss(boss);
        // A stop that came meanwhile has ended fewer workers than there are now.
        if (stopping.signal.aborted) await boss.stop({ graceful: false });
        else running = true;
        return;
      } catch (err) {
        logger.error({ err }, 'The jobs did not start, and will be tried again');
        await boss.stop({ graceful: false }).catch(() => {});
        await wait(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  async function startBoss(boss: PgBoss): Promise<void> {
    await boss.start();
    for (const job of jobs) {
      if (stopping.signal.aborted) return;
      // One waiting and one running: what piles up during an outage is one run, not many.
      const settings = {
        policy: 'stately',
        retryLimit: 2,
        retryDelay: 60,
        expireInSeconds: job.limitSeconds,
      } as const;
      await boss.createQueue(job.name, { name: job.name, ...settings });
      await boss.updateQueue(job.name, { name: job.name, ...settings });
      await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
      await boss.work(job.name, { pollingIntervalSeconds: pollSeconds }, async () => {
        await busy.track(runInRequest(() => withUrgency('nobody', () => runJob(job))));
      });
    }
    await unscheduleOthers(boss);
  }

  /** A version before this one may have had others. */
  async function unscheduleOthers(boss: PgBoss): Promise<void> {
    const known = new Set(jobs.map((job) => job.name));
    for (const { name } of await boss.getSchedules()) if (!known.has(name)) await boss.unschedule(name);
  }
}
