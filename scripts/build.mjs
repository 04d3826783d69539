// npm run build: src/ and simulator/ to dist/. With --if-needed, as `npm start` and `npm run demo` call it, only when
// something is newer than the last build.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const WAIT_MS = 100;

const root = fileURLToPath(new URL('..', import.meta.url));
const at = (...parts) => path.join(root, ...parts);
const dist = at('dist');
const stamp = at('dist/.built');
const compiler = at('node_modules/typescript/bin/tsc');
const client = at('src/database/generated/client.ts');
const schema = at('prisma/schema.prisma');
const lock = at('node_modules/.cache/lanyard/build.lock');

const mtime = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Folders count too: deleting a file changes nothing else. What Prisma generates does not; its schema does. */
function newest(file) {
  if (file === path.dirname(client)) return 0;
  if (!statSync(file).isDirectory()) return mtime(file);
  const within = readdirSync(file).map((name) => newest(path.join(file, name)));
  return Math.max(mtime(file), ...within);
}

function isBuilt() {
  const configs = readdirSync(root).filter((name) => /^(tsconfig.*|package-lock)\.json$/.test(name));
  const sources = ['src', 'simulator', 'prisma/schema.prisma', ...configs].map((name) => at(name));
  return existsSync(stamp) && sources.every((file) => !existsSync(file) || newest(file) <= mtime(stamp));
}

function build() {
  const started = new Date();
  if (mtime(client) < mtime(schema))
    run(at('scripts/generate-prisma-client.mjs'), 'Generating the Prisma client');
  rmSync(dist, { recursive: true, force: true });
  run(compiler, 'Compiling', '-p', 'tsconfig.build.json');
  // As of the beginning: what was changed meanwhile is newer.
  writeFileSync(stamp, '');
  utimesSync(stamp, started, started);
}

function run(script, what, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (status === 0) return;
  rmSync(lock, { force: true });
  console.error(`${what} failed (see above). Nothing was started.`);
  process.exit(1);
}

/** Waits for a build that another process is at, unless that process is gone. */
function takeLock() {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isGone(readLock())) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  }
}

function readLock() {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function isGone(pid) {
  // Being written, or deleted, at this moment.
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

const onlyIfNeeded = process.argv.includes('--if-needed');
if (onlyIfNeeded && isBuilt()) process.exit(0);

if (!existsSync(compiler)) {
  if (onlyIfNeeded && existsSync(stamp)) {
    console.error(
      'The sources are newer than dist/, but this install has no compiler: running dist/ as it is.',
    );
    process.exit(0);
  }
  console.error('Lanyard is not built, and this install has no compiler. Run: npm ci && npm run build');
  process.exit(1);
}

takeLock();
try {
  if (!(onlyIfNeeded && isBuilt())) build();
} finally {
  rmSync(lock, { force: true });
}
