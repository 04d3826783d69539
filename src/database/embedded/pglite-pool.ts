import type { PGlite } from '@electric-sql/pglite';
import { ColumnTypeEnum, type SqlResultSet } from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** What Prisma's adapter asks a pool for. */
type Query = {
  text: string;
  values: unknown[];
  types: { getTypeParser(oid: number, format: 'text'): (value: string) => unknown };
};

/**
 * PostgreSQL's one-byte `"char"`, which only its catalogue has: the schema engine reads it to compare migrations with the
 * schema, and Prisma's adapter does not know it. The pool calls it text, and the columns are told by their rows.
 */
const INTERNAL_CHAR = 18;
const characterColumns = new WeakMap<object, number[]>();

export function withCharacters(result: SqlResultSet): SqlResultSet {
  for (const column of characterColumns.get(result.rows) ?? []) {
    result.columnTypes[column] = ColumnTypeEnum.Character;
  }
  return result;
}

type Parsers = Record<number, (value: string) => unknown>;

/**
 * Makes pools that ask PGlite instead of a server, so that Prisma's own adapter for PostgreSQL does the rest: values
 * into parameters, columns into values, errors into Prisma's. It calls `query` and listens; transactions are not its
 * business here (see pglite-adapter.ts). A test holds it to what the same adapter does on PostgreSQL.
 */
export function createPoolFactory({ parsers: own }: Pick<PGlite, 'parsers'>) {
  // Every type that PGlite or node-postgres would turn into something of its own.
  const oids = [
    ...Object.keys(own).map(Number).filter(Number.isInteger),
    ...Object.values(pg.types.builtins),
  ];
  let parsers: Parsers | undefined;

  return function poolOf(session: Pick<PGlite, 'query' | 'exec'>): pg.Pool {
    async function query({ text, values, types }: Query) {
      parsers ??= Object.fromEntries(oids.map((oid) => [oid, types.getTypeParser(Number(oid), 'text')]));
      const options = { rowMode: 'array', parsers } as const;
      // Without values by the simple protocol, as node-postgres does: it takes whole scripts.
      const result =
        values.length > 0
          ? await session.query(text, values, options)
          : (await session.exec(text, options)).at(-1);
      const rows = result?.rows ?? [];
      const found = result?.fields ?? [];
      const characters = found.flatMap(({ dataTypeID }, column) =>
        dataTypeID === INTERNAL_CHAR ? [column] : [],
      );
      if (characters.length > 0) characterColumns.set(rows, characters);
      const fields = found.map(({ name, dataTypeID }) => ({
        name,
        dataTypeID: dataTypeID === INTERNAL_CHAR ? pg.types.builtins.TEXT : dataTypeID,
      }));
      return { fields, rows, rowCount: result?.rowCount ?? 0 };
    }
    return Object.assign(new pg.Pool(), { query });
  };
}
