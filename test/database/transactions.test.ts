import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { toAppError } from '../../src/errors.ts';
import { databasesUnderTest } from '../support/databases.ts';

describe.each(databasesUnderTest)('transactions on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const eventId = () => `Ev${randomUUID()}`;
  const processedAt = new Date('2026-01-02T03:04:05.678Z');
  const exists = async (id: string) =>
    (await database.prisma.processedEvent.count({ where: { eventId: id } })) === 1;

  test('nobody sees a change before its commit, and queries beside it get their answers', async () => {
    const id = eventId();
    const written = gate();
    const transaction = database.prisma.$transaction(async (tx) => {
      await tx.processedEvent.create({ data: { eventId: id, processedAt } });
      written.open();
      // The look from outside is under way before this goes on; on one session it waits, on many it sees nothing.
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error('taken back');
    });
    await written.passed;
    const seen = exists(id);
    await expect(transaction).rejects.toThrow('taken back');
    expect(await seen).toBe(false);
    expect(await exists(id)).toBe(false);
  });

  test('a burst of transactions on one row loses no update', async () => {
    const id = eventId();
    const from = processedAt.getTime();
    await database.prisma.processedEvent.create({ data: { eventId: id, processedAt } });
    const countUp = () =>
      database.prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM processed_events WHERE event_id = ${id} FOR UPDATE`;
        const row = await tx.processedEvent.findUniqueOrThrow({ where: { eventId: id } });
        const next = new Date(row.processedAt.getTime() + 1);
        await tx.processedEvent.update({ where: { eventId: id }, data: { processedAt: next } });
      });
    await Promise.all(Array.from({ length: 30 }, countUp));
    const row = await database.prisma.processedEvent.findUniqueOrThrow({ where: { eventId: id } });
    expect(row.processedAt.getTime() - from).toBe(30);
  });

  test('a transaction that takes too long is taken back and keeps nobody waiting', async () => {
    const id = eventId();
    const never = new Promise<never>(() => {});
    const hanging = database.prisma.$transaction(
      async (tx) => {
        await tx.processedEvent.create({ data: { eventId: id, processedAt } });
        await never;
      },
      { timeout: 50 },
    );
    hanging.catch(() => {});
    const other = eventId();
    const late = database.prisma.$transaction(async (tx) => {
      while (await tx.processedEvent.count({ where: { eventId: id } })) await Promise.resolve();
      return tx.processedEvent.create({ data: { eventId: other, processedAt } });
    });
    await late;
    expect(await exists(other)).toBe(true);
    await database.ping();
  });

  test('a transaction that gives up waiting for its start leaves nothing open', async () => {
    const release = gate();
    const begun = gate();
    // As many as there are connections, so that the next one has to wait.
    const holders = Array.from({ length: 10 }, () =>
      database.prisma.$transaction(
        async (tx) => {
          await tx.$queryRaw`SELECT 1`;
          begun.open();
          await release.passed;
        },
        { maxWait: 5_000 },
      ),
    );
    await begun.passed;
    const impatient = database.prisma.$transaction((tx) => tx.$queryRaw`SELECT 1`, { maxWait: 20 });
    if (database.kind === 'embedded') await expect(impatient).rejects.toMatchObject({ code: 'P2028' });
    else await impatient.catch(() => {});
    release.open();
    await Promise.all(holders);
    await database.prisma.$transaction((tx) => tx.$queryRaw`SELECT 1`);
    await database.ping();
  });

  test('a batch is applied whole or not at all', async () => {
    const id = eventId();
    const create = () => database.prisma.processedEvent.create({ data: { eventId: id, processedAt } });
    await expect(database.prisma.$transaction([create(), create()])).rejects.toMatchObject({ code: 'P2002' });
    expect(await exists(id)).toBe(false);
  });

  test('deleting and updating many answer how many it were, inside a transaction too', async () => {
    const ids = [eventId(), eventId()];
    await database.prisma.processedEvent.createMany({
      data: ids.map((id) => ({ eventId: id, processedAt })),
    });
    const counts = await database.prisma.$transaction(async (tx) => [
      await tx.$executeRaw`UPDATE processed_events SET processed_at = now()`,
      (await tx.processedEvent.deleteMany({ where: { eventId: { in: ids } } })).count,
    ]);
    expect(counts[0]).toBeGreaterThanOrEqual(2);
    expect(counts[1]).toBe(2);
  });

  test('times keep their millisecond and mean UTC to everybody', async () => {
    const id = eventId();
    await database.prisma.processedEvent.create({ data: { eventId: id, processedAt } });
    const row = await database.prisma.processedEvent.findUniqueOrThrow({ where: { eventId: id } });
    expect(row.processedAt).toEqual(processedAt);
    const [raw] = await database.prisma.$queryRaw<{ ms: number }[]>`
      SELECT (EXTRACT(EPOCH FROM processed_at) * 1000)::FLOAT8 AS ms FROM processed_events WHERE event_id = ${id}`;
    expect(raw?.ms).toBe(processedAt.getTime());
  });

  test('a transaction that goes on after a failed statement fails at its end: nothing it did was kept', async () => {
    const id = eventId();
    const transaction = database.prisma.$transaction(async (tx) => {
      await tx.processedEvent.create({ data: { eventId: id, processedAt } });
      await tx.processedEvent.create({ data: { eventId: id, processedAt } }).catch(() => {});
    });
    await expect(transaction.catch(toAppError)).resolves.toMatchObject({
      code: 'database_unavailable',
      message: expect.stringContaining('rolled back instead of committed'),
    });
    expect(await exists(id)).toBe(false);
  });

  test('an inner transaction can fail alone', async () => {
    const [outer, inner] = [eventId(), eventId()];
    await database.prisma.$transaction(async (tx) => {
      await tx.processedEvent.create({ data: { eventId: outer, processedAt } });
      await tx.$executeRaw`SAVEPOINT inner_part`;
      await tx.processedEvent.create({ data: { eventId: inner, processedAt } });
      await tx.processedEvent.create({ data: { eventId: inner, processedAt } }).catch(() => {});
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT inner_part`;
    });
    expect([await exists(outer), await exists(inner)]).toEqual([true, false]);
  });
});

function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}
