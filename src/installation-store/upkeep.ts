import { createHash } from 'node:crypto';
import type { Conversations } from '../conversations/conversations.ts';
import type { Database } from '../database/database.ts';
import type { Installations } from '../installations/installations.ts';
import { createJobs, type Job } from '../jobs/jobs.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';

/** What runs the jobs: timers of this process, pg-boss over all processes, or nothing but `runUpkeep`. */
export type JobsOn = 'timers' | 'pg-boss' | 'none';

export type Upkeep = {
  start(): void;
  /** Every job once, now, here. Failures are logged. */
  run(): Promise<void>;
  /** Tells what runs, and waits two seconds for it. */
  stop(): Promise<void>;
};

type UpkeepJob = Job & { everyMs: number };

type Dependencies = {
  installations: Pick<
    Installations,
    'learnBotIds' | 'purgeUninstalled' | 'reseal' | 'retryRevocations' | 'rotateDue' | 'sweep'
  >;
  conversations: Pick<Conversations, 'reseal' | 'sweep'>;
  database: Pick<Database, 'jobsSchema' | 'sql'>;
  clientId: string;
  jobs: JobsOn;
  metrics: Metrics;
  logger: Logger;
};

const MINUTE_MS = 60_000;

/** As in Lanyard itself, for the installations alone. In several processes, what one has done another finds done. */
export function createUpkeep(dependencies: Dependencies): Upkeep {
  const { database, clientId, jobs: on, metrics, logger } = dependencies;
  const jobs = jobsOf(dependencies);
  // Apps that share a database have the same jobs: each its own queue, or one would do the other's.
  const own = createHash('sha256').update(clientId).digest('hex').slice(0, 10);
  // pg-boss takes 50 characters.
  const schema = `${database.jobsSchema.slice(0, 39)}_${own}`;
  const queue = createJobs({ jobs, schema, metrics, logger, sql: database.sql });
  const timers: NodeJS.Timeout[] = [];
  return {
    start() {
      if (on === 'pg-boss') void queue.start();
      if (on !== 'timers') return;
      for (const { name, everyMs } of jobs) {
        // At their own moments, so that processes that started together do not all ask at once.
        const apartMs = everyMs * (0.9 + Math.random() / 5);
        // The failure is in the log.
        timers.push(setInterval(() => queue.run(name).catch(() => {}), apartMs).unref());
      }
    },
    run: queue.runAll,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await queue.stop();
    },
  };
}

function jobsOf({ installations, conversations }: Dependencies): UpkeepJob[] {
  return [
    {
      name: 'rotate-tokens',
      cron: '*/5 * * * *',
      everyMs: 5 * MINUTE_MS,
      limitSeconds: 280,
      run: (signal) => installations.rotateDue(signal),
    },
    {
      name: 'retry-revocations',
      cron: '* * * * *',
      everyMs: MINUTE_MS,
      limitSeconds: 280,
      run: (signal) => installations.retryRevocations(signal, async () => {}),
    },
    {
      name: 'reseal',
      cron: '29 * * * *',
      everyMs: 60 * MINUTE_MS,
      limitSeconds: 580,
      run: async (signal) => {
        const progress = await installations.reseal({ signal });
        const { resealed, unreadable } = await conversations.reseal(signal);
        return { ...progress, conversationsResealed: resealed, conversationsUnreadable: unreadable };
      },
    },
    {
      name: 'sweep',
      cron: '17 * * * *',
      everyMs: 60 * MINUTE_MS,
      limitSeconds: 300,
      run: async (signal) => ({
        ...(await installations.sweep()),
        ...(await installations.learnBotIds(signal)),
        ...(await conversations.sweep()),
      }),
    },
    {
      name: 'erase-gone',
      cron: '41 3 * * *',
      everyMs: 60 * MINUTE_MS,
      limitSeconds: 900,
      run: (signal) => installations.purgeUninstalled(signal),
    },
  ];
}
