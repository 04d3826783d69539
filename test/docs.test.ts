import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const TREE = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((file) => existsSync(file));
const NAMES = new Set(TREE.map((file) => path.basename(file)));
const files = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];
/** The file that the recipe in CONTRIBUTING.md has its reader write. */
const TO_BE_MADE = new Set(['src/slack/commands/whoami.ts']);
/** Stands for any file. */
const EXAMPLE = 'test.ts';
/** `test/a.test.ts`: *the name of a test*; further names up to the next file are of the same one. */
function namedTests(text: string): [file: string, name: string][] {
  return text.split(/`(?=test\/)/).flatMap((part) => {
    const [, file, rest = ''] = /^(test\/[\w./-]+)`([\s\S]*)$/.exec(part) ?? [];
    if (!file) return [];
    const names = [...rest.matchAll(/(?:^: |\(|, )\*([^*]+)\*(?!\*)/g)];
    return names.map(([, name = '']): [string, string] => [file, name.replaceAll(/\s+/g, ' ')]);
  });
}

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  test('links to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    for (const link of links) {
      const [target = '', heading] = link.split('#');
      const linked = target === '' ? file : path.join(path.dirname(file), target);
      expect([link, existsSync(linked)]).toEqual([link, true]);
      if (heading) {
        const slugs = [...readFileSync(linked, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
          title
            .toLowerCase()
            .replace(/[^\p{L}\p{N} -]/gu, '')
            .replaceAll(' ', '-'),
        );
        expect(slugs).toContain(heading);
      }
    }
  });

  test('names scripts and files of this repository that exist', () => {
    const bare = [...text.matchAll(/`([a-z][a-z0-9-]*\.(?:ts|mjs))`/g)].map(([, name = '']) => name);
    if (!/^(CHANGELOG|UPGRADING)/.test(file)) expect(bare.filter((name) => !NAMES.has(name))).toEqual([]);
    for (const [, name = ''] of text.matchAll(/npm run ([a-z][\w:-]*)/g))
      expect(scripts).toHaveProperty([name]);
    const named = [...text.matchAll(/`((?:src|test|scripts|ops|docs|prisma|simulator)\/[\w./-]*\w)`/g)].map(
      (match) => match[1] ?? '',
    );
    for (const one of named) if (!TO_BE_MADE.has(one)) expect([one, existsSync(one)]).toEqual([one, true]);
  });
});

test('comments name files that exist, and no lines of them, which move', () => {
  const sources = TREE.filter((file) => /^(src|simulator|test|bench|scripts)\/.*\.(ts|mjs)$/.test(file));
  const stale = sources.flatMap((file) => {
    const comments = readFileSync(file, 'utf8').match(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g) ?? [];
    const named = comments.flatMap((comment) => [
      ...comment.matchAll(/\b([a-z][a-z0-9-]*\.(?:ts|mjs))\b(:\d+)?/g),
    ]);
    return named
      .filter(([, name = '', line]) => line !== undefined || !(NAMES.has(name) || name === EXAMPLE))
      .map(([mention]) => [file, mention]);
  });
  expect(stale).toEqual([]);
});

test('SECURITY.md names tests that exist, word for word', () => {
  const named = namedTests(readFileSync('SECURITY.md', 'utf8'));
  expect(named.length).toBeGreaterThan(5);
  for (const [file, name] of named) {
    expect([file, name, readFileSync(file, 'utf8').includes(name)]).toEqual([file, name, true]);
  }
});

test('seals are opened in the files that docs/architecture.md lists, and nowhere else', () => {
  const listed = [...readFileSync('docs/architecture.md', 'utf8').matchAll(/^\| `(src\/[\w./-]+)` \|/gm)];
  const opening = TREE.filter(
    (file) => /^src\/(?!vault\/).*\.ts$/.test(file) && /\bvault\.open\(/.test(readFileSync(file, 'utf8')),
  );
  expect(opening.sort()).toEqual(listed.map(([, file]) => file).sort());
});
