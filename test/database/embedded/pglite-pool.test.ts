import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { createPGlitePool } from '../../../src/database/embedded/pglite-pool.ts';
import { copyOfPGliteTemplate } from '../../support/databases.ts';

describe('the pool of an embedded database', () => {
  let pglite: PGlite;
  let pool: pg.Pool;
  beforeAll(async () => {
    pglite = await copyOfPGliteTemplate();
    pool = createPGlitePool(pglite);
  });
  afterAll(async () => {
    await pool.end();
    await pglite.close();
  });

  test('answers every query that waited for its one session, with values and without', async () => {
    const ask = (index: number) =>
      index % 2 === 0 ? pool.query('SELECT $1::int AS it', [index]) : pool.query(`SELECT ${index} AS it`);
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index)));
    expect(results.map(({ rows }) => rows[0].it)).toEqual(results.map((_, index) => index));
  });

  test('goes on after a query that failed, also where it was one of several', async () => {
    const failing = await Promise.allSettled([
      pool.query('SELECT $1::int AS it', ['none']),
      pool.query('SELECT 1; SELECT nothing'),
      pool.query('SELECT $1::int AS it', [3]),
    ]);
    expect(failing.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });

  test('a connection that breaks leaves no transaction open for the next one', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    client.release(new Error('broken'));
    const { rows } = await pool.query('SELECT now() = statement_timestamp() AS alone');
    expect(rows[0].alone).toBe(true);
  });

  test('a connection that breaks leaves no name taken for the next one', async () => {
    const named = { name: 'again', text: 'SELECT $1::int AS it', values: [7] };
    const client = await pool.connect();
    await client.query(named);
    client.release(new Error('broken'));
    expect((await pool.query(named)).rows).toEqual([{ it: 7 }]);
  });

  test('answers more than a stream holds at once', async () => {
    const { rows } = await pool.query(`SELECT repeat('x', $1) AS it FROM generate_series(1, 20)`, [100_000]);
    expect(rows.map(({ it }) => it.length)).toEqual(Array(20).fill(100_000));
  });
});
