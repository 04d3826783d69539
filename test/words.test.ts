import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@babel/parser';
import { describe, expect, test } from '@jest/globals';

const RULES = 'docs/words.md';
/** It names what it rules out. */
const prose = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => path.join('docs', name))
  .concat(readdirSync('.').filter((name) => name.endsWith('.md')))
  .filter((file) => file !== RULES);
const filesIn = (folder: string) =>
  execFileSync('git', ['ls-files', folder], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((file) => existsSync(file));
const locales = filesIn('src/locales');
const simulator = filesIn('simulator').filter((file) => /(?<!\.test)\.ts$/.test(file));
const code = ['src', 'simulator', 'scripts', 'test/support']
  .flatMap(filesIn)
  .filter((file) => /(?<!\.test|\.d)\.m?ts$|\.mjs$/.test(file) && !file.endsWith('.d.mts'));
/** The window, the consent page and what the demo prints; the rest answers programs and tests. */
const READ_BY_PEOPLE = /^simulator\/(ui|oauth|demo)/;

/** The first columns of the tables under a line that begins so: words and phrases, in any case. */
function ruledOut(under: string): string[] {
  const text = readFileSync(RULES, 'utf8');
  const [, table = ''] = text.slice(text.indexOf(under)).split(/\n\|---\|---\|\n/);
  const rows = table.split('\n\n')[0] ?? '';
  return rows
    .split('\n')
    .flatMap((row) => row.split('|')[1]?.split(',') ?? [])
    .map((phrase) => phrase.trim())
    .filter(Boolean);
}

const EVERYWHERE = ruledOut('Everywhere:');
const INTERFACE = ruledOut('In the interface');

const found = (texts: readonly string[], phrases: readonly string[]) =>
  texts.flatMap((text) =>
    phrases
      .filter((phrase) => new RegExp(`\\b${phrase.replaceAll('’', "['’]")}\\b`, 'i').test(text))
      .map((phrase) => `${phrase}: ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`),
  );

type Parsed = ReturnType<typeof parse>;

const parsed = (file: string): Parsed =>
  parse(readFileSync(file, 'utf8'), { sourceType: 'module', plugins: ['typescript'] });

/** What people read of a file of words: every text in it, and nothing of its comments and names. */
function textsOf(file: string, { program }: Parsed = parsed(file)): string[] {
  const texts: string[] = [];
  (function walk(node: unknown): void {
    if (typeof node !== 'object' || node === null) return;
    const { type, value } = node as { type?: string; value?: unknown };
    if (type === 'ImportDeclaration') return;
    if (type === 'StringLiteral') texts.push(String(value));
    if (type === 'TemplateElement') texts.push(String((value as { cooked?: string }).cooked));
    Object.values(node).forEach(walk);
  })(program);
  return texts;
}

/** What developers and operators read of it: its comments, and every text of more than one word. */
function proseOf(file: string): string[] {
  const tree = parsed(file);
  const comments = (tree.comments ?? []).map(({ value }) => value.replaceAll(/\n\s*\*/g, '\n'));
  return [...comments, ...textsOf(file, tree).filter((text) => /\w\s+\w/.test(text))];
}

test('the tables have words in them', () => {
  expect(EVERYWHERE).toContain('whoever');
  expect(INTERFACE).toContain('cannot');
});

describe.each(locales)('%s', (file) => {
  const texts = textsOf(file);

  test('uses none of the words that docs/words.md rules out', () => {
    expect(found(texts, [...EVERYWHERE, ...INTERFACE])).toEqual([]);
  });

  // A part of a template begins where a number was put in.
  test('has typographic apostrophes, and no space before a percent sign', () => {
    const wrong = texts.filter((text) => /[a-z]'[a-z]/i.test(text) || /(\d|^) %/.test(text));
    expect(wrong).toEqual([]);
  });
});

test.each(simulator)('%s uses none of the words that docs/words.md rules out', (file) => {
  expect(
    found(textsOf(file), READ_BY_PEOPLE.test(file) ? [...EVERYWHERE, ...INTERFACE] : EVERYWHERE),
  ).toEqual([]);
});

test.each(code)('%s uses none of them in its messages and comments', (file) => {
  expect(found(proseOf(file), EVERYWHERE)).toEqual([]);
});

test.each(prose)('%s uses none of the words that docs/words.md rules out', (file) => {
  const text = readFileSync(file, 'utf8').replaceAll(/```[\s\S]*?```|`[^`]*`/g, '');
  expect(found(text.split(/\n\n|\n\|/), EVERYWHERE)).toEqual([]);
});
