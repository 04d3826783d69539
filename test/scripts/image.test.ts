import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { databaseUrl } from '../support/databases.ts';
import { prepareProcess } from '../support/lanyard-process.ts';
import { until } from '../support/until.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const instructions = dockerfile
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ verb: line.split(' ', 1)[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
const [firstStage = [], lastStage = []] = instructions
  .map(({ verb }, index) => (verb === 'FROM' ? index : -1))
  .filter((index) => index >= 0)
  .map((from, nth, all) => instructions.slice(from, all[nth + 1]));
const only = (verb: string) => lastStage.filter((one) => one.verb === verb).map(({ rest }) => rest);

/** Of what .dockerignore lets in by name, the rest that it leaves out again: a folder, or two stars and the end of a name. */
const isIgnored = (file: string): boolean =>
  ignored
    .filter((line) => /^[\w*]/.test(line) && line !== '*')
    .some((line) => (line.startsWith('**/*') ? file.endsWith(line.slice(4)) : file.startsWith(line)));

/** All files below a folder with their size and time: what changed in between can be told. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { size, mtimeMs } = statSync(file);
      return `${path.relative(folder, file)} ${size} ${mtimeMs}`;
    })
    .sort();
}

describe('the Dockerfile', () => {
  test('has no fault that a linter knows', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  test('ends without root, without the build, and with one process that gets the signals', () => {
    expect(only('USER')).toEqual(['node']);
    expect(only('RUN').join()).not.toMatch(/npm|apt|curl/);
    expect(JSON.parse(only('CMD')[0] ?? '')).toEqual(['node', 'dist/src/main.js']);
    expect(only('ENTRYPOINT')).toEqual([]);
  });

  test('copies what is there and what .dockerignore lets in, and bakes no secret in', () => {
    const allowed = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const copied = instructions
      .filter(({ verb, rest }) => verb === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    for (const source of copied) {
      expect(existsSync(source)).toBe(true);
      expect(allowed).toContain(source);
    }
    expect(dockerfile).not.toMatch(/SECRET|TOKEN|KEY|\.env\b/);
  });

  test('runs scripts that exist', () => {
    for (const [, name] of dockerfile.matchAll(/npm run ([\w:-]+)/g))
      expect(scripts).toHaveProperty([name ?? '']);
    for (const [, file] of dockerfile.matchAll(/node (scripts\/[\w.-]+)/g))
      expect(existsSync(file ?? '')).toBe(true);
  });
});

describe('what the container holds', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-image-'));
  const app = path.join(folder, 'app');
  let child: ChildProcess | undefined;

  /** One instruction of the Dockerfile as a container's engine follows it, with our folders in place of its own. */
  function follow({ verb, rest }: (typeof instructions)[number], build: string) {
    if (verb === 'COPY') {
      const words = rest.split(' ');
      const target = words.at(-1) ?? '';
      for (const source of words.slice(0, -1)) {
        const name = statSync(source).isDirectory() ? '' : path.basename(source);
        cpSync(source, path.join(build, target, name), {
          recursive: true,
          filter: (file) => !isIgnored(file),
        });
      }
    }
    if (verb !== 'RUN') return;
    // The packages that are here in place of the registry's; what npm then runs by itself is run.
    const packages = `ln -s '${path.resolve('node_modules')}' node_modules && ${scripts.postinstall}`;
    run(rest.startsWith('npm ci ') ? packages : rest.replaceAll('/app', app), build);
  }

  function run(command: string, cwd: string) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} failed:\n${stdout}\n${stderr}`);
  }

  beforeAll(() => {
    // In a folder of its own: other tests start from dist/ at the same time.
    const build = path.join(folder, 'build');
    mkdirSync(build);
    for (const instruction of firstStage) follow(instruction, build);
  }, 120_000);
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  test('are the packages of production, and no tests, sources or simulator', () => {
    const packages = readdirSync(path.join(app, 'node_modules'));
    for (const name of ['hono', 'pino', 'pg', 'zod']) expect(packages).toContain(name);
    expect(existsSync(path.join(app, 'node_modules/@electric-sql/pglite/dist/pglite.wasm'))).toBe(true);
    for (const name of ['prisma', 'jest', 'typescript', 'tsx', 'knip']) expect(packages).not.toContain(name);
    expect(readdirSync(app).sort()).toEqual(
      [
        '.npmrc',
        'dist',
        'manifest.json',
        'manifest.socket-mode.json',
        'node_modules',
        'package-lock.json',
        'package.json',
        'prisma',
        'public',
        'scripts',
      ].sort(),
    );
    expect(readdirSync(path.join(app, 'dist'))).toEqual(['src']);
    expect(
      snapshot(app).filter((line) => /\.(test|d)\.ts |\.env/.test(line) && !line.startsWith('node_modules')),
    ).toEqual([]);
  });

  test('has a folder for its data that nobody else may read', () => {
    const data = path.join(folder, 'data');
    const { uid, gid } = userInfo();
    for (const command of only('RUN')) {
      run(command.replaceAll('/data', data).replace('-o node -g node', `-o ${uid} -g ${gid}`), folder);
    }
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  test('is small', () => {
    const bytes = snapshot(app).reduce((sum, line) => sum + Number(line.split(' ').at(-2)), 0);
    expect(bytes / 2 ** 20).toBeLessThan(160);
  });

  test('starts, is healthy, writes nothing outside of its data, and stops within its grace', async () => {
    const prepared = await prepareProcess({ DATABASE_URL: await databaseUrl() });
    const env = { ...prepared.env, PATH: process.env.PATH ?? '', NODE_ENV: 'production' };
    const health = () =>
      spawnSync(process.execPath, ['scripts/health-check.mjs'], { cwd: app, env, encoding: 'utf8' });
    expect(health()).toMatchObject({ status: 1, stderr: expect.stringContaining('ECONNREFUSED') });

    const before = snapshot(app);
    child = spawn(process.execPath, ['dist/src/main.js'], {
      cwd: app,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    const ended = new Promise((resolve) => child?.once('exit', resolve));
    await until(
      () => output,
      (text) => text.includes('Lanyard is ready'),
      'the start',
      30_000,
    );
    expect(health()).toMatchObject({ status: 0 });
    expect((await fetch(`${prepared.url}/`)).status).toBe(200);
    expect((await fetch(`${prepared.url}/assets/home.png`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await prepared.slack.stop();
    expect(snapshot(app)).toEqual(before);
  });
});
