import type { PrismaClient } from '../../src/database/generated/client.ts';

/** A statement as Prisma is asked for it: a model's verb, or raw SQL with its parameters left out. */
export type Statement = { model: string | undefined; operation: string; sql: string };

/**
 * The same database, whose first such statement waits until it is told to continue: two that meet by chance once in a
 * thousand runs meet in this order every time.
 */
export function pauseBefore(prisma: PrismaClient, isIt: (statement: Statement) => boolean) {
  const arrived = createSignal();
  const released = createSignal();
  let passed = false;
  const paused = prisma.$extends({
    query: {
      async $allOperations({ model, operation, args, query }) {
        const sql = ((args as { strings?: readonly string[] }).strings ?? []).join('?');
        if (!passed && isIt({ model, operation, sql })) {
          passed = true;
          arrived.raise();
          await released.raised;
        }
        return query(args);
      },
    },
  });
  return {
    prisma: paused as unknown as PrismaClient,
    /** Resolves when the statement is about to run. */
    reached: arrived.raised,
    goOn: released.raise,
  };
}

/** Something to wait for until it happens. */
export function createSignal() {
  let raise = () => {};
  const raised = new Promise<void>((resolve) => {
    raise = resolve;
  });
  return { raise, raised };
}

/** Whether a connection of this database waits for a lock that another one holds. PostgreSQL only. */
export async function isAnybodyWaiting(prisma: PrismaClient): Promise<boolean> {
  const rows = await prisma.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows.length > 0;
}
