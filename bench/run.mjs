// npm run bench -- <name> [--quick]: runs bench/src/<name>.ts. What it is measured beside is installed here on demand,
// so that nobody else has to install it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = import.meta.dirname;
const root = path.join(folder, '..');
const modules = path.join(root, 'node_modules');
const [name, ...options] = process.argv.slice(2);
const names = readdirSync(path.join(folder, 'src'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'));

function run(command, args, cwd, stdio = 'inherit') {
  const { status } = spawnSync(command, args, { cwd, stdio });
  if (status !== 0) process.exit(status ?? 1);
}

if (!names.includes(name)) {
  console.error(`Which one? npm run bench -- ${names.join(' | ')} [--quick]`);
  process.exit(1);
}
// Not npm's output: standard output is the table, to be put into a file.
const toErrors = ['ignore', 2, 2];
if (!existsSync(path.join(folder, 'node_modules/@seratch_/bolt-prisma'))) {
  run(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--ignore-scripts'], folder, toErrors);
}
if (!existsSync(path.join(folder, 'generated/bolt-prisma/client.ts'))) {
  const prisma = path.join(modules, 'prisma/build/index.js');
  run(process.execPath, [prisma, 'generate', '--no-hints'], folder, toErrors);
}
const tsx = path.join(modules, 'tsx/dist/cli.mjs');
run(process.execPath, [tsx, path.join(folder, 'src', `${name}.ts`), ...options], root);
