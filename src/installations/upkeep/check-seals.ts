import type { RunSql } from '../../database/run-sql.ts';
import { AppError } from '../../errors.ts';
import type { VaultKey } from '../../vault/keyring.ts';
import { createVault, type Vault } from '../../vault/vault.ts';
import { sealContext } from '../rows/installation-key.ts';
import { SEALED_COLUMNS } from '../rows/sealed-columns.ts';

/** The values that one key sealed in one column for one app, and how the first of them opened. */
export type SealCheck = {
  keyId: string;
  /** Several apps may share a database, each with keys of its own. */
  clientId: string;
  table: string;
  values: number;
  opens: 'yes' | 'key_missing' | 'unreadable';
};

/** Tries the keys on what is in the database: one value per app, key and column. Nothing that it opens leaves it. */
export async function checkSeals(sql: RunSql, keys: readonly VaultKey[]): Promise<SealCheck[]> {
  const vault = createVault(keys);
  const checks: SealCheck[] = [];
  for (const { kind, table, column, boundTo } of SEALED_COLUMNS) {
    const person = kind === 'user' ? 'user_id' : 'NULL AS user_id';
    const rows = await sql(
      `SELECT DISTINCT ON (client_id, key_id) *, count(*) OVER (PARTITION BY client_id, key_id) AS values FROM (
         SELECT split_part(${column}, '.', 2) AS key_id, ${column} AS sealed, client_id, installed_in,
                is_enterprise_install, ${person}
           FROM ${table} WHERE ${column} IS NOT NULL) AS sealed_values ORDER BY client_id, key_id`,
    );
    for (const row of rows) {
      const key = {
        installedIn: String(row.installed_in),
        isEnterpriseInstall: row.is_enterprise_install === true,
      };
      const clientId = String(row.client_id);
      const user = row.user_id === null ? undefined : String(row.user_id);
      checks.push({
        keyId: String(row.key_id),
        clientId,
        table,
        values: Number(row.values),
        opens: tryToOpen(vault, String(row.sealed), sealContext(clientId, key, boundTo, user)),
      });
    }
  }
  return checks;
}

function tryToOpen(vault: Vault, sealed: string, context: string): SealCheck['opens'] {
  try {
    vault.open(sealed, context);
    return 'yes';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === 'vault_key_missing' ? 'key_missing' : 'unreadable';
  }
}
