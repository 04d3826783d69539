import path from 'node:path';
import type { MeasuredFile } from './coverage-map.ts';
import { applyMutant, type Mutant } from './mutant.ts';
import type { Tree } from './tree.ts';

export type Verdict = {
  outcome: 'noticed' | 'survived' | 'not covered' | 'does not compile';
  /** The test that noticed it. */
  by?: string;
  /** How many tests judged it, or would have, and how many of these the time allowed did not cover. */
  tests: number;
  left: number;
};

type Chosen = { file: string; names: string[]; ms: number };

/** What starting Jest on one test file costs, before its first test. */
const STARTING_MS = 4_000;

export async function judge(
  tree: Tree,
  mutant: Mutant,
  source: string,
  coverage: readonly MeasuredFile[],
  { budgetMs, compiles }: { budgetMs: number; compiles: boolean },
): Promise<Verdict> {
  const { chosen, left } = withinBudget(choose(mutant, coverage), budgetMs);
  const tests = chosen.reduce((sum, { names }) => sum + names.length, 0);
  tree.write(mutant.file, applyMutant(source, mutant));
  try {
    if (!compiles && (await tree.brokenFiles()).size > 0) return { outcome: 'does not compile', tests, left };
    if (chosen.length === 0) return { outcome: 'not covered', tests, left };
    const expectedMs = chosen.reduce((sum, { ms }) => sum + ms + STARTING_MS, 0);
    const { lines, timedOut } = await tree.runJest({
      files: chosen.map(({ file }) => file),
      pattern: patternOf(chosen.flatMap(({ names }) => names)),
      stopAtFailure: true,
      // Only what hangs takes so long: the machine may be busy.
      limitMs: 180_000 + expectedMs * 5,
    });
    const failed = lines.map((line) => JSON.parse(line)).find((line) => line.failed);
    if (failed) return { outcome: 'noticed', by: failed.failed, tests, left };
    if (timedOut) return { outcome: 'noticed', by: 'the time limit: it never ended', tests, left };
    const ran = lines.length;
    if (ran < chosen.length)
      return { outcome: 'noticed', by: 'the process, which ended in the middle', tests, left };
    return { outcome: 'survived', tests, left };
  } finally {
    tree.restore(mutant.file);
  }
}

/** The tests that come past it: those of the same folder first, then the cheapest file. */
function choose(mutant: Mutant, coverage: readonly MeasuredFile[]): Chosen[] {
  const near = `test/${path.dirname(mutant.file).replace(/^src\//, '')}/`;
  const wanted = wantedMarks(mutant, coverage);
  return coverage
    .flatMap(({ file, tests, hooks }): Chosen[] => {
      const whole =
        hooks.some((mark) => wanted.has(mark)) &&
        !tests.some(({ marks }) => marks.some((mark) => wanted.has(mark)));
      const past = tests.filter(({ marks }) => whole || marks.some((mark) => wanted.has(mark)));
      if (past.length === 0) return [];
      return [{ file, names: past.map(({ name }) => name), ms: past.reduce((sum, { ms }) => sum + ms, 0) }];
    })
    .sort((a, b) => Number(b.file.startsWith(near)) - Number(a.file.startsWith(near)) || a.ms - b.ms);
}

/** Code that is newer than the measurements has no mark in them: then whatever comes past its function. */
function wantedMarks({ marks, file }: Mutant, coverage: readonly MeasuredFile[]): Set<string> {
  const known = new Set(
    coverage.flatMap(({ tests, hooks }) => [...hooks, ...tests.flatMap((test) => test.marks)]),
  );
  const exact = marks.filter((mark) => known.has(mark));
  if (exact.length > 0) return new Set(exact);
  const functions = marks.map((mark) => mark.slice(0, mark.lastIndexOf('#') + 1));
  if (functions.length === 0) functions.push(`${file}#`);
  return new Set([...known].filter((mark) => functions.some((each) => mark.startsWith(each))));
}

function withinBudget(all: readonly Chosen[], budgetMs: number): { chosen: Chosen[]; left: number } {
  const chosen: Chosen[] = [];
  let left = 0;
  let spent = 0;
  for (const each of all) {
    // The first is always run.
    if (chosen.length > 0 && spent + each.ms + STARTING_MS > budgetMs) left += each.names.length;
    else chosen.push(each);
    spent += each.ms + STARTING_MS;
  }
  return { chosen, left };
}

function patternOf(names: readonly string[]): string {
  const escaped = [...new Set(names)].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return `^(${escaped.join('|')})$`;
}
