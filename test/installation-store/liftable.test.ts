import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const src = path.resolve(import.meta.dirname, '../../src');

/** Every file of ours that is loaded with this one. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g);
  for (const [, target] of imports) {
    if (target && !target.includes('/generated/')) loadedWith(path.resolve(path.dirname(file), target), seen);
  }
  return seen;
}

test('the store can be lifted out: it loads nothing of Lanyard’s doors, words and settings', () => {
  const files = [...loadedWith(path.join(src, 'installation-store/open.ts'))].map((file) =>
    path.relative(src, file),
  );
  const folders = new Set(files.map((file) => (file.includes(path.sep) ? file.split(path.sep)[0] : file)));
  // The same list stands in docs/installation-store.md.
  expect([...folders].sort()).toEqual([
    'apps',
    'audit',
    'conversations',
    'database',
    'errors.ts',
    'in-flight.ts',
    'in-parallel.ts',
    'installation-store',
    'installations',
    'jobs',
    'observability',
    'package-file.ts',
    'slack-api',
    'turns.ts',
    'vault',
  ]);
  const said = readFileSync('docs/installation-store.md', 'utf8');
  for (const folder of folders) expect(said).toContain(`src/${folder}`);
});

test('it needs no other models than those that its documentation says to copy', () => {
  const said = readFileSync('docs/installation-store.md', 'utf8');
  const models = /The models are ([^:]*?) with their two enums/s.exec(said)?.[1]?.match(/\w+(?=`)/g) ?? [];
  const used = [...loadedWith(path.join(src, 'installation-store/open.ts'))].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:prisma|tx)\.([a-z]\w+)\./g)].map(([, model = '']) => model),
  );
  const named = (model: string) => model.charAt(0).toLowerCase() + model.slice(1);
  expect([...new Set(used)].sort()).toEqual(models.map(named).sort());
});
