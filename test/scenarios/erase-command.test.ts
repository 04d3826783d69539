import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { lockDataDirectory } from '../../src/database/embedded/data-directory-lock.ts';
import { databaseUrl, runOn } from '../support/databases.ts';
import { prepareProcess, spawnSource } from '../support/lanyard-process.ts';
import { until } from '../support/until.ts';

describe('npm run erase', () => {
  const cleanUp: (() => unknown)[] = [];
  let url: string;
  let prepared: Awaited<ReturnType<typeof prepareProcess>>;
  let lanyard: Awaited<ReturnType<typeof prepared.start>>;
  beforeAll(async () => {
    url = await databaseUrl();
    prepared = await prepareProcess({ DATABASE_URL: url });
    lanyard = await prepared.start();
  });
  afterAll(async () => {
    lanyard?.child.kill('SIGKILL');
    await prepared?.slack.stop();
  });
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function installed(name: string) {
    const workspace = prepared.slack.workspace(name);
    const owner = workspace.person('Olga', { role: 'owner' });
    await prepared.install(owner);
    await prepared.slack.settled();
    return { workspace, owner };
  }

  /** Without a terminal, as a script runs it. */
  async function erase(args: string[], over: Record<string, string> = {}) {
    const command = spawnSource('src/cli/erase.ts', { ...prepared.env, ...over }, ...args);
    const exitCode = await command.ended;
    return { exitCode, output: command.output() };
  }

  const rowsOf = async (id: string) => {
    const counts = await runOn(
      url,
      `SELECT (SELECT count(*) FROM installations WHERE installed_in = '${id}')
            + (SELECT count(*) FROM user_authorizations WHERE installed_in = '${id}')
            + (SELECT count(*) FROM audit_entries WHERE installed_in = '${id}') AS rows`,
    );
    return Number(counts[0]?.rows);
  };
  const calls = (method: string) => prepared.slack.calls.filter((call) => call.method === method).length;

  test('says what it would delete, and without a terminal deletes only with --yes', async () => {
    const { workspace } = await installed('Acme');
    const asked = await erase([workspace.id]);
    expect(asked.exitCode).toBe(1);
    expect(asked.output).toContain(`Workspace ${workspace.id} (Acme)`);
    expect(asked.output).toContain('2 tokens there still work');
    expect(asked.output).toMatch(/ {2}1 installation\n {2}1 permission of a person\n/);
    expect(asked.output).toContain('Add --yes');
    expect(await rowsOf(workspace.id)).toBeGreaterThan(3);
    expect(workspace.botTokens().access).toMatch(/^xoxb-/);
  });

  test('shows a name that its workspace chose without what moves the cursor or reorders the line', async () => {
    const { workspace } = await installed('Disguised');
    const name = `E'Not Acme\\u001b[1K\\rWorkspace T0OTHER (\\u202eemcA\\nNothing is kept'`;
    await runOn(url, `UPDATE installations SET name = ${name} WHERE installed_in = '${workspace.id}'`);
    const { output } = await erase([workspace.id]);
    const [line] = output.split('\n').filter((each) => each.includes(workspace.id));
    expect(line).toBe(`Workspace ${workspace.id} (Not Acme [1K Workspace T0OTHER (emcA Nothing is kept)`);
  });

  test('ends the tokens at Slack, deletes this workspace alone while Lanyard runs, and prints a receipt that names nobody', async () => {
    const [gone, stays] = [await installed('Gone'), await installed('Bystander')];
    const before = await rowsOf(stays.workspace.id);
    const asked = calls('apps.uninstall');
    const { exitCode, output } = await erase([gone.workspace.id, '--yes']);
    expect(output).toContain('The app was removed at Slack');
    expect(exitCode).toBe(0);
    expect(calls('apps.uninstall')).toBe(asked + 1);
    await prepared.slack.settled();
    expect(await rowsOf(gone.workspace.id)).toBe(0);
    expect(await rowsOf(stays.workspace.id)).toBe(before);
    const receipt = output.slice(output.indexOf('Deleted on'));
    expect(receipt).toMatch(
      new RegExp(`^Deleted on \\d{4}-.*Z: everything of ${gone.workspace.id}, \\d+ rows\\.\n`),
    );
    expect(receipt).not.toMatch(/Gone|Olga|xox/);
    expect(receipt).not.toContain(gone.owner.id);
    // The other one is served as before.
    await stays.owner.opensHome();
    await until(
      () => stays.owner.homeText(),
      (text) => text.includes('My authorizations'),
      'Home',
    );
    // A second time there is nothing left to delete.
    const again = await erase([gone.workspace.id, '--yes']);
    expect(again).toMatchObject({ exitCode: 1 });
    expect(again.output).toContain(`Nothing is kept of ${gone.workspace.id}`);
  });

  test('deletes nothing while Slack cannot be asked, unless told to leave the tokens alone', async () => {
    const { workspace } = await installed('Unasked');
    const before = await rowsOf(workspace.id);
    const unreachable = { SLACK_API_URL: 'http://127.0.0.1:9/api/' };
    const failed = await erase([workspace.id, '--yes'], unreachable);
    expect(failed.exitCode).toBe(1);
    expect(failed.output).toContain('Nothing was deleted, because a token may still work.');
    expect(failed.output).toContain('Try again later.');
    expect(failed.output).toContain('--without-slack');
    expect(failed.output).not.toContain('    at ');
    expect(await rowsOf(workspace.id)).toBe(before);
    const left = await erase([workspace.id, '--yes', '--without-slack'], unreachable);
    expect(left.output).toContain('would keep working at Slack');
    expect(left.exitCode).toBe(0);
    expect(await rowsOf(workspace.id)).toBe(0);
  });

  test('deletes nothing whose tokens it cannot open to end them', async () => {
    const { workspace } = await installed('Sealed away');
    const lost = { TOKEN_ENCRYPTION_KEYS: `other:${Buffer.alloc(32, 7).toString('base64')}` };
    const { exitCode, output } = await erase([workspace.id, '--yes'], lost);
    expect(exitCode).toBe(1);
    expect(output).toContain('Nothing was deleted');
    expect(output).toContain('"test"');
    expect(output).toContain('Put that key back');
    expect(output).not.toContain('Try again later');
    expect(await rowsOf(workspace.id)).toBeGreaterThan(0);
  });

  test.each([
    ['nothing', []],
    ['a name', ['Acme', '--yes']],
    ['two ids', ['T0ONE', 'T0TWO', '--yes']],
    ['an unknown option', ['T0ONE', '--force']],
  ])('given %s says how it is used', async (_, args) => {
    const { exitCode, output } = await erase(args);
    expect(exitCode).toBe(2);
    expect(output).toContain('npm run erase -- T0123456789');
    expect(output).not.toContain('    at ');
  });

  test('says so when the database does not answer, or when a running Lanyard has it', async () => {
    const down = await erase(['T0ONE', '--yes'], {
      DATABASE_URL: 'postgresql://u:the-password@127.0.0.1:1/x',
    });
    expect(down.exitCode).toBe(1);
    expect(down.output).toContain('Cannot connect to the database');
    expect(down.output).not.toContain('the-password');

    const dataDir = mkdtempSync(path.join(tmpdir(), 'lanyard-erase-'));
    cleanUp.push(() => rmSync(dataDir, { recursive: true, force: true }));
    // As a running Lanyard holds it.
    const lock = await lockDataDirectory(dataDir);
    cleanUp.push(() => lock.release());
    const { DATABASE_URL: _, ...env } = prepared.env as Record<string, string>;
    const locked = spawnSource('src/cli/erase.ts', { ...env, DATA_DIR: dataDir }, 'T0ONE', '--yes');
    expect(await locked.ended).toBe(1);
    expect(locked.output()).toMatch(/in use/);
    expect(locked.output()).not.toContain('    at ');
  });
});
