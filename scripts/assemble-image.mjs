// node scripts/assemble-image.mjs folder
// What a container needs, and no more: the built code, what it reads, and the packages of production.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PARTS = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'manifest.json',
  'manifest.socket-mode.json',
  'public',
  'prisma/schema.prisma',
  'prisma/migrations',
  'scripts/health-check.mjs',
  'dist/src',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const [target] = process.argv.slice(2);
if (!target) stop('Name the folder: node scripts/assemble-image.mjs folder');
if (!existsSync(path.join(root, 'dist/.built'))) stop('Build first: npm run build');
if (existsSync(target) && readdirSync(target).length > 0) stop(`${target} is not empty.`);

mkdirSync(target, { recursive: true });
for (const part of PARTS) {
  // Types are for who builds on the store, not for who runs the app.
  const filter = (file) => !file.endsWith('.d.ts');
  cpSync(path.join(root, part), path.join(target, part), { recursive: true, filter });
}

// By the lockfile: what production needs, without what it could do without. Copied and not installed again, so that
// what was built and what runs are the same files.
const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
for (const [folder, { dev, devOptional, optional }] of Object.entries(packages)) {
  if (folder === '' || dev || devOptional || optional) continue;
  const source = path.join(root, folder);
  if (!existsSync(source)) stop(`${folder} is not installed. Run: npm ci`);
  cpSync(source, path.join(target, folder), {
    recursive: true,
    // Packages within packages have lines of their own.
    filter: (file) =>
      !path.relative(source, file).split(path.sep).includes('node_modules') && !file.endsWith('.map'),
  });
}

function stop(why) {
  console.error(why);
  process.exit(1);
}
