// npx tsx scripts/check-consumers.ts
// Whether other people's Bolt apps can use the installation store: what `npm pack` makes is installed into a fresh folder
// with each version of Bolt, compiled in each way that TypeScript resolves packages, and run with each receiver through a
// simulated Slack. The last line is `N passed, N failed`.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSimulator } from '../simulator/simulator.ts';
import { inParallel } from '../src/in-parallel.ts';
import { createBrowser } from '../test/support/browser.ts';
import { freePort } from '../test/support/free-port.ts';
import { tryToInstall } from '../test/support/install.ts';
import { until } from '../test/support/until.ts';

const BOLTS = ['5.0.0', '5.1.0'];
const REFUSED_BOLT = '4.7.3';
const MODES = [
  { name: 'node16', module: 'node16', moduleResolution: 'node16' },
  { name: 'nodenext', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'bundler', module: 'esnext', moduleResolution: 'bundler' },
];
const RECEIVERS = ['http-receiver', 'express-receiver', 'socket-mode-receiver', 'aws-lambda-receiver'];
const START_MS = 60_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const work = await mkdtemp(path.join(tmpdir(), 'lanyard-consumers-'));
const totals = { passed: 0, failed: 0 };

async function check(name: string, what: () => Promise<unknown>): Promise<void> {
  const beganMs = Date.now();
  try {
    await what();
    totals.passed += 1;
    console.log(`ok      ${name} (${Date.now() - beganMs} ms)`);
  } catch (error) {
    totals.failed += 1;
    const {
      stdout = '',
      stderr = '',
      message,
    } = error as { stdout?: string; stderr?: string; message: string };
    console.log(`FAILED  ${name}\n${stdout}${stderr}${message}`);
  }
}

async function pack(): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', work], { cwd: root });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
  return path.join(work, filename);
}

const npmInstall = (folder: string, ...packages: string[]) =>
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
    cwd: folder,
  });

async function consumer(): Promise<string> {
  const folder = path.join(work, 'consumer');
  await cp(path.join(root, 'scripts/consumers'), folder, { recursive: true });
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  );
  return folder;
}

/** With our own compiler: a project's is of its own choosing, and resolves packages by the same rules. */
async function compile(folder: string, { name, module, moduleResolution }: (typeof MODES)[number]) {
  const files = ['src/*.ts', ...(name === 'nodenext' ? ['src/*.cts'] : [])];
  const compilerOptions = {
    module,
    moduleResolution,
    target: 'es2023',
    types: ['node'],
    typeRoots: [path.join(root, 'node_modules/@types')],
    strict: true,
    skipLibCheck: true,
    rootDir: 'src',
    outDir: `out-${name}`,
  };
  await writeFile(
    path.join(folder, `tsconfig.${name}.json`),
    JSON.stringify({ compilerOptions, include: files }),
  );
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', `tsconfig.${name}.json`], { cwd: folder });
}

/** Installs the running app in a workspace, and asks it something: before that, and after. */
async function use(folder: string, file: string): Promise<void> {
  const slack = await startSimulator();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const socketMode = file.includes('socket-mode');
  const app = {
    clientId: `9.${randomBytes(4).readUInt32BE()}`,
    clientSecret: randomBytes(8).toString('hex'),
    signingSecret: randomBytes(8).toString('hex'),
  };
  const registered = slack.registerApp({
    ...app,
    appId: `A${randomBytes(4).toString('hex').toUpperCase()}`,
    name: file,
    tokenRotation: true,
    redirectUrls: [`${url}/slack/oauth_redirect`],
    requestUrl: socketMode ? '' : `${url}/slack/events`,
    socketMode,
    botScopes: ['commands', 'chat:write'],
    userScopes: [],
    botEvents: ['tokens_revoked', 'app_uninstalled'],
    commands: [{ command: '/hello', description: 'Says hello', shouldEscape: true }],
  });
  const process = spawn(globalThis.process.execPath, [file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: globalThis.process.env.PATH,
      PORT: String(port),
      PUBLIC_URL: url,
      CLIENT_ID: app.clientId,
      CLIENT_SECRET: app.clientSecret,
      SIGNING_SECRET: app.signingSecret,
      APP_TOKEN: socketMode ? registered.makeAppToken(['connections:write']) : '',
      KEYS: `k1:${randomBytes(32).toString('base64')}`,
      DATA_DIR: await mkdtemp(path.join(work, 'data-')),
      SLACK_API_URL: slack.apiUrl,
      SLACK_AUTHORIZE_URL: slack.authorizeUrl,
    },
  });
  try {
    await ready(process);
    const workspace = slack.workspace(app.clientId);
    const owner = workspace.person('Olga', { role: 'owner' });
    const browser = createBrowser();
    const page = await tryToInstall(url, owner, { browser });
    if (page.status !== 200) throw new Error(`The installation ended with ${page.status}: ${page.text}`);
    const typed = await owner.types('/hello');
    const said = await until(typed.messages, ({ length }) => length > 0, 'an answer');
    if (said[0]?.text !== 'Hello, it works: true.') throw new Error(`It said: ${said[0]?.text}`);
  } finally {
    const ended = process.exitCode === null ? once(process, 'exit') : undefined;
    process.kill();
    await ended;
    await slack.stop();
  }
}

