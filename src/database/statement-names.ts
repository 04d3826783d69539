import type { SqlQuery } from '@prisma/driver-adapter-utils';

/** Lists of different lengths make ever new statements. A prepared one takes some 20 kB of each connection. */
const MOST = 200;

/** Names for the statements that come again: PostgreSQL then reads and plans them once for each connection. */
export type StatementNames = {
  /** No name for a statement without values, which may be several, nor for those after the first 200. */
  nameOf(query: SqlQuery): string | undefined;
  /** A statement failed, and the driver may not have heard that it was prepared. */
  failed(query: SqlQuery): void;
};

/**
 * @param losesPrepared PGlite drops what it was about to answer when a statement fails, that it is prepared included.
 * The driver would prepare it again, under a name that is taken.
 */
export function createStatementNames({ losesPrepared }: { losesPrepared: boolean }): StatementNames {
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
    failed({ sql }) {
      if (losesPrepared) names.delete(sql);
    },
  };
}
