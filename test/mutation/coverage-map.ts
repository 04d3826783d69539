import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Mark, marksOf, withMarks } from './mark.ts';
import { ROOT } from './tree.ts';
import type { Worker } from './workers.ts';

export type MeasuredTest = { name: string; ms: number; marks: string[] };
export type MeasuredFile = {
  file: string;
  /** Of the test file's text: it is measured again when this differs. */
  print: string;
  tests: MeasuredTest[];
  /** What is come past outside of any test, in hooks: every test of the file judges that. */
  hooks: string[];
  /** Tests that fail without any mistake made: they judge nothing. */
  failing: string[];
};

const CACHE = path.join(ROOT, 'node_modules/.cache/lanyard/mutation/coverage.json');
/** What they check is no behaviour of a room, or runs in processes of its own, where nothing is measured. */
const NOT_RUN =
  /^test\/(browser|scripts|ops|docs|import-directions|config|database|scenarios\/(doctor|key-commands|mutual-tls|process|rotation-processes)\.)/;

/** What holds on both databases is asked of one of them: the same mistake twice would only take twice as long. */
const NOT_ON_PGLITE = '^(?!.*\\bPGlite\\b)';

/** Which test comes past which mark, measured once for each test file and kept. */
export async function measureCoverage(
  { tree, dropDatabases }: Worker,
  sources: ReadonlyMap<string, string>,
  { fresh, say }: { fresh: boolean; say(text: string): void },
): Promise<MeasuredFile[]> {
  const known: MeasuredFile[] = !fresh && existsSync(CACHE) ? JSON.parse(readFileSync(CACHE, 'utf8')) : [];
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'test/*.test.ts'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  const files = listed
    .trim()
    .split('\n')
    .filter((file) => !NOT_RUN.test(file));
  // Those of one folder first: a run that is cut off then knows what judges most.
  files.sort((a, b) => Number(a.includes('/scenarios/')) - Number(b.includes('/scenarios/')));
  const measured = known.filter(({ file, print }) => files.includes(file) && printOf(file) === print);
  const missing = files.filter((file) => !measured.some((each) => each.file === file));
  if (missing.length === 0) return measured;

  const ids: string[] = [];
  const marks = new Map<string, Mark[]>([...sources].map(([file, source]) => [file, marksOf(file, source)]));
  for (const [file, source] of sources) {
    const numberOf = (id: string) => ids.push(id) - 1;
    tree.write(file, withMarks(source, marks.get(file) ?? [], numberOf));
  }
  for (const [index, file] of missing.entries()) {
    say(`Measuring what tests come past: ${index + 1} of ${missing.length}, ${file}`);
    const { lines } = await tree.runJest({ files: [file], pattern: NOT_ON_PGLITE, limitMs: 900_000 });
    await dropDatabases();
    const found = lines.map((line) => JSON.parse(line)).find((line) => line.file === file);
    if (!found || found.broken) {
      say(`${file} does not run: it judges nothing.`);
      continue;
    }
    const named = (numbers: number[]) => [...new Set(numbers.map((number) => ids[number] ?? ''))];
    const passed = found.tests.filter((test: { passed: boolean }) => test.passed);
    const failing = found.tests
      .filter((test: { passed: boolean }) => !test.passed)
      .map((test: { name: string }) => test.name);
    for (const name of failing) say(`Fails without any mistake, and judges nothing: ${file}: ${name}`);
    measured.push({
      file,
      print: printOf(file),
      tests: passed.map((test: { name: string; ms: number; marks: number[] }) => ({
        name: test.name,
        ms: test.ms,
        marks: named(test.marks),
      })),
      hooks: named(found.hooks),
      failing,
    });
    mkdirSync(path.dirname(CACHE), { recursive: true });
    writeFileSync(CACHE, JSON.stringify(measured));
  }
  for (const file of sources.keys()) tree.restore(file);
  return measured;
}

const printOf = (file: string) =>
  createHash('sha256')
    .update(readFileSync(path.join(ROOT, file)))
    .digest('hex')
    .slice(0, 16);
