import { isDriverAdapterError, type SqlQuery } from '@prisma/driver-adapter-utils';

/** Lists of different lengths make ever new statements. A prepared one takes some 20 kB of each connection. */
const MOST = 200;
/** *cached plan must not change result type*: another version's migration has changed the type of a column. */
const PLAN_OUTDATED = '0A000';

/** Names for the statements that come again: PostgreSQL then reads and plans them once for each connection. */
export type StatementNames = {
  /** No name for a statement without values, which may be several, nor for those after the first 200. */
  nameOf(query: SqlQuery): string | undefined;
  /** A statement that failed because its plan is outdated gets another name next time, and so another plan. */
  failed(query: SqlQuery, error: unknown): void;
};

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  let made = 0;
  return {
    nameOf({ sql, args }) {
      const known = names.get(sql);
      if (known || args.length === 0 || made >= MOST) return known;
      const name = `lanyard_${made}`;
      made += 1;
      names.set(sql, name);
      return name;
    },
    failed({ sql }, error) {
      if (isDriverAdapterError(error) && error.cause.originalCode === PLAN_OUTDATED) names.delete(sql);
    },
  };
}
