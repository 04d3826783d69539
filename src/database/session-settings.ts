import { createHash } from 'node:crypto';
import type pg from 'pg';

/** By name, as in `SET name = value`; values as SQL. */
export type SessionSettings = Readonly<Record<string, string | number>>;

/** For each connection. UTC because Prisma's adapters send and read times without a zone. */
export function settingsFor(schema: string, timeoutsMs: Record<string, number>): SessionSettings {
  return { search_path: quoteIdentifier(schema), timezone: `'UTC'`, ...timeoutsMs };
}

/** As statements: connection poolers refuse settings among the startup parameters. */
export function setSession(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} = ${value}`)
    .join('; ');
}

/** The same for one transaction alone. */
export function setLocal(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `SET LOCAL ${name} = ${value}`)
    .join('; ');
}

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Whether a pooler answers in place of PostgreSQL. It has told us a process number of its own making, because only it
 * knows which server process a cancellation is meant for. Behind one, what a session has set may be gone with the next
 * transaction, or be someone else's.
 */
export async function isBehindPooler(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  return rows[0].pid !== (client as pg.ClientBase & { processID: number | null }).processID;
}

/**
 * A name of ours that the whole database shares, such as a channel's: a schema's own, at most 50 bytes. As it always was
 * for `public`, so that processes of an older version hear it.
 */
export function nameWithin(schema: string, name: string): string {
  if (schema === 'public') return name;
  const readable = `${name}_${schema}`;
  if (/^[a-z0-9_]{1,50}$/.test(readable)) return readable;
  return `${name}_${createHash('sha256').update(schema).digest('hex').slice(0, 16)}`;
}

export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
