import { AppError } from '../errors.ts';
import type { Vault } from '../vault/vault.ts';
import { vaultPlace } from './installation-key.ts';

type RunSql = (sql: string) => Promise<Record<string, unknown>[]>;

/** The values that one key sealed in one column, and how the first of them opened. */
export type SealCheck = {
  keyId: string;
  table: string;
  values: number;
  opens: 'yes' | 'key_missing' | 'unreadable';
};

const COLUMNS = [
  { table: 'installations', column: 'sealed_bot_token', place: 'bot_token' },
  { table: 'installations', column: 'sealed_refresh_token', place: 'refresh_token' },
  { table: 'user_authorizations', column: 'sealed_user_token', place: 'user_token' },
  { table: 'user_authorizations', column: 'sealed_refresh_token', place: 'refresh_token' },
] as const;

/** Tries the keys on what lies in the database: one value for each key and column. Nothing that it opens leaves it. */
export async function checkSeals({ sql, vault }: { sql: RunSql; vault: Vault }): Promise<SealCheck[]> {
  const checks: SealCheck[] = [];
  for (const { table, column, place } of COLUMNS) {
    const person = table === 'user_authorizations' ? 'user_id' : 'NULL AS user_id';
    const rows = await sql(
      `SELECT DISTINCT ON (key_id) * FROM (
         SELECT split_part(${column}, '.', 2) AS key_id, ${column} AS sealed, client_id, installed_in,
                is_enterprise_install, ${person}, count(*) OVER (PARTITION BY split_part(${column}, '.', 2)) AS values
           FROM ${table} WHERE ${column} IS NOT NULL) AS sealed_values ORDER BY key_id`,
    );
    for (const row of rows) {
      const key = {
        installedIn: String(row.installed_in),
        isEnterpriseInstall: row.is_enterprise_install === true,
      };
      const user = row.user_id === null ? undefined : String(row.user_id);
      checks.push({
        keyId: String(row.key_id),
        table,
        values: Number(row.values),
        opens: tryToOpen(vault, String(row.sealed), vaultPlace(String(row.client_id), key, place, user)),
      });
    }
  }
  return checks;
}

function tryToOpen(vault: Vault, sealed: string, place: string): SealCheck['opens'] {
  try {
    vault.open(sealed, place);
    return 'yes';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === 'vault_key_missing' ? 'key_missing' : 'unreadable';
  }
}
