import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Finding, lint } from './support/lint.ts';

const root = path.resolve(import.meta.dirname, '..');

/** What CONTRIBUTING forbids: a line that does it, and the beginning of what the linter says to it. */
const FORBIDDEN: readonly (readonly [line: string, says: string])[] = [
  ["jest.mock('../src/app.ts');", 'Tests run the real parts'],
  ["jest.doMock('../src/app.ts');", 'Tests run the real parts'],
  ["jest.unstable_mockModule('../src/app.ts', () => ({}));", 'Tests run the real parts'],
  ["jest.spyOn(console, 'log');", 'Tests run the real parts'],
  ["import { setTimeout as wait } from 'node:timers/promises';", 'A test that sleeps'],
  ["import * as timers from 'node:timers/promises';", 'A test that sleeps'],
  ['await new Promise((done) => setTimeout(done, 5));', 'A test that sleeps'],
  ["test.skip('name', () => {});", "Don't disable tests"],
  ["describe.skip('name', () => {});", "Don't disable tests"],
  ["test.only('name', () => {});", "Don't focus the test"],
  ['export const object = { ...{ wait } };', 'Write the members where they are'],
  ["export const list = [...['a'], 'b'];", 'Write the members where they are'],
];
const ALLOWED = [
  'export const some = { ...(timers && { timers }) };',
  'export const all = [...list, ...Object.keys(some)];',
  "test('name', () => {});",
];

let folder: string;
let findings: Finding[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lanyard-lint-'));
  const { $schema: _, vcs: __, ...own } = JSON.parse(await readFile(path.join(root, 'biome.json'), 'utf8'));
  await writeFile(path.join(folder, 'biome.json'), JSON.stringify(own));
  await cp(path.join(root, 'lint'), path.join(folder, 'lint'), { recursive: true });
  await mkdir(path.join(folder, 'test'));
  const lines = [...FORBIDDEN.map(([line]) => line), ...ALLOWED];
  await writeFile(path.join(folder, 'test/some.test.ts'), `${lines.join('\n')}\n`);
  findings = await lint(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const saidOf = (line: number) =>
  findings
    .filter((each) => each.line === line && /^(plugin|.*\/no(Skipped|Focused)Tests)$/.test(each.rule))
    .map(({ message }) => message);

test.each(FORBIDDEN.map(([line, says], index) => [line, says, index + 1] as const))(
  'the linter refuses %s',
  (_line, says, number) => {
    expect(saidOf(number)).toEqual([expect.stringContaining(says)]);
  },
);

test.each(ALLOWED.map((line, index) => [line, FORBIDDEN.length + index + 1] as const))(
  'and lets through %s',
  (_line, number) => {
    expect(saidOf(number)).toEqual([]);
  },
);
