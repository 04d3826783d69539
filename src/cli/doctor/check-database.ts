import type { Config } from '../../config.ts';
import { inspectDatabase } from '../../database/inspect-database.ts';
import type { Inspection } from '../../database/inspection.ts';
import { toAppError } from '../../errors.ts';
import { checkSeals, type SealCheck } from '../../installations/upkeep/check-seals.ts';
import { REQUESTED_BOT_SCOPES, REQUESTED_USER_SCOPES } from '../../slack-api/scope-catalogue.ts';
import { error, type Finding, ok, warning } from './finding.ts';

/** Database, migrations, and what lies in it: keys, granted scopes, expiry. */
export async function checkDatabase(config: Config, rotationInManifest: boolean): Promise<Finding[]> {
  let database: Inspection | undefined;
  try {
    database = await inspectDatabase({
      url: config.databaseUrl,
      directUrl: config.directDatabaseUrl,
      dataDir: config.dataDir,
    });
  } catch (thrown) {
    const { code, message, hint } = toAppError(thrown);
    if (code === 'data_dir_locked') {
      return [
        warning(
          'Database',
          `${message} Its contents were not checked.`,
          `If that is Lanyard, ${config.publicUrl}/readyz shows its state. To check everything, stop it and run this again.`,
        ),
      ];
    }
    return [error('Database', message, hint ?? 'See the message.')];
  }
  if (!database) {
    return [ok('Database', `there is none in ${config.dataDir} yet; the first start makes it.`)];
  }
  try {
    const found = [
      ok('Database', `answers (${database.kind}).`),
      ...checkParameters(database),
      ...(await checkChangeFeed(config, database)),
    ];
    const refusal = await database.refuseForeign().catch(toAppError);
    if (refusal) return [...found, error('Migrations', refusal.message, refusal.hint ?? 'See the message.')];
    if (database.pending.length > 0) {
      const names = database.pending.join(', ');
      const fix = 'Start Lanyard: it applies them. If there are data already, make a backup first.';
      return [...found, warning('Migrations', `${database.pending.length} to come: ${names}.`, fix)];
    }
    found.push(ok('Migrations', 'none is missing.'));
    return [
      ...found,
      ...(await checkKeys(config, database)),
      ...(await checkGrants(config, database)),
      ...(await checkRotation(config, database, rotationInManifest)),
    ];
  } finally {
    await database.close();
  }
}

function checkParameters({ ignoredParameters }: Inspection): Finding[] {
  return Object.entries(ignoredParameters).map(([name, instead]) =>
    warning('Database', `${name}= in DATABASE_URL has no effect.`, `Use ${instead}= instead.`),
  );
}

async function checkChangeFeed({ directDatabaseUrl }: Config, database: Inspection): Promise<Finding[]> {
  if (database.kind === 'embedded') return [];
  const about = 'Changes';
  const state = await database.changeFeed();
  if (state === 'live') return [ok(about, 'processes hear of each other’s changes.')];
  const consequence = 'Lanyard works, but reads every token from the database at each use.';
  if (state === 'lost')
    return [warning(about, `the connection for LISTEN failed. ${consequence}`, 'See the database’s log.')];
  return [
    directDatabaseUrl
      ? warning(
          about,
          `notifications sent through DATABASE_URL don’t arrive at DIRECT_DATABASE_URL. ${consequence}`,
          'DIRECT_DATABASE_URL has to lead to the same database, to PostgreSQL itself and not to a pooler or a replica.',
        )
      : warning(
          about,
          `LISTEN hears nothing: this looks like a transaction pooler, such as PgBouncer with pool_mode=transaction. ${consequence}`,
          'Set DIRECT_DATABASE_URL to the address of PostgreSQL itself.',
        ),
  ];
}

async function checkKeys(config: Config, { sql }: Inspection): Promise<Finding[]> {
  const checks = await checkSeals(sql, config.vaultKeys);
  const about = 'Keys';
  const ours = checks.filter(({ clientId }) => clientId === config.slack.clientId);
  const total = ours.reduce((sum, { values }) => sum + values, 0);
  const findings: Finding[] = [];
  for (const { keyId, table, values, opens } of perKeyAndTable(ours)) {
    const one = values === 1;
    const what = `${values} sealed value${one ? '' : 's'} in ${table}`;
    if (opens === 'key_missing') {
      const fix = `Put the key "${keyId}" back at the end of TOKEN_ENCRYPTION_KEYS.`;
      findings.push(
        error(
          about,
          `${what} need${one ? 's' : ''} the key "${keyId}", which is not in TOKEN_ENCRYPTION_KEYS.`,
          fix,
        ),
      );
    } else if (opens === 'unreadable') {
      const fix =
        'TOKEN_ENCRYPTION_KEYS holds another key under that id, or the database was changed by hand.';
      findings.push(error(about, `${what} ${one ? 'does' : 'do'} not open with the key "${keyId}".`, fix));
    }
  }
  if (findings.length > 0) return findings;
  const sealing = config.vaultKeys[0]?.id;
  // Another app in this database may have keys of its own. One of ours that it needs is still in use.
  const used = checks.filter((check) => ours.includes(check) || check.opens === 'yes');
  const older = [...new Set(used.map(({ keyId }) => keyId))].filter((id) => id !== sealing);
  const unused = config.vaultKeys.slice(1).filter(({ id }) => !older.includes(id));
  if (older.length > 0)
    findings.push(ok(about, `older keys are still in use: ${older.join(', ')}. Keep them.`));
  if (unused.length > 0) {
    findings.push(ok(about, `nothing is sealed with ${unused.map(({ id }) => id).join(', ')} anymore.`));
  }
  return [
    ok(about, total === 0 ? 'nothing is sealed yet.' : `they open what is sealed (${total}).`),
    ...findings,
  ];
}

