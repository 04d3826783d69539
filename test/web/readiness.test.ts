import { describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { createLogger } from '../../src/observability/logger.ts';
import { createReadiness, type Readiness } from '../../src/web/readiness.ts';

const logger = createLogger({ level: 'fatal', secrets: [], destination: { write: () => {} } });
const well: Readiness = {
  ping: async () => {},
  pendingMigrations: async () => [],
  jobs: () => 'running',
  changes: () => 'live',
  isSlackReachable: () => true,
  clock: () => 'ok',
  isStopping: () => false,
};

async function readyz(over: Partial<Readiness>) {
  const app = new Hono().get('/readyz', createReadiness({ readiness: { ...well, ...over }, logger }));
  const response = await app.request('/readyz');
  const { status, checks } = JSON.parse(await response.text());
  return [response.status, status, checks];
}

describe('readyz', () => {
  const ok = { database: 'ok', migrations: 'ok', jobs: 'ok', changes: 'ok', slack: 'ok', clock: 'ok' };

  test('is 200 when all is well, also while jobs start and where they are off', async () => {
    expect(await readyz({})).toMatchObject([200, 'ok', ok]);
    expect(await readyz({ jobs: () => 'starting' })).toMatchObject([200, 'ok', { ...ok, jobs: 'starting' }]);
    expect(await readyz({ jobs: () => 'off' })).toMatchObject([200, 'ok', { ...ok, jobs: 'off' }]);
  });

  test('is 503 from the moment of a stop, so that nothing new is sent here', async () => {
    expect(await readyz({ isStopping: () => true })).toEqual([503, 'error', { process: 'stopping' }]);
  });

  test('is 200 with a warning that names how far the clock is off', async () => {
    const clock = 'behind by 312 s';
    expect(await readyz({ clock: () => clock })).toMatchObject([200, 'warning', { ...ok, clock }]);
  });

  test('is 200 with a warning while changes of other processes are not heard', async () => {
    for (const changes of ['unheard', 'lost'] as const)
      expect(await readyz({ changes: () => changes })).toMatchObject([200, 'warning', { ...ok, changes }]);
  });

  test('is 503 when jobs are stuck', async () => {
    expect(await readyz({ jobs: () => 'stuck' })).toMatchObject([503, 'error', { ...ok, jobs: 'stuck' }]);
  });

  test('is 503 while the database does not answer, or lacks a migration', async () => {
    const away = async () => {
      throw new Error('connect ECONNREFUSED');
    };
    const unknown = { ...ok, database: 'error', migrations: 'unknown' };
    expect(await readyz({ ping: away })).toMatchObject([503, 'error', unknown]);
    const pending = { ...ok, migrations: 'pending' };
    expect(await readyz({ pendingMigrations: async () => ['20261124_new'] })).toMatchObject([
      503,
      'error',
      pending,
    ]);
  });

  test('is 200 with a warning while Slack is away, and 503 when something else is, too', async () => {
    const away = { isSlackReachable: () => false };
    const unreachable = { ...ok, slack: 'unreachable' };
    expect(await readyz(away)).toMatchObject([200, 'warning', unreachable]);
    expect(await readyz({ ...away, jobs: () => 'stuck' })).toMatchObject([
      503,
      'error',
      { ...unreachable, jobs: 'stuck' },
    ]);
  });
});
