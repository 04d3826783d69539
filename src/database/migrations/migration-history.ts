import { AppError } from '../../errors.ts';
import type { RunSql } from '../run-sql.ts';
import { quoteIdentifier, quoteLiteral } from '../session-settings.ts';
import type { Migration } from './migration-files.ts';

export type History = { applied: ReadonlySet<string>; failed: readonly string[] };

/** What Prisma's table in this schema says; empty where there is none. */
export async function readHistory(sql: RunSql, schema: string): Promise<History> {
  const table = `${quoteIdentifier(schema)}."_prisma_migrations"`;
  const [found] = await sql(`SELECT to_regclass(${quoteLiteral(table)}) IS NOT NULL AS present`);
  if (!found?.present) return { applied: new Set(), failed: [] };
  const rows = await sql(
    `SELECT migration_name, finished_at IS NOT NULL AS finished
       FROM ${table} WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  const names = (finished: boolean) =>
    rows.filter((row) => row.finished === finished).map((row) => String(row.migration_name));
  return { applied: new Set(names(true)), failed: names(false) };
}

/**
 * The history, if this version can work with it.
 * @throws AppError `migration_failed`: it belongs to something else, is ahead of this version, or was left half done
 */
export async function checkHistory(
  sql: RunSql,
  schema: string,
  migrations: readonly Migration[],
): Promise<History> {
  let history = await readHistory(sql, schema);
  const ours = new Set(migrations.map(({ name }) => name));
  refuseFailed(history.failed.filter((name) => ours.has(name)));
  if (history.applied.size === 0) {
    const tables = await listTables(sql, schema);
    // Another process may have migrated between the two looks: its tables come with their history.
    if (tables.length > 0) history = await readHistory(sql, schema);
    if (history.applied.size === 0) refuseForeignTables(schema, tables);
  }
  const applied = [...history.applied];
  const unknown = applied.filter((name) => !ours.has(name));
  if (applied.length > 0 && unknown.length === applied.length) refuseForeignHistory(schema, unknown);
  refuseUnknown(schema, unknown, migrations);
  refuseFailed(history.failed);
  return history;
}

/** Tables that neither an extension has brought nor Prisma's own history is. */
async function listTables(sql: RunSql, schema: string): Promise<string[]> {
  const rows = await sql(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ${quoteLiteral(schema)})
        AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'
        AND NOT EXISTS (SELECT 1 FROM pg_depend
              WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
      ORDER BY relname`,
  );
  return rows.map(({ name }) => String(name));
}

const OWN_SCHEMA =
  'Give Lanyard a schema of its own: add schema=lanyard to DATABASE_URL (and to DIRECT_DATABASE_URL). It is created at the start. Or use another database.';

function refuseForeignTables(schema: string, tables: readonly string[]): void {
  if (tables.length === 0) return;
  throw new AppError({
    code: 'migration_failed',
    message: `The schema "${schema}" holds tables of something else: ${shortList(tables)}.`,
    hint: OWN_SCHEMA,
  });
}

function refuseForeignHistory(schema: string, unknown: readonly string[]): never {
  throw new AppError({
    code: 'migration_failed',
    message: `The schema "${schema}" belongs to another application that uses Prisma: none of its migrations is Lanyard's (${shortList(unknown)}).`,
    hint: OWN_SCHEMA,
    details: { unknown },
  });
}

function refuseUnknown(schema: string, unknown: readonly string[], migrations: readonly Migration[]): void {
  if (unknown.length === 0) return;
  // Names begin with the time they were made at.
  const newest = migrations.at(-1)?.name ?? '';
  const newer = unknown.every((name) => name > newest);
  throw new AppError({
    code: 'migration_failed',
    message: newer
      ? `The database was migrated by a newer version of Lanyard: this one does not know ${shortList(unknown)}.`
      : `The schema "${schema}" has migrations that are not Lanyard's besides those that are: ${shortList(unknown)}.`,
    hint: newer
      ? 'Start that version or a newer one. To go back to this version, restore a backup from before the update. If another application migrates this schema, too, give each its own (schema= in the URL).'
      : 'Another application migrates the same schema, or a version of Lanyard that was never released did. Give each a schema of its own (schema= in the URL); to move what is there, use npm run backup and npm run restore.',
    details: { unknown },
  });
}

function refuseFailed(failed: readonly string[]): void {
  if (failed.length === 0) return;
  throw new AppError({
    code: 'migration_failed',
    message: `An earlier run left the migration ${failed.join(', ')} half done.`,
    hint: `Look at the column logs of the table _prisma_migrations and undo by hand what it did. Then: UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL; and start again.`,
    details: { failed },
  });
}

function shortList(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}
