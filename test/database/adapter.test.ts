import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { type Field, MODELS, valuesOfEnum } from '../support/schema-models.ts';

/** What is hard to carry: quotes, escapes, what looks like an array or a null, several scripts, a surrogate pair. */
const TEXTS = [
  `it's "quoted" \\ {a,b}`,
  'NULL',
  '',
  ' ',
  'line\nbreak\ttab',
  'Ünïcödé 日本 🔑',
  '2026-01-02',
  '1e3',
];
const TIMES = ['2026-01-02T03:04:05.678Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.000Z'];
const JSONS = [
  { deep: ["it's", null, 1.5, { true: false }] },
  [],
  'text',
  12345678901234,
  true,
  { '\\': '"' },
];

/** Values by the types that the schema uses: a new type has no values yet, and fails the first test. */
const VALUES: Record<string, readonly unknown[]> = {
  String: TEXTS,
  Boolean: [true, false],
  Int: [0, -1, 2_147_483_647, -2_147_483_648],
  DateTime: TIMES.map((time) => new Date(time)),
  Json: JSONS,
};

function valueFor({ name, type, list, uuid, code }: Field, round: number): unknown {
  if (list) return round === 0 ? [] : TEXTS;
  if (uuid) return randomUUID();
  if (code) return 'a_code';
  const values = VALUES[type] ?? valuesOfEnum(type);
  if (values[0] === undefined) throw new Error(`no value to try for the type ${type} of ${name}`);
  return values[round % values.length];
}

