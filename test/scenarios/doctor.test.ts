import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkManifest } from '../../src/cli/doctor/check-manifest.ts';
import { checkClock } from '../../src/cli/doctor/check-slack.ts';
import { examine } from '../../src/cli/doctor/examine.ts';
import { type Finding, printed } from '../../src/cli/doctor/finding.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import { lockDataDirectory } from '../../src/database/embedded/data-directory-lock.ts';
import { sealContext } from '../../src/installations/rows/installation-key.ts';
import { SEALED_COLUMNS, type SealedColumn } from '../../src/installations/rows/sealed-columns.ts';
import { readManifest } from '../../src/slack-api/manifest.ts';
import { createVault } from '../../src/vault/vault.ts';
import { copyOfPGliteTemplate, databaseUrl, runOn, unmigratedDatabaseUrl } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { prepareProcess, spawnSource } from '../support/lanyard-process.ts';

describe('npm run doctor', () => {
  let prepared: Awaited<ReturnType<typeof prepareProcess>>;
  let lanyard: Awaited<ReturnType<typeof prepared.start>>;
  let url: string;
  let config: Config;

  beforeAll(async () => {
    url = await databaseUrl();
    prepared = await prepareProcess({ DATABASE_URL: url });
    config = parseConfig(prepared.env);
    lanyard = await prepared.start();
  });
  afterAll(async () => {
    lanyard?.child.kill('SIGKILL');
    await prepared?.slack.stop();
  });

  const withSlack = (change: Partial<Config['slack']>): Config => ({
    ...config,
    slack: { ...config.slack, ...change },
  });
  const faults = (findings: readonly Finding[]) =>
    findings.filter(({ level }) => level !== 'ok').map(({ level, about }) => `${level}: ${about}`);
  const textOf = (findings: readonly Finding[], about: string) =>
    findings
      .filter((finding) => finding.about === about)
      .map(printed)
      .join('\n');

  test('finds nothing wrong with a Lanyard that works, and ends with 0', async () => {
    const owner = prepared.slack.workspace('Acme').person('Olga', { role: 'owner' });
    await prepared.install(owner);

    const doctor = spawnSource('src/cli/doctor.ts', prepared.env);
    expect(await doctor.ended).toBe(0);
    expect(doctor.output()).not.toMatch(/FAIL|xox|undefined/);
    for (const said of [
      'Settings: all of them are set',
      'manifest.json says what the code does',
      'is reachable',
      'Clock: this machine is',
      'Client id and secret: Slack accepts them',
      'Slack accepts the redirect URL',
      'leads to a running Lanyard',
      'Database: answers (postgresql)',
      'Migrations: none is missing',
      'Keys: they open what is sealed (2)',
      'Granted scopes: 1 installation, 1 own permission',
      'Token rotation: Slack issues tokens that don’t expire',
    ]) {
      expect(doctor.output()).toContain(said);
    }
  });

  test('without settings names each that is missing, with its place, and ends with 1', async () => {
    const doctor = spawnSource('src/cli/doctor.ts', {
      PUBLIC_URL: 'http://example.com',
      SLACK_CLIENT_SECRET: 's3cret',
    });
    expect(await doctor.ended).toBe(1);
    expect(doctor.output()).toContain('SLACK_SIGNING_SECRET is missing');
    expect(doctor.output()).toContain('Basic Information > App Credentials > Signing Secret');
    expect(doctor.output()).toContain('4 errors, 0 warnings');
    expect(doctor.output()).not.toContain('s3cret');
  });

  test('tells a wrong secret from an unknown client id, and says where the right one is', async () => {
    const secret = await examine(withSlack({ clientSecret: 'wrong' }));
    expect(textOf(secret, 'Client id and secret')).toContain('Slack refuses SLACK_CLIENT_SECRET');
    const id = await examine(withSlack({ clientId: '9.9' }));
    expect(textOf(id, 'Client id and secret')).toContain('Slack doesn’t know SLACK_CLIENT_ID');
    expect(textOf(id, 'Client id and secret')).toContain('App Credentials');
  });

  test('finds a redirect URL that Slack does not know, and an address that leads nowhere', async () => {
    const findings = await examine({ ...config, publicUrl: 'http://127.0.0.1:1' });
    expect(faults(findings)).toEqual(['error: Consent page', 'warning: PUBLIC_URL']);
    expect(textOf(findings, 'Consent page')).toContain('http://127.0.0.1:1/slack/oauth_redirect');
  });

  test('finds that Slack is out of reach', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const findings = await examine(withSlack({ apiUrl: `http://${host}/api/` }));
    expect(textOf(findings, 'Slack')).toContain(`${host} can’t be reached: ECONNREFUSED`);
  });

  test.each(['login_page', 'captive_portal', 'token_as_code', 'empty', 'list'] as const)(
    'finds that something else answers in place of Slack, and repeats nothing of it: %s',
    async (impostor) => {
      prepared.slack.fault('*', { impostor }, Number.POSITIVE_INFINITY);
      const findings = await examine(config);
      prepared.slack.healFaults();
      expect(faults(findings)).toEqual(['error: Slack']);
      expect(textOf(findings, 'Slack')).toContain('answers, but not as Slack does');
      expect(findings.map(printed).join()).not.toMatch(/Sign in|doctype|Basic /);
    },
  );

  test('finds that credentials got no answer of Slack’s', async () => {
    prepared.slack.fault('oauth.v2.access', { impostor: 'token_as_code' });
    const findings = await examine(config);
    expect(textOf(findings, 'Client id and secret')).toContain('Slack gave no usable answer');
    expect(findings.map(printed).join()).not.toContain('Basic ');
  });

  test('finds a database that does not answer, and does not print its password', async () => {
    const findings = await examine({ ...config, databaseUrl: 'postgresql://u:the-password@127.0.0.1:1/x' });
    expect(faults(findings)).toEqual(['error: Database']);
    expect(findings.map(printed).join()).not.toContain('the-password');
  });

  test('names the migrations to come, and does not apply them', async () => {
    const empty = await unmigratedDatabaseUrl();
    const findings = await examine({ ...config, databaseUrl: empty });
    expect(textOf(findings, 'Migrations')).toContain('_initial');
    expect(
      await runOn(empty, `SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'`),
    ).toEqual([]);
  });

  test('finds a key that is missing, and another key under the same id', async () => {
    const key = () => randomBytes(32);
    const other = await examine({ ...config, vaultKeys: [{ id: 'new', key: key() }] });
    expect(textOf(other, 'Keys')).toContain('the key "test", which is not in TOKEN_ENCRYPTION_KEYS');
    const swapped = await examine({ ...config, vaultKeys: [{ id: 'test', key: key() }] });
    expect(textOf(swapped, 'Keys')).toContain('not open with the key "test"');
    const added = await examine({ ...config, vaultKeys: [{ id: 'new', key: key() }, ...config.vaultKeys] });
    expect(textOf(added, 'Keys')).toContain('older keys are still in use: test');
  });

  describe('with one value sealed by an old key', () => {
    const [current, old] = [
      { id: 'current', key: randomBytes(32) },
      { id: 'old', key: randomBytes(32) },
    ];

    /** The row of a workspace, with the one sealed value. */
    async function insert({ kind, table, column, boundTo }: SealedColumn, clientId: string) {
      const key = { installedIn: 'T0OLDKEY', isEnterpriseInstall: false };
      const sealed = createVault([old]).seal(
        'secret',
        sealContext(clientId, key, boundTo, kind === 'user' ? 'U1' : undefined),
      );
      const own = kind === 'user' ? ['user_id', `'U1'`] : ['bot_user_id, installer_user_id', `'U1', 'U2'`];
      await runOn(
        url,
        `INSERT INTO ${table} (id, client_id, installed_in, is_enterprise_install, granted_scopes, ${column},
           authorized_at, revoked_at, updated_at, ${own[0]})
         VALUES (gen_random_uuid(), '${clientId}', 'T0OLDKEY', false, '{}', '${sealed}', now(), now(), now(), ${own[1]})`,
      );
      return () => runOn(url, `DELETE FROM ${table} WHERE installed_in = 'T0OLDKEY'`);
    }

    const keysOf = async (...vaultKeys: Config['vaultKeys'][number][]) =>
      textOf(await examine({ ...config, vaultKeys }), 'Keys');

    test.each(SEALED_COLUMNS.map((each) => [`${each.table}.${each.column}`, each] as const))(
      'in %s says that the key is still needed',
      async (_, each) => {
        const remove = await insert(each, config.slack.clientId);
        try {
          const all = await keysOf(current, ...config.vaultKeys, old);
          expect(all).toMatch(/older keys are still in use: .*\bold\b/);
          expect(all).not.toMatch(/nothing is sealed with .*\bold\b/);
          expect(await keysOf(current, ...config.vaultKeys)).toContain(
            `1 sealed value in ${each.table} needs the key "old"`,
          );
        } finally {
          await remove();
        }
        expect(await keysOf(current, ...config.vaultKeys, old)).toContain('nothing is sealed with old');
      },
    );

    test('by another app in this database keeps a shared key, and finds no fault with that app’s own', async () => {
      const [column] = SEALED_COLUMNS as [SealedColumn];
      const remove = await insert(column, 'another.app');
      try {
        expect(await keysOf(current, ...config.vaultKeys, old)).toMatch(/still in use: .*\bold\b/);
        expect(await keysOf(...config.vaultKeys)).not.toContain('FAIL');
      } finally {
        await remove();
      }
    });
  });

  test('counts whom a new scope is missing from', async () => {
    const key = { installedIn: 'T0BEHIND', isEnterpriseInstall: false };
    const { clientId } = config.slack;
    const sealed = createVault(config.vaultKeys).seal('secret', sealContext(clientId, key, 'bot_token'));
    await runOn(
      url,
      `INSERT INTO installations (id, client_id, installed_in, is_enterprise_install, app_id, bot_user_id,
         granted_scopes, sealed_bot_token, installer_user_id, authorized_at, updated_at)
       VALUES (gen_random_uuid(), '${clientId}', 'T0BEHIND', false, 'A1', 'U1', '{commands}', '${sealed}', 'U2', now(), now())`,
    );
    const findings = await examine(config);
    expect(faults(findings)).toEqual(['warning: Granted scopes']);
    expect(textOf(findings, 'Granted scopes')).toContain('lack chat:write, users:read, team:read (T0BEHIND)');
    await runOn(url, `DELETE FROM installations WHERE installed_in = 'T0BEHIND'`);
  });

  test('finds rotation that Slack has on and the manifest off', async () => {
    await runOn(
      url,
      `UPDATE installations SET expires_at = now() + interval '12 hours', sealed_refresh_token = sealed_bot_token`,
    );
    const findings = await examine(config);
    expect(textOf(findings, 'Token rotation')).toContain(
      'expiring tokens, but the manifest says token_rotation_enabled: false',
    );
    await runOn(url, `UPDATE installations SET expires_at = NULL, sealed_refresh_token = NULL`);
  });

  test.each([
    [0, 'ok'],
    [-60, 'warning'],
    [600, 'error'],
  ])('judges a clock that is %d s off as %s', (seconds, level) => {
    const date = new Date('2026-11-25T10:00:00Z');
    const finding = checkClock(date.toUTCString(), new Date(date.getTime() + seconds * 1000));
    expect(finding.level).toBe(level);
    expect(finding.text).toContain(`${Math.abs(seconds)} s`);
  });

  test('finds a manifest that was changed', () => {
    const manifest = readManifest('http', config.publicUrl);
    manifest.oauth_config.scopes.bot = ['commands', 'admin'];
    manifest.oauth_config.redirect_urls = ['https://elsewhere.example/slack/oauth_redirect'];
    const text = checkManifest(config, manifest, 'http').map(printed).join('\n');
    expect(text).toContain('bot scopes: admin is unknown to the code');
    expect(text).toContain('bot scopes: chat:write, users:read, team:read is missing');
    expect(text).toContain('names https://elsewhere.example next to PUBLIC_URL');
  });

  test('leaves an embedded database alone: none is made, and one in use is not opened', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'lanyard-doctor-'));
    try {
      const embedded: Config = { ...config, databaseUrl: undefined, dataDir };
      expect(textOf(await examine(embedded), 'Database')).toContain('there is none');
      await (await copyOfPGliteTemplate(path.join(dataDir, 'database'))).close();
      const lock = await lockDataDirectory(dataDir);
      const findings = await examine(embedded);
      expect(faults(findings)).toEqual(['warning: Database']);
      expect(textOf(findings, 'Database')).toContain(`in use by process ${process.pid}`);
      await lock.release();
      expect(textOf(await examine(embedded), 'Database')).toContain('answers (embedded)');
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
