import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { databaseUrl, runOn } from '../support/databases.ts';
import { inheritedEnvironment } from '../support/inherited-environment.ts';
import { prepareProcess } from '../support/lanyard-process.ts';

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;

describe('commands of the operator', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function installed() {
    const database = await databaseUrl();
    const prepared = await prepareProcess({ DATABASE_URL: database });
    cleanUp.push(() => prepared.slack.stop());
    const lanyard = await prepared.start();
    cleanUp.push(() => lanyard.child.kill('SIGKILL'));
    const owner = prepared.slack.workspace('Acme').person('Olga', { role: 'owner' });
    await prepared.install(owner);
    const keyIds = async () => {
      const rows = await runOn(
        database,
        `SELECT sealed_bot_token AS sealed FROM installations UNION ALL SELECT sealed_user_token FROM user_authorizations`,
      );
      return rows.map(({ sealed }) => String(sealed).split('.')[1]);
    };
    return { ...prepared, database, owner, keyIds };
  }

  async function run(file: string, env: Record<string, string>) {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      env: { ...inheritedEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    return { exitCode, output };
  }

  test('reseal moves everything to the first key while Lanyard runs, shows its progress, and finds nothing the second time', async () => {
    const { env, keyIds } = await installed();
    const keys = `${newKey('next')},${env.TOKEN_ENCRYPTION_KEYS}`;
    const first = await run('src/cli/reseal.ts', { ...env, TOKEN_ENCRYPTION_KEYS: keys });
    expect(first.output).toContain('2 of 2 values are now sealed with the first key');
    expect(first.output).toContain('(100 %)');
    expect(first.exitCode).toBe(0);
    expect(await keyIds()).toEqual(['next', 'next']);
    const second = await run('src/cli/reseal.ts', { ...env, TOKEN_ENCRYPTION_KEYS: keys });
    expect(second).toMatchObject({ exitCode: 0 });
    expect(second.output).toContain('already');
  });

  test('reseal without the key of what is sealed fails, and names that key', async () => {
    const { env, keyIds } = await installed();
    const { exitCode, output } = await run('src/cli/reseal.ts', {
      ...env,
      TOKEN_ENCRYPTION_KEYS: newKey('next'),
    });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/sealed with the key \\"test\\"/);
    expect(output).toContain('2 could not be opened');
    expect(await keyIds()).toEqual(['test', 'test']);
  });

  test('the keys may come from a file, one a line', async () => {
    const { env, keyIds } = await installed();
    const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-keys-'));
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'keys');
    writeFileSync(file, `${newKey('next')}\n${env.TOKEN_ENCRYPTION_KEYS}\n`);
    const { TOKEN_ENCRYPTION_KEYS: _, ...others } = env;
    expect(await run('src/cli/reseal.ts', { ...others, TOKEN_ENCRYPTION_KEYS_FILE: file })).toMatchObject({
      exitCode: 0,
    });
    expect(await keyIds()).toEqual(['next', 'next']);
  });

  test('exchange-tokens makes long-lived tokens rotate, once token rotation is on, and says when it is not', async () => {
    const { env, slack, database, owner } = await installed();
    const off = await run('src/cli/exchange-tokens.ts', env);
    expect(off).toMatchObject({ exitCode: 1 });
    expect(off.output).toContain('token_rotation_not_enabled');
    slack.apps()[0]?.turnOnTokenRotation();
    const on = await run('src/cli/exchange-tokens.ts', env);
    expect(on.output).toContain('2 of 2 tokens rotate from now on');
    expect(on.exitCode).toBe(0);
    const rows = await runOn(
      database,
      `SELECT sealed_refresh_token AS sealed, expires_at FROM installations
        UNION ALL SELECT sealed_refresh_token, expires_at FROM user_authorizations`,
    );
    for (const row of rows)
      expect(row).toMatchObject({ sealed: expect.any(String), expires_at: expect.any(Date) });
    expect(owner.tokens().expiresAt).not.toBeNull();
    expect((await run('src/cli/exchange-tokens.ts', env)).output).toContain('rotates already');
  });

  test('a command with a broken configuration says what is wrong, without a stack', async () => {
    const { exitCode, output } = await run('src/cli/reseal.ts', {});
    expect(exitCode).toBe(1);
    expect(output).toContain('TOKEN_ENCRYPTION_KEYS is missing');
    expect(output).not.toContain('    at ');
  });
});