describe.each(databasesUnderTest)('Prisma’s adapter on $name', ({ open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test.each(MODELS.map((model) => [model.table, model] as const))(
    'gives back every value of every column of %s as it was written',
    async (_, { delegate, fields }) => {
      const table = (database.prisma as unknown as Record<string, Delegate>)[delegate] as Delegate;
      for (let round = 0; round < TEXTS.length; round += 1) {
        // Keys differ from row to row, and are none of the texts.
        const row = Object.fromEntries(
          fields.map((field, index) => [
            field.name,
            index < 4 && field.type === 'String' && !field.uuid ? randomUUID() : valueFor(field, round),
          ]),
        );
        expect(await table.create({ data: row })).toEqual(row);
        const bare = Object.fromEntries(
          fields.map((field) => [
            field.name,
            field.optional
              ? null
              : field.type === 'String' && !field.list && !field.uuid
                ? randomUUID()
                : valueFor(field, round),
          ]),
        );
        const data = Object.fromEntries(
          fields.map(({ name, type }) => [
            name,
            bare[name] === null && type === 'Json' ? Prisma.DbNull : bare[name],
          ]),
        );
        expect(await table.create({ data })).toEqual(bare);
      }
      expect((await table.findMany({})).length).toBe(2 * TEXTS.length);
    },
  );

  const ask = async (sql: Prisma.Sql) => (await database.prisma.$queryRaw<{ it: unknown }[]>(sql))[0]?.it;

  test.each<[string, Prisma.Sql, unknown]>([
    ['a count', Prisma.sql`SELECT count(*) AS it FROM installations`, expect.any(BigInt)],
    ['int2', Prisma.sql`SELECT 7::int2 AS it`, 7],
    ['int4', Prisma.sql`SELECT -7::int4 AS it`, -7],
    ['int8 beyond what a number holds', Prisma.sql`SELECT 9007199254740993::int8 AS it`, 9007199254740993n],
    ['float8', Prisma.sql`SELECT 1.5::float8 AS it`, 1.5],
    ['numeric', Prisma.sql`SELECT 1.10::numeric AS it`, new Prisma.Decimal('1.10')],
    ['boolean', Prisma.sql`SELECT true AS it`, true],
    ['text', Prisma.sql`SELECT 'a''b' AS it`, "a'b"],
    ['null', Prisma.sql`SELECT NULL::text AS it`, null],
    ['text[]', Prisma.sql`SELECT ${TEXTS}::text[] AS it`, TEXTS],
    ['text[] with a null', Prisma.sql`SELECT ARRAY['NULL', NULL] AS it`, ['NULL', null]],
    [
      'uuid',
      Prisma.sql`SELECT 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid AS it`,
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    ],
    [
      'timestamptz of another zone',
      Prisma.sql`SELECT '2026-01-02 03:04:05.678+02'::timestamptz AS it`,
      new Date('2026-01-02T01:04:05.678Z'),
    ],
    ['date', Prisma.sql`SELECT '2026-01-02'::date AS it`, new Date('2026-01-02')],
    ['jsonb', Prisma.sql`SELECT '{"a":[1,null,"b"]}'::jsonb AS it`, { a: [1, null, 'b'] }],
    ['bytea', Prisma.sql`SELECT '\\x00ff10'::bytea AS it`, Uint8Array.from([0, 255, 16])],
    ['an enum', Prisma.sql`SELECT 'slack'::ended_by AS it`, 'slack'],
    ['a parameter of text', Prisma.sql`SELECT ${TEXTS[0]}::text AS it`, TEXTS[0]],
    ['a parameter that is null', Prisma.sql`SELECT ${null}::text AS it`, null],
    ['a parameter of a boolean', Prisma.sql`SELECT ${false}::boolean AS it`, false],
    ['a parameter of a bigint', Prisma.sql`SELECT ${9007199254740993n}::int8 AS it`, 9007199254740993n],
    [
      'a parameter of bytes',
      Prisma.sql`SELECT ${Buffer.from([0, 255])}::bytea AS it`,
      Uint8Array.from([0, 255]),
    ],
    [
      'a parameter of a time',
      Prisma.sql`SELECT ${new Date(TIMES[0] as string)}::timestamptz AS it`,
      new Date(TIMES[0] as string),
    ],
    [
      'a parameter of times',
      Prisma.sql`SELECT max(at) AS it FROM unnest(${TIMES.map((time) => new Date(time))}::timestamptz[]) AS at`,
      new Date(TIMES[2] as string),
    ],
    [
      'a parameter of uuids',
      Prisma.sql`SELECT count(*)::int4 AS it FROM unnest(${[randomUUID(), randomUUID()]}::uuid[])`,
      2,
    ],
    ['an empty list', Prisma.sql`SELECT ${[] as string[]}::text[] AS it`, []],
  ])('gives %s the value it has in JavaScript', async (_, sql, expected) => {
    expect(await ask(sql)).toEqual(expected);
  });

  test('says how many rows a statement changed, or answered', async () => {
    const id = `Ev${randomUUID()}`;
    const { prisma } = database;
    expect(
      await prisma.$executeRaw`INSERT INTO processed_events VALUES (${id}, now()), (${`${id}b`}, now())`,
    ).toBe(2);
    expect(
      await prisma.$executeRaw`UPDATE processed_events SET processed_at = now() WHERE event_id = ${id}`,
    ).toBe(1);
    expect(await prisma.$executeRaw`SELECT 1 FROM processed_events WHERE event_id = ${id}`).toBe(1);
    expect(await prisma.$executeRaw`DELETE FROM processed_events WHERE event_id = 'none'`).toBe(0);
    expect(
      await prisma.$transaction(
        (tx) => tx.$executeRaw`DELETE FROM processed_events WHERE event_id LIKE ${`${id}%`}`,
      ),
    ).toBe(2);
  });

  test.each(['ReadCommitted', 'RepeatableRead', 'Serializable'] as const)(
    'takes the isolation level %s, and keeps what was done in it',
    async (isolationLevel) => {
      const eventId = `Ev${randomUUID()}`;
      await database.prisma.$transaction(
        (tx) => tx.processedEvent.create({ data: { eventId, processedAt: new Date() } }),
        { isolationLevel },
      );
      expect(await database.prisma.processedEvent.count({ where: { eventId } })).toBe(1);
    },
  );
});

type Delegate = {
  create(args: { data: Record<string, unknown> }): Promise<unknown>;
  findMany(args: object): Promise<unknown[]>;
};

test('both databases answer the same mistakes with the same errors, alone and in a transaction', async () => {
  const eventId = `Ev${randomUUID()}`;
  const data = { eventId, processedAt: new Date() };
  type Client = Database['prisma'] | Prisma.TransactionClient;
  const mistakes: Record<string, (client: Client) => Promise<unknown>> = {
    'a row that is there already': (client) => client.processedEvent.create({ data }),
    'a row that is not there': (client) =>
      client.processedEvent.update({ where: { eventId: 'none' }, data: { processedAt: new Date() } }),
    'a row that is there already, by SQL': (client) =>
      client.$executeRaw`INSERT INTO processed_events VALUES (${eventId}, now())`,
    'a null': (client) => client.$executeRaw`INSERT INTO processed_events VALUES (NULL, now())`,
    'a table that does not exist': (client) => client.$queryRaw`SELECT 1 FROM nowhere`,
    'a column that does not exist': (client) => client.$queryRaw`SELECT nothing FROM processed_events`,
    'what is no uuid': (client) => client.$queryRaw`SELECT ${'no-uuid'}::uuid`,
    'what is no uuid, by the model': (client) => client.auditEntry.findUnique({ where: { id: 'no-uuid' } }),
    'a number that is too large': (client) => client.$queryRaw`SELECT ${2 ** 40}::int4`,
    'what is no SQL': (client) => client.$queryRaw`SELEC 1`,
    'a NUL in a text': (client) => client.processedEvent.create({ data: { ...data, eventId: 'Ev\u0000' } }),
    'a lock that is not to be waited for': (client) => client.$executeRaw`SET LOCAL lock_timeout = 'never'`,
  };

  async function answers(database: Database) {
    await database.prisma.processedEvent.create({ data });
    const told: Record<string, unknown> = {};
    for (const [name, make] of Object.entries(mistakes)) {
      told[name] = await make(database.prisma).catch(described);
      told[`${name}, in a transaction`] = await database.prisma
        .$transaction((tx) => make(tx))
        .catch(described);
    }
    // Whatever went wrong, the next one is served.
    told.afterwards = await database.prisma.processedEvent.count();
    return told;
  }

  // One after the other: PGlite keeps the whole process busy while it opens.
  const opened: Database[] = [];
  try {
    for (const { open } of databasesUnderTest) opened.push(await open());
    const [embedded, server] = opened as [Database, Database];
    const expected = await answers(server);
    expect(Object.values(expected).filter((answer) => typeof answer === 'object')).toHaveLength(
      2 * Object.keys(mistakes).length,
    );
    expect(await answers(embedded)).toEqual(expected);
    expect(expected['a row that is there already']).toMatchObject({ code: 'P2002' });
    expect(expected['a row that is not there']).toMatchObject({ code: 'P2025' });
  } finally {
    for (const database of opened) await database.close();
  }
});

/** What code can tell errors apart by. */
function described(error: unknown) {
  const { name, code, meta } = error as Error & { code?: string; meta?: Record<string, unknown> };
  return { name, code, meta };
}
