import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Database } from '../../../src/database/database.ts';
import { sealContext } from '../../../src/installations/rows/installation-key.ts';
import { SEALED_COLUMNS } from '../../../src/installations/rows/sealed-columns.ts';
import { createVault } from '../../../src/vault/vault.ts';
import { type CustodyUnderTest, startCustody } from '../../support/custody.ts';
import { databasesUnderTest } from '../../support/databases.ts';

/** Notes of a Bolt app, which are sealed and resealed by their own room. */
const NOTES = 'conversation_states.sealed_value';
const listed = [...SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`), NOTES].sort();

/** As `table.column`, of every column in the schema whose name says that it is sealed. */
function sealedInSchema(): string[] {
  const models = readFileSync('prisma/schema.prisma', 'utf8').matchAll(/^model \w+ \{([\s\S]*?)^\}/gm);
  return [...models].flatMap(([, body = '']) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? '';
    return [...body.matchAll(/^\s+sealed\w*.*?@map\("(\w+)"\)/gm)].map(([, column]) => `${table}.${column}`);
  });
}

test('every sealed column of the schema is in the one list of them', () => {
  expect(sealedInSchema().sort()).toEqual(listed);
});

describe.each(databasesUnderTest)('on $name', ({ open }) => {
  const [older, newer] = [
    { id: 'older', key: randomBytes(32) },
    { id: 'newer', key: randomBytes(32) },
  ];
  let database: Database;
  let one: CustodyUnderTest;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  afterEach(() => one?.stop());

  /** A workspace and its owner's permission, with a value of the older key in every sealed column. */
  async function withEverythingSealed() {
    one = await startCustody(database, { vault: createVault([older]) });
    const workspace = one.slack.workspace('Acme');
    const owner = workspace.person('Olga', { role: 'owner' });
    await one.grant(owner);
    const key = { installedIn: workspace.id, isEnterpriseInstall: false };
    for (const { kind, table, column, boundTo } of SEALED_COLUMNS) {
      const place = sealContext(one.clientId, key, boundTo, kind === 'user' ? owner.id : undefined);
      await database.sql(`UPDATE ${table} SET ${column} = $1 WHERE client_id = $2`, [
        one.vault.seal(`the ${boundTo}`, place),
        one.clientId,
      ]);
    }
    return { key, owner, context: { teamId: workspace.id } };
  }

  /** Column by column, who sealed what is there. */
  async function keysInUse() {
    const found: (string | undefined)[] = [];
    for (const { table, column } of SEALED_COLUMNS) {
      const [row] = await database.sql(`SELECT ${column} AS sealed FROM ${table} WHERE client_id = $1`, [
        one.clientId,
      ]);
      found.push(row?.sealed === null ? undefined : String(row?.sealed).split('.')[1]);
    }
    return found;
  }

  test('every sealed column of the database is in the one list of them', async () => {
    const rows = await database.sql(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
        WHERE column_name LIKE 'sealed%' AND table_schema = current_schema() ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(listed);
  });

  test('resealing reaches every sealed column, and each value still opens in its place', async () => {
    const { key, owner } = await withEverythingSealed();
    expect(await keysInUse()).toEqual(SEALED_COLUMNS.map(() => 'older'));
    const rotated = await one.startProcess({ vault: createVault([newer, older]) });
    expect(await rotated.reseal()).toMatchObject({ resealed: SEALED_COLUMNS.length, unreadable: 0 });
    expect(await keysInUse()).toEqual(SEALED_COLUMNS.map(() => 'newer'));
    for (const { kind, table, column, boundTo } of SEALED_COLUMNS) {
      const [row] = await database.sql(`SELECT ${column} AS sealed FROM ${table} WHERE client_id = $1`, [
        one.clientId,
      ]);
      const place = sealContext(one.clientId, key, boundTo, kind === 'user' ? owner.id : undefined);
      expect(createVault([newer]).open(String(row?.sealed), place)).toBe(`the ${boundTo}`);
    }
  });

  test('what ends keeps nothing sealed, and no lookup that leaves the room carries it', async () => {
    const { owner, context } = await withEverythingSealed();
    const bot = await one.installations.findInstallation(context);
    const own = await one.installations.findUserAuthorization(context, owner.id);
    if (!bot || !own) throw new Error('nothing was found');
    expect([...Object.keys(bot), ...Object.keys(own)].filter((field) => /seal/i.test(field))).toEqual([]);
    const ending = { at: new Date(), how: 'revoked', actor: { kind: 'slack' } } as const;
    await one.installations.endBot(bot, ending);
    await one.installations.endUser(own, ending);
    expect(await keysInUse()).toEqual(SEALED_COLUMNS.map(() => undefined));
  });
});