/** A column each says nothing to an operator: what one key sealed in one table is one line. */
function perKeyAndTable(checks: readonly SealCheck[]): SealCheck[] {
  const merged = new Map<string, SealCheck>();
  for (const check of checks) {
    const line = [check.keyId, check.table, check.opens].join(' ');
    merged.set(line, { ...check, values: check.values + (merged.get(line)?.values ?? 0) });
  }
  return [...merged.values()];
}

async function checkGrants({ slack }: Config, { sql }: Inspection): Promise<Finding[]> {
  const about = 'Granted scopes';
  const rows = async (table: string) =>
    sql(
      `SELECT installed_in, granted_scopes FROM ${table} WHERE client_id = ${literal(slack.clientId)}
         AND revoked_at IS NULL AND uninstalled_at IS NULL`,
    );
  const [bots, users] = [await rows('installations'), await rows('user_authorizations')];
  const behind = [...lacking(bots, REQUESTED_BOT_SCOPES), ...lacking(users, REQUESTED_USER_SCOPES)];
  const count = `${bots.length} installation${bots.length === 1 ? '' : 's'}, ${users.length} own permission${users.length === 1 ? '' : 's'}`;
  if (behind.length === 0) return [ok(about, `${count}; each has what this version asks for.`)];
  const scopes = [...new Set(behind.flatMap(({ scopes }) => scopes))].join(', ');
  const where = [...new Set(behind.map(({ place }) => place))];
  const shown = where.slice(0, 5).join(', ') + (where.length > 5 ? ' and more' : '');
  return [
    warning(
      about,
      `${behind.length} of ${count} lack ${scopes} (${shown}).`,
      'They keep working without it. The people there have to install again, or grant their permission again.',
    ),
  ];
}

function lacking(rows: Record<string, unknown>[], wanted: readonly string[]) {
  return rows.flatMap((row) => {
    const granted = row.granted_scopes as string[];
    const scopes = wanted.filter((scope) => !granted.includes(scope));
    return scopes.length > 0 ? [{ place: String(row.installed_in), scopes }] : [];
  });
}

async function checkRotation(
  { slack }: Config,
  { sql }: Inspection,
  inManifest: boolean,
): Promise<Finding[]> {
  const about = 'Token rotation';
  const [row] = await sql(
    `SELECT count(*) FILTER (WHERE expires_at IS NOT NULL) AS expiring, count(*) AS alive,
            count(*) FILTER (WHERE expires_at IS NOT NULL AND sealed_refresh_token IS NULL) AS stuck,
            count(*) FILTER (WHERE expires_at < now() - interval '1 hour') AS expired
       FROM installations WHERE client_id = ${literal(slack.clientId)} AND revoked_at IS NULL AND uninstalled_at IS NULL`,
  );
  const [expiring, alive, stuck, expired] = ['expiring', 'alive', 'stuck', 'expired'].map((name) =>
    Number(row?.[name]),
  ) as [number, number, number, number];
  if (stuck > 0) {
    const fix = 'Their people have to install again; find out who changed the database.';
    return [error(about, `${stuck} expiring bot tokens have no refresh token.`, fix)];
  }
  if (expired > 0) {
    const fix = 'Start Lanyard and look at lanyard_oldest_unrotated_token_seconds and its log.';
    return [warning(about, `${expired} bot tokens have been expired for more than an hour.`, fix)];
  }
  if (alive === 0) return [ok(about, 'no installation yet, so Slack’s setting isn’t known.')];
  const on = expiring > 0;
  const said = `Slack issues ${on ? (expiring === alive ? 'expiring tokens' : 'both kinds of tokens') : 'tokens that don’t expire'}`;
  if (on === inManifest) return [ok(about, `${said}, as the manifest says.`)];
  return [
    warning(
      about,
      `${said}, but the manifest says token_rotation_enabled: ${inManifest}.`,
      on
        ? 'Set it to true in the manifest, or the next one that you paste is refused: rotation cannot be turned off again.'
        : 'Paste the manifest into the app’s settings, or set it to false in the manifest.',
    ),
  ];
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
