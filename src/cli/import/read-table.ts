import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { AppError } from '../../errors.ts';
import { type Fields, isFields } from './record.ts';

export type TableRow = { where: string; row: Fields };

const PAGE = 500;
const ADDRESS = /^postgres(?:ql)?:\/\//;

/** The address itself, or that of a file that holds it: a command line is seen by every user of the machine. */
export function addressIn(where: string): string | undefined {
  if (ADDRESS.test(where)) return where;
  if (!existsSync(where)) return undefined;
  const first = readFileSync(where, 'utf8').slice(0, 2_000).trim();
  return ADDRESS.test(first) && !first.includes('\n') ? first : undefined;
}

/**
 * Every row of a table of PostgreSQL, in the order of its `id`, read in one read-only transaction: as the table was when it
 * began.
 * @param tables the first one of these that there is: stores name theirs in several ways; `schema.table` where that is needed
 * @throws AppError `bad_request` when there is none; `database_unavailable`
 */
export async function* readTable(address: string, tables: readonly string[]): AsyncGenerator<TableRow> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const table = await presentOne(client, tables);
    for (let after = '-1'; ; ) {
      const { rows } = await client.query<{ id: string; row: unknown }>(
        `SELECT id::text AS id, to_jsonb(t) AS row FROM ${quoted(table)} t WHERE id > $1 ORDER BY t.id LIMIT ${PAGE}`,
        [after],
      );
      for (const { id, row } of rows) if (isFields(row)) yield { where: `${table}, id ${id}`, row };
      const last = rows.at(-1);
      if (!last) return;
      after = last.id;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError({
      code: 'database_unavailable',
      message: `The database to import from can't be read: ${reasonOf(cause)}.`,
      hint: 'Check its address, and that its user may read the table.',
    });
  } finally {
    await client.end().catch(() => {});
  }
}

async function presentOne(client: pg.Client, tables: readonly string[]): Promise<string> {
  for (const table of tables) {
    const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS present', [quoted(table)]);
    if (rows[0]?.present) return table;
  }
  throw new AppError({
    code: 'bad_request',
    message: `There is no table ${tables.join(' or ')} in that database.`,
    hint: 'Name it: --table schema.name',
  });
}

const quoted = (table: string) => table.split('.').map(pg.escapeIdentifier).join('.');

/** PostgreSQL's and Node's codes; their texts may quote the address. */
const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'it did not answer';
