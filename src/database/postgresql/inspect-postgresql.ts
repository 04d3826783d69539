import pg from 'pg';
import type { Inspection } from '../inspection.ts';
import { pendingMigrations, refuseForeign } from '../migrations/migrate.ts';
import type { RunSql } from '../run-sql.ts';
import {
  isBehindPooler,
  type SessionSettings,
  setLocal,
  setSession,
  settingsFor,
} from '../session-settings.ts';
import { connectionProblem } from './connection-problems.ts';
import { type PostgresqlAddress, readAddresses } from './postgresql-address.ts';
import { createPostgresqlChangeFeed } from './postgresql-change-feed.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** By one connection to each address, and by the direct one for what is asked. */
export async function inspectPostgresql(url: string, directUrl: string | undefined): Promise<Inspection> {
  const { address, direct } = readAddresses(url, directUrl);
  const { schema } = address;
  const settings = settingsFor(schema, {});
  const opened: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(opened.splice(0).map((session) => session.close()));
  };
  try {
    const session = await openSession(direct, settings);
    opened.push(session);
    const queries = direct === address ? session : await openSession(address, settings);
    if (queries !== session) opened.push(queries);
    return {
      kind: 'postgresql',
      sql: session.sql,
      pending: await pendingMigrations(session.sql, schema),
      changeFeed: () => tryChangeFeed(direct, address),
      ignoredParameters: address.ignored,
      refuseForeign: () => refuseForeign(session.sql, schema),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One connection with these settings; behind a pooler for as long as a transaction lasts, and in each of them. */
async function openSession(
  address: PostgresqlAddress,
  settings: SessionSettings,
): Promise<{ sql: RunSql; close(): Promise<void> }> {
  const client = new pg.Client({
    connectionString: address.connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // A connection lost between two queries is told by the next one.
  client.on('error', () => {});
  const close = () => client.end().catch(() => {});
  let pooled: boolean;
  try {
    await client.connect();
    pooled = await isBehindPooler(client);
    if (!pooled) await client.query(setSession(settings));
  } catch (cause) {
    await close();
    throw connectionProblem(cause, address);
  }
  let inTransaction = false;
  async function sql(text: string): Promise<Record<string, unknown>[]> {
    const verb = /^\s*(BEGIN|COMMIT|ROLLBACK)\b/i.exec(text)?.[1]?.toUpperCase();
    if (verb) inTransaction = verb === 'BEGIN';
    if (!pooled || (verb && verb !== 'BEGIN') || (inTransaction && !verb))
      return (await client.query(text)).rows;
    await client.query(`${verb ? text : 'BEGIN'}; ${setLocal(settings)}`);
    if (verb) return [];
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.query('COMMIT');
    }
  }
  return { sql, close };
}

async function tryChangeFeed(direct: PostgresqlAddress, address: PostgresqlAddress) {
  const sender = new pg.Client({
    connectionString: address.connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  sender.on('error', () => {});
  await sender.connect();
  const feed = createPostgresqlChangeFeed({
    connectionString: direct.connectionString,
    schema: address.schema,
    notify: (channel, payload) => sender.query('SELECT pg_notify($1, $2)', [channel, payload]),
    onLost: () => {},
    onUnheard: () => {},
  });
  const listening = await feed.listen('lanyard_doctor', { onChange() {}, onGap() {} });
  const state = listening.state();
  await listening.stop();
  await sender.end();
  return state;
}
