import { afterEach, describe, expect, test } from '@jest/globals';
import type { ChangeFeed, Listening } from '../../src/database/change-feed.ts';
import { createPostgresqlChangeFeed } from '../../src/database/postgresql/postgresql-change-feed.ts';
import { databasesUnderTest, databaseUrl, runOn } from '../support/databases.ts';
import { until } from '../support/until.ts';

describe('the change feed', () => {
  const cleanUp: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function listen(feed: ChangeFeed) {
    const heard: string[] = [];
    let gaps = 0;
    const listening: Listening = await feed.listen('channel', {
      onChange: (payload) => void heard.push(payload),
      onGap: () => {
        gaps += 1;
      },
    });
    cleanUp.push(() => listening.stop());
    return { heard, listening, gaps: () => gaps };
  }

  test.each(databasesUnderTest)(
    'tells what was committed, and nothing that was rolled back, on $name',
    async ({ open }) => {
      const database = await open();
      cleanUp.push(() => database.close());
      const { heard, listening } = await listen(database.changes);
      expect(listening.isLive()).toBe(true);
      await database.prisma
        .$transaction(async (tx) => {
          await tx.$executeRaw`SELECT pg_notify('channel', 'rolled back')`;
          throw new Error('no');
        })
        .catch(() => {});
      await database.prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_notify('channel', 'committed')`;
      });
      await until(
        () => heard,
        (seen) => seen.length > 0,
        'the notification',
      );
      expect(heard).toEqual(['committed']);
      await listening.stop();
      expect(listening.isLive()).toBe(false);
    },
  );

  test('is not live while its connection is gone, says so, and comes back by itself', async () => {
    const url = await databaseUrl();
    const lost: string[] = [];
    const { heard, listening, gaps } = await listen(
      createPostgresqlChangeFeed({
        connectionString: url,
        schema: 'public',
        notify: (channel, payload) => runOn(url, `SELECT pg_notify('${channel}', '${payload}')`),
        onLost: (error) => void lost.push(error.message),
        onUnheard: () => {},
      }),
    );
    const before = gaps();
    await runOn(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await until(
      () => gaps(),
      (count) => count > before,
      'the gap to be told',
      10_000,
    );
    await until(
      () => listening.isLive(),
      (live) => live,
      'the feed to be back',
      10_000,
    );
    expect(lost.length).toBeGreaterThan(0);
    await runOn(url, `SELECT pg_notify('channel', 'after')`);
    await until(
      () => heard,
      (seen) => seen.includes('after'),
      'a notification after it',
    );
  });

  test('of a server that is not there is never live, and stops at once', async () => {
    const { listening, gaps } = await listen(
      createPostgresqlChangeFeed({
        connectionString: 'postgresql://nobody@127.0.0.1:1/none',
        schema: 'public',
        notify: async () => {},
        onLost: () => {},
        onUnheard: () => {},
      }),
    );
    expect(listening.isLive()).toBe(false);
    expect(gaps()).toBeGreaterThan(0);
  });
});