async function ready(process: ChildProcess): Promise<void> {
  const lines: string[] = [];
  const limit = setTimeout(() => process.kill(), START_MS);
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => lines.push(line));
  }
  try {
    await new Promise<void>((resolve, reject) => {
      process.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${lines.join('\n')}`)));
      process.stdout?.on('data', () => {
        if (lines.includes('ready')) resolve();
      });
    });
  } finally {
    clearTimeout(limit);
  }
}

async function checkBolt(version: string, folder: string): Promise<void> {
  await inParallel(MODES, { atOnce: 2 }, (mode) =>
    check(`Bolt ${version}: TypeScript compiles, ${mode.name}`, () => compile(folder, mode)),
  );
  await cp(path.join(folder, 'src/by-require.cjs'), path.join(folder, 'out-nodenext/as-javascript.cjs'));
  const apps = [...RECEIVERS.map((name) => `${name}.js`), 'as-javascript.cjs'];
  await inParallel(apps, { atOnce: 2 }, (app) =>
    check(`Bolt ${version}: ${app} installs and answers`, () => use(folder, `out-nodenext/${app}`)),
  );
}

async function checkRefusal(folder: string): Promise<void> {
  await check(`Bolt ${REFUSED_BOLT}: npm refuses it`, async () => {
    const refused = await npmInstall(folder, `@slack/bolt@${REFUSED_BOLT}`).catch((error) => error);
    if (!String(refused.stderr).includes('ERESOLVE')) throw new Error('npm installed it.');
  });
  await check(`Bolt ${REFUSED_BOLT}: so does attach, where npm was told to continue`, async () => {
    const old = path.join(work, 'old');
    await mkdir(old);
    await writeFile(path.join(old, 'package.json'), '{ "private": true }');
    await npmInstall(old, `@slack/bolt@${REFUSED_BOLT}`);
    await cp(path.join(folder, 'src/refused.mjs'), path.join(folder, 'refused.mjs'));
    const bolt = path.join(old, 'node_modules/@slack/bolt/dist/index.js');
    const { stdout } = await run(process.execPath, ['refused.mjs', bolt], { cwd: folder });
    if (!stdout.includes('This is Bolt 4 or older')) throw new Error(stdout);
  });
}

try {
  const tarball = await pack();
  const folder = await consumer();
  for (const version of BOLTS) {
    await check(`Bolt ${version}: npm installs it with one copy of the SDK`, async () => {
      await npmInstall(folder, tarball, `@slack/bolt@${version}`);
      const { stdout } = await run('npm', ['ls', '@slack/oauth', '@slack/web-api', '--parseable'], {
        cwd: folder,
      });
      if (stdout.trim().split('\n').length !== 2) throw new Error(`These are there:\n${stdout}`);
    });
    await checkBolt(version, folder);
  }
  await checkRefusal(folder);
} finally {
  await rm(work, { recursive: true, force: true });
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
