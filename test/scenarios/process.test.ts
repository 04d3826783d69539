import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { copyOfPGliteTemplate, databaseUrl, runOn } from '../support/databases.ts';
import { freePort } from '../support/free-port.ts';
import { allowInstall } from '../support/install.ts';
import {
  type LanyardProcess,
  prepareProcess,
  spawnLanyard,
  spawnSource,
} from '../support/lanyard-process.ts';
import { until } from '../support/until.ts';

describe('the process', () => {
  const cleanUp: (() => unknown)[] = [];
  afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  });

  async function prepare(database: Parameters<typeof prepareProcess>[0]) {
    const prepared = await prepareProcess(database);
    cleanUp.push(() => prepared.slack.stop());
    const start = async () => {
      const started = await prepared.start();
      cleanUp.push(() => started.child.kill('SIGKILL'));
      return started;
    };
    return { ...prepared, start };
  }

  function temporaryFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-process-'));
    cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  /** With a migrated database in it: making one from nothing takes seconds, and has tests of its own. */
  async function preparedFolder(): Promise<string> {
    const folder = temporaryFolder();
    await (await copyOfPGliteTemplate(path.join(folder, 'database'))).close();
    return folder;
  }

  test('without configuration ends with 1, names every missing variable, and the demo as the way to try', async () => {
    const lanyard = spawnLanyard({});
    expect(await lanyard.ended).toBe(1);
    const missing = [...lanyard.output().matchAll(/(\w+) is missing/g)].map((match) => match[1]);
    expect(missing.sort()).toEqual([
      'PUBLIC_URL',
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
      'SLACK_SIGNING_SECRET',
      'TOKEN_ENCRYPTION_KEYS',
    ]);
    expect(lanyard.output()).toContain('npm run demo');
  });

  test('with an argument that it does not know ends with 2, in one sentence and the usage', async () => {
    const lanyard = spawnLanyard({}, '--setpu');
    expect(await lanyard.ended).toBe(2);
    expect(lanyard.output()).toContain('doesn’t take “--setpu”');
    expect(lanyard.output()).toContain('npm start -- --setup');
  });

  test('on a database that does not answer ends with 1 and says so without the password', async () => {
    const { env } = await prepare({ DATABASE_URL: 'postgresql://lanyard:the-password@127.0.0.1:1/none' });
    const lanyard = spawnLanyard(env);
    expect(await lanyard.ended).toBe(1);
    expect(lanyard.output()).toMatch(/database/i);
    expect(lanyard.output()).not.toContain('the-password');
  });

  test('on SIGTERM finishes what is under way, then ends with 0', async () => {
    const { slack, start, install } = await prepare({ DATABASE_URL: await databaseUrl() });
    const lanyard = await start();
    const owner = slack.workspace('Acme').person('Olga', { role: 'owner', twoFactor: 'app' });
    await install(owner);
    slack.fault('users.info', { delayMs: 1_000 });
    const run = await owner.types('/2fa');
    expect(run.messages()).toEqual([]);
    lanyard.child.kill('SIGTERM');
    expect(await lanyard.ended).toBe(0);
    expect(run.messages().at(-1)?.text).toContain('is *on*');
  });

  test('on SIGTERM ends within ten seconds, whatever hangs, and leaves no connection to the database', async () => {
    const url = await databaseUrl();
    const { slack, start, install } = await prepare({ DATABASE_URL: url });
    const lanyard = await start();
    const owner = slack.workspace('Acme').person('Olga', { role: 'owner', twoFactor: 'app' });
    await install(owner);
    slack.fault('users.info', { delayMs: 60_000 });
    await owner.types('/2fa');
    const asked = Date.now();
    lanyard.child.kill('SIGTERM');
    expect(await lanyard.ended).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(lanyard.output()).toContain('Stopped before everything was finished');
    const name = new URL(url).pathname.slice(1);
    const server = new URL(url);
    server.pathname = 'postgres';
    expect(await runOn(server.href, `SELECT 1 FROM pg_stat_activity WHERE datname = '${name}'`)).toEqual([]);
  });

  test('SIGUSR2 switches its log to debug and back', async () => {
    const { start } = await prepare({ DATABASE_URL: await databaseUrl() });
    const lanyard = await start();
    for (const level of ['debug', 'info']) {
      lanyard.child.kill('SIGUSR2');
      await until(lanyard.output, (output) => output.includes(`"logLevel":"${level}"`), level);
    }
  });

  test('two processes share one PostgreSQL: what one stores, the other uses', async () => {
    const url = await databaseUrl();
    const first = await prepare({ DATABASE_URL: url });
    await first.start();
    const owner = first.slack.workspace('Acme').person('Olga', { role: 'owner' });
    const { browser, back } = await allowInstall(first.url, owner);

    // The same environment on another port: as two processes behind one address.
    const port = await freePort();
    const second = spawnLanyard({ ...first.env, PORT: String(port) });
    cleanUp.push(() => second.child.kill('SIGKILL'));
    await until(
      () => second.output(),
      (output) => output.includes('Lanyard is ready'),
      'the second process',
      30_000,
    );
    const atSecond = new URL(back);
    atSecond.port = String(port);
    expect((await browser.get(atSecond.href)).status).toBe(200);
  });

  describe('on an embedded database', () => {
    test('restore reads the file before it makes a database or changes one', async () => {
      const folder = temporaryFolder();
      const { env } = await prepare({ DATA_DIR: path.join(folder, 'data') });

      const file = path.join(folder, 'lanyard.backup.gz');
      writeFileSync(file, 'hello');
      const restore = spawnSource('src/cli/backup.ts', env, 'restore', file);
      expect(await restore.ended).toBe(1);
      expect(restore.output()).toContain('The backup cannot be used');
      expect(readdirSync(folder)).toEqual(['lanyard.backup.gz']);
    });

    test('refuses a second process on the same folder, in clear words', async () => {
      const { env, start } = await prepare({ DATA_DIR: await preparedFolder() });
      const first = await start();
      const second = spawnLanyard({ ...env, PORT: '0' });
      expect(await second.ended).toBe(1);
      expect(second.output()).toContain(String(first.child.pid));
      expect(second.output()).not.toContain('    at ');
    });

    test('keeps every acknowledged change through kill -9', async () => {
      const { slack, start, install } = await prepare({ DATA_DIR: await preparedFolder() });
      let lanyard: LanyardProcess = await start();
      const acme = slack.workspace('Acme');
      const [owner, member] = [acme.person('Olga', { role: 'owner' }), acme.person('Mia')];
      expect((await install(owner)).status).toBe(200);
      expect((await install(member)).status).toBe(200);
      const again = async () => {
        lanyard.child.kill('SIGKILL');
        await lanyard.ended;
        lanyard = await start();
      };
      await again();
      await reads(owner, /2 permissions aren’t checked yet/);

      // Killed at the moment of the acknowledgement, not after.
      owner.tokens().endUntold();
      const event = { type: 'tokens_revoked', tokens: { oauth: [owner.id] }, event_ts: '1' };
      const revoked = await acme.deliver(event);
      expect(revoked.status).toBe(200);
      await again();
      await reads(owner, /Your own permission\* +:white_circle: Revoked/);
    });

    /** A process that has just begun may first say what it knows before Slack tells who asks. */
    async function reads(
      person: { types(command: string): Promise<{ messages(): { text: string }[] }> },
      expected: RegExp,
    ) {
      const run = await person.types('/token-status');
      await until(
        () => run.messages().map(({ text }) => text),
        (texts) => expected.test(texts.at(-1) ?? ''),
        `an answer like ${expected}`,
      );
    }
  });
});
