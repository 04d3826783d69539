import { describe, expect, test } from '@jest/globals';
import { createStatementNames } from '../../src/database/statement-names.ts';
import { describeRoom } from '../support/describe-room.ts';

const query = (sql: string, args: unknown[] = [1]) => ({ sql, args, argTypes: [] });

describe('names of statements', () => {
  test('one that comes again has the same name, and another has another', () => {
    const { nameOf } = createStatementNames();
    expect(nameOf(query('SELECT $1', [1]))).toBe(nameOf(query('SELECT $1', [2])));
    expect(nameOf(query('SELECT $1'))).not.toBe(nameOf(query('SELECT -$1')));
  });

  test('are not given to a script, nor without end', () => {
    const { nameOf } = createStatementNames();
    expect(nameOf(query('SELECT 1; SELECT 2', []))).toBeUndefined();
    const given = Array.from({ length: 300 }, (_, index) => nameOf(query(`SELECT $1 + ${index}`)));
    expect(given.filter(Boolean)).toHaveLength(200);
    expect(nameOf(query('SELECT $1 + 0'))).toBe(given[0]);
  });
});

describeRoom(
  'a statement that failed',
  async ({ prisma }) => ({ prisma, async stop() {} }),
  (one) => {
    test('because a migration changed what it answers works again', async () => {
      await one.prisma.$executeRawUnsafe('CREATE TABLE changing (id int, it int)');
      await one.prisma.$executeRawUnsafe('INSERT INTO changing VALUES (1, 5)');
      // In a transaction: where a query on its own fails, the driver drops the connection, and its plans with it.
      const ask = () =>
        one.prisma.$transaction((tx) => tx.$queryRaw`SELECT it FROM changing WHERE id = ${1}`);
      expect(await ask()).toEqual([{ it: 5 }]);
      await one.prisma.$executeRawUnsafe('ALTER TABLE changing ALTER it TYPE text');
      await expect(ask()).rejects.toThrow('cached plan');
      expect(await ask()).toEqual([{ it: '5' }]);
    });

    test('works afterwards with other values, alone and in a transaction', async () => {
      const eventId = 'Ev0FAILED';
      const add = (client: Pick<typeof one.prisma, 'processedEvent'>, id: string) =>
        client.processedEvent.create({ data: { eventId: id, processedAt: new Date() } });
      await add(one.prisma, eventId);
      for (const round of [1, 2, 3]) {
        await expect(add(one.prisma, eventId)).rejects.toMatchObject({ code: 'P2002' });
        await expect(one.prisma.$transaction((tx) => add(tx, eventId))).rejects.toMatchObject({
          code: 'P2002',
        });
        expect(await add(one.prisma, `${eventId}${round}`)).toMatchObject({ eventId: `${eventId}${round}` });
      }
    });
  },
);
