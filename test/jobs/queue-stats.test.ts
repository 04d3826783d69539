import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import PgBoss from 'pg-boss';
import type { Database } from '../../src/database/database.ts';
import { countWaitingJobs } from '../../src/jobs/queue-stats.ts';
import { databasesUnderTest } from '../support/databases.ts';

describe.each(databasesUnderTest)('the queue as operators see it, on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test('is empty before the first start, and then counts what is due and for how long', async () => {
    expect(await countWaitingJobs(database.sql, database.jobsSchema)).toEqual([]);
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => ({ rows: await database.sql(text, values) }) },
    });
    boss.on('error', () => {});
    await boss.start();
    await boss.createQueue('idle');
    await boss.createQueue('late');
    await boss.send('late', {}, { startAfter: new Date(Date.now() - 600_000) });
    await boss.send('late', {}, { startAfter: new Date(Date.now() + 600_000) });
    const waiting = await countWaitingJobs(database.sql, database.jobsSchema);
    await boss.stop({ graceful: false });
    expect(waiting.map(({ job }) => job).sort()).toEqual(['idle', 'late']);
    expect(waiting).toContainEqual({ job: 'idle', waiting: 0, oldestSeconds: 0 });
    const late = waiting.find(({ job }) => job === 'late');
    expect(late?.waiting).toBe(1);
    expect(late?.oldestSeconds).toBeGreaterThan(590);
  });
});
