import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryInstallationStore } from '@slack/oauth';
import { databaseUrl } from '../support/databases.ts';
import { inheritedEnvironment } from '../support/inherited-environment.ts';
import { prepareProcess } from '../support/lanyard-process.ts';

describe('npm run export', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-export-'));
  let prepared: Awaited<ReturnType<typeof prepareProcess>>;
  let teamId: string;
  beforeAll(async () => {
    prepared = await prepareProcess({ DATABASE_URL: await databaseUrl() });
    const lanyard = await prepared.start();
    const workspace = prepared.slack.workspace('Acme');
    teamId = workspace.id;
    await prepared.install(workspace.person('Olga', { role: 'owner' }));
    lanyard.child.kill('SIGKILL');
  });
  afterAll(async () => {
    await prepared.slack.stop();
    rmSync(folder, { recursive: true });
  });

  async function run(...typed: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/export.ts', ...typed], {
      env: { ...inheritedEnvironment(), ...prepared.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    return { exitCode, output };
  }

  test('writes every permission in clear, one a line, as another store takes it, for its owner alone', async () => {
    const file = path.join(folder, 'tokens.jsonl');
    const { exitCode, output } = await run(file, '--yes', '--tokens-in-clear');
    expect([exitCode, output]).toEqual([0, expect.stringContaining('1 of bots, 1 of people')]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const [bot, own] = lines.map((line) => JSON.parse(line));
    expect(prepared.slack.secrets()).toEqual(expect.arrayContaining([bot.bot.token, own.user.token]));
    expect([bot.user.token, own.bot]).toEqual([undefined, undefined]);
    for (const secret of prepared.slack.secrets()) expect(output).not.toContain(secret);
    const other = new MemoryInstallationStore();
    await other.storeInstallation(bot);
    expect(
      await other.fetchInstallation({ teamId, enterpriseId: undefined, isEnterpriseInstall: false }),
    ).toMatchObject({ team: { name: 'Acme' }, bot: { token: bot.bot.token }, authVersion: 'v2' });
  });

  test.each([[['--yes']], [['--tokens-in-clear']]])(
    'writes nothing that was not confirmed twice: %j',
    async (flags) => {
      const file = path.join(folder, 'never.jsonl');
      const { exitCode, output } = await run(file, ...flags);
      expect([exitCode, output]).toEqual([1, expect.stringContaining('Nothing was written')]);
      expect(() => statSync(file)).toThrow('ENOENT');
    },
  );

  test('leaves a file alone that is there already', async () => {
    const file = path.join(folder, 'mine.jsonl');
    writeFileSync(file, 'mine');
    const { exitCode, output } = await run(file, '--yes', '--tokens-in-clear');
    expect([exitCode, output]).toEqual([1, expect.stringContaining('is there already')]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});
