import pg from 'pg';

const BATCH = 10_000;

/** Runs `insert` for one batch of rows after the other, on one connection. */
export async function batchesOf(
  url: string,
  count: number,
  insert: (client: pg.Client, from: number, to: number) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let from = 0; from < count; from += BATCH) await insert(client, from, Math.min(from + BATCH, count));
  } finally {
    await client.end();
  }
}
