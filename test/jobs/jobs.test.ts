import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import PgBoss from 'pg-boss';
import type { Database } from '../../src/database/database.ts';
import { createJobs, type Job, type Jobs } from '../../src/jobs/jobs.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createMetrics } from '../../src/observability/metrics.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { until } from '../support/until.ts';

describe.each(databasesUnderTest)('jobs, on $name', ({ open }) => {
  let database: Database;
  let boss: PgBoss;
  const running: Jobs[] = [];
  beforeAll(async () => {
    database = await open();
    const executeSql = async (text: string, values?: unknown[]) => ({
      rows: await database.sql(text, values),
    });
    // From outside, as the schedule does it: it only sends.
    boss = new PgBoss({ db: { executeSql }, schema: 'pgboss', supervise: false, schedule: false });
    boss.on('error', () => {});
  });
  afterEach(async () => {
    for (const jobs of running.splice(0)) await jobs.stop();
  });
  afterAll(async () => {
    await boss.stop({ graceful: false });
    await database.close();
  });

  const log: string[] = [];
  async function startProcess(jobs: Job[], sql = database.sql): Promise<Jobs> {
    const logger = createLogger({
      level: 'info',
      secrets: [],
      destination: { write: (line) => void log.push(line) },
    });
    const started = createJobs({
      jobs,
      sql,
      logger,
      pollSeconds: 1,
      schema: database.jobsSchema,
      metrics: createMetrics(),
    });
    running.push(started);
    await started.start();
    return started;
  }
  const job = (name: string, run: Job['run']): Job => ({ name, cron: '0 0 1 1 *', limitSeconds: 60, run });

  test('a start that a stop overtakes ends what it began', async () => {
    const logger = createLogger({ level: 'info', secrets: [], destination: { write: () => {} } });
    const { sql, jobsSchema: schema } = database;
    const late = job('late', async () => ({}));
    const jobs = createJobs({ jobs: [late], sql, schema, logger, metrics: createMetrics() });
    const starting = jobs.start();
    await jobs.stop();
    await starting;
    expect(jobs.running()).toBe(false);
  });

  test('all can be run at once, in their order, and a failure keeps none of the others', async () => {
    const ran: string[] = [];
    const jobs = await startProcess([
      job('first', async () => {
        ran.push('first');
        throw new Error('It fails.');
      }),
      job('second', async () => {
        ran.push('second');
        return {};
      }),
    ]);
    await jobs.runAll();
    expect(ran).toEqual(['first', 'second']);
  });

  test('of two processes one runs what was sent once', async () => {
    let runs = 0;
    const count = job('count', async () => {
      runs += 1;
      return { runs };
    });
    await startProcess([count]);
    await startProcess([count]);
    await boss.start();
    await boss.send('count', {});
    await until(
      () => runs,
      (seen) => seen === 1,
      'the job to run',
      10_000,
    );
    const [row] = await database.sql(
      `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'count' AND state = 'active'`,
    );
    expect(row?.n).toBeLessThanOrEqual(1);
    // A second look of both finds nothing more.
    await until(
      async () =>
        (
          await database.sql(
            `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'count' AND state < 'completed'`,
          )
        )[0]?.n,
      (open) => open === 0,
      'the queue to be empty',
      10_000,
    );
    expect(runs).toBe(1);
  });

  test('one that fails is tried again, and is told in the log and the metrics, not to the process', async () => {
    let attempts = 0;
    await startProcess([
      job('stumble', async () => {
        attempts += 1;
        throw new Error('once more');
      }),
    ]);
    await boss.start();
    await boss.send('stumble', {}, { retryLimit: 1, retryDelay: 0 });
    await until(
      () => attempts,
      (seen) => seen === 2,
      'a second attempt',
      10_000,
    );
    expect(log.join('')).toContain('A job failed');
  });

  test('what ran is told its stop by its signal', async () => {
    let told = false;
    const jobs = await startProcess([
      job(
        'long',
        (signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              told = true;
              resolve({});
            });
          }),
      ),
    ]);
    const run = jobs.run('long');
    await jobs.stop();
    await run;
    expect(told).toBe(true);
  });

  test('what runs longer than its limit is told so by its signal, and not before', async () => {
    const brief: Job = {
      ...job('brief', (signal) => {
        const began = Date.now();
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ afterMs: Date.now() - began }));
        });
      }),
      limitSeconds: 1,
    };
    const jobs = await startProcess([brief]);
    const { afterMs } = await jobs.run('brief');
    // A timer may be some milliseconds early.
    expect(afterMs).toBeGreaterThan(900);
  });

  test('a job that this version does not have is no longer scheduled', async () => {
    const old = await startProcess([job('old', async () => ({}))]);
    await old.stop();
    await startProcess([job('new', async () => ({}))]);
    const schedules = await database.sql('SELECT name FROM pgboss.schedule');
    expect(schedules.map(({ name }) => name)).toEqual(['new']);
  });

  test('they start once the database is back', async () => {
    let away = true;
    const sql: Database['sql'] = async (text, values) => {
      if (away) throw new Error('the database is away');
      return database.sql(text, values);
    };
    const logger = createLogger({
      level: 'info',
      secrets: [],
      destination: { write: (line) => void log.push(line) },
    });
    const jobs = createJobs({
      sql,
      logger,
      pollSeconds: 1,
      retryMs: 20,
      schema: database.jobsSchema,
      jobs: [job('patient', async () => ({}))],
      metrics: createMetrics(),
    });
    running.push(jobs);
    const started = jobs.start();
    await until(
      () => log.join(''),
      (text) => text.includes('will be tried again'),
      'a first failure',
    );
    away = false;
    await started;
    const schedules = await database.sql('SELECT name FROM pgboss.schedule');
    expect(schedules.map(({ name }) => name)).toEqual(['patient']);
  });

  test('asking for one that does not exist is refused', async () => {
    const jobs = createJobs({
      jobs: [],
      sql: database.sql,
      schema: database.jobsSchema,
      metrics: createMetrics(),
      logger: createLogger({ level: 'silent', secrets: [], destination: { write: () => {} } }),
    });
    await expect(jobs.run('nothing')).rejects.toMatchObject({ code: 'bad_request' });
  });
});
