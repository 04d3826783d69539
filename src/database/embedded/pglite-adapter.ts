import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import { createPGlitePool } from './pglite-pool.ts';

/** PostgreSQL's one-byte `"char"`, which only its catalog has. */
const INTERNAL_CHAR = 18;

/**
 * Prisma's adapter for PostgreSQL on a PGlite, for comparing the migrations with the schema.
 * @param makeShadow makes the scratch database for that; the engine closes it
 */
export function createPGliteAdapter(
  pglite: PGlite,
  makeShadow: () => Promise<PGlite>,
): SqlMigrationAwareDriverAdapterFactory {
  const { provider, adapterName } = new PrismaPg({});
  return {
    provider,
    adapterName,
    connect: () => connect(pglite, async () => {}),
    async connectToShadowDb() {
      const shadow = await makeShadow();
      return connect(shadow, () => shadow.close());
    },
  };
}

async function connect(pglite: PGlite, dispose: () => Promise<void>): Promise<SqlDriverAdapter> {
  const pool = createPGlitePool(pglite);
  const characterColumns = callCharactersText(pool);
  const adapter = await new PrismaPg(pool).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    async queryRaw(query) {
      const result = await adapter.queryRaw(query);
      for (const column of characterColumns.get(result.rows) ?? []) {
        result.columnTypes[column] = ColumnTypeEnum.Character;
      }
      return result;
    },
    executeRaw: (query) => adapter.executeRaw(query),
    // Split at semicolons, as the adapter does, a script would break inside function bodies and strings.
    async executeScript(script) {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    },
    startTransaction: (level) => adapter.startTransaction(level),
    getConnectionInfo: () => adapter.getConnectionInfo(),
    dispose,
  };
}

/** The adapter doesn't know `"char"`, which the engine reads: the pool calls it text. @returns which columns, by rows */
function callCharactersText(pool: pg.Pool): WeakMap<object, number[]> {
  const characterColumns = new WeakMap<object, number[]>();
  const ask = pool.query.bind(pool) as (...query: unknown[]) => Promise<pg.QueryResult>;
  pool.query = (async (...query: unknown[]) => {
    const result = await ask(...query);
    const found: number[] = [];
    for (const [column, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== INTERNAL_CHAR) continue;
      field.dataTypeID = pg.types.builtins.TEXT;
      found.push(column);
    }
    if (found.length > 0) characterColumns.set(result.rows, found);
    return result;
  }) as typeof pool.query;
  return characterColumns;
}
