type Sql = (text: string) => Promise<Record<string, unknown>[]>;

export type WaitingJobs = { job: string; waiting: number; oldestSeconds: number };

/** Which jobs wait, and since when they are due; nothing before the queue has started for the first time. */
export async function countWaitingJobs(sql: Sql, schema: string): Promise<WaitingJobs[]> {
  const [table] = await sql(`SELECT to_regclass('${schema}.job') IS NOT NULL AS present`);
  if (!table?.present) return [];
  const rows = await sql(
    `SELECT queue.name AS job, count(waiting.id) AS waiting,
            coalesce(EXTRACT(EPOCH FROM now() - min(waiting.start_after)), 0)::float8 AS oldest
       FROM ${schema}.queue LEFT JOIN ${schema}.job AS waiting
         ON waiting.name = queue.name AND waiting.state IN ('created', 'retry') AND waiting.start_after <= now()
      WHERE queue.name NOT LIKE '\\_\\_pgboss%' GROUP BY queue.name`,
  );
  return rows.map((row) => ({
    job: String(row.job),
    waiting: Number(row.waiting),
    oldestSeconds: Math.max(0, Number(row.oldest)),
  }));
}
