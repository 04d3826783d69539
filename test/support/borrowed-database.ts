import type { Database } from '../../src/database/database.ts';

export type BorrowedDatabase = {
  /** For the app: closing it closes nothing, as it belongs to the test file. */
  database: Database;
  /** How many queries the app has made. */
  queries(): number;
  /** The next so many transactions that the app begins fail. */
  failTransactions(times: number): void;
};

/** A test's database as one app has it. */
export function borrowDatabase(lent: Database): BorrowedDatabase {
  let queries = 0;
  let transactionsToFail = 0;
  const counted = lent.prisma.$extends({
    query: {
      $allOperations({ args, query }) {
        queries += 1;
        return query(args);
      },
    },
  });
  const failing = new Proxy(counted, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== '$transaction' || transactionsToFail === 0) return value;
      return async () => {
        transactionsToFail -= 1;
        throw Object.assign(new Error('The test’s database is away.'), {
          name: 'PrismaClientKnownRequestError',
        });
      };
    },
  });
  return {
    database: { ...lent, prisma: failing as unknown as Database['prisma'], close: async () => {} },
    queries: () => queries,
    failTransactions(times) {
      transactionsToFail = times;
    },
  };
}
