// `npm run mutation`: makes small mistakes in the code, one at a time and in a copy, and sees whether a test notices.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareDatabases } from '../support/prepare-databases.ts';
import { compileTogether } from './compile-together.ts';
import { measureCoverage } from './coverage-map.ts';
import { findMutants } from './find-mutants.ts';
import { judge } from './judge.ts';
import { describeChange, type Mutant } from './mutant.ts';
import { type Judged, reportOf } from './report.ts';
import { createSample } from './sample.ts';
import { ROOT } from './tree.ts';
import { createVerdicts } from './verdicts.ts';
import { startWorkers, type Worker } from './workers.ts';

const JUDGED = [
  'src/installations',
  'src/authorizations',
  'src/two-factor',
  'src/notifications',
  'src/audit',
  'src/vault',
  'src/web/coverage-file.ts',
];
const REPORT = path.join(ROOT, 'node_modules/.cache/lanyard/mutation/report.md');

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '11' },
    count: { type: 'string', default: '200' },
    /** Only what lies here. */
    only: { type: 'string', default: 'src/' },
    /** How long the tests of one mistake may take, in seconds as they were measured. */
    budget: { type: 'string', default: '150' },
    workers: { type: 'string', default: '1' },
    /** Believes nothing of earlier runs. */
    fresh: { type: 'boolean', default: false },
    /** Only measures what tests come past. */
    measure: { type: 'boolean', default: false },
  },
});
const [seed, count, budgetMs] = [Number(values.seed), Number(values.count), Number(values.budget) * 1000];
const say = (text: string) => console.log(text);

const listed = execFileSync('git', ['ls-files', ...JUDGED], { cwd: ROOT, encoding: 'utf8' })
  .trim()
  .split('\n');
const sources = new Map(listed.map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]));
const all = [...sources]
  .flatMap(([file, source]) => findMutants(file, source))
  .filter(({ file }) => file.startsWith(values.only));

const databases = await prepareDatabases();
const workers = await startWorkers(Number(values.workers));
process.on('exit', () => {
  for (const { tree } of workers) tree.remove();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const judged: Judged[] = [];
const verdicts = createVerdicts({ fresh: values.fresh });
try {
  const coverage = await measureCoverage(workers[0] as Worker, sources, { fresh: values.fresh, say });
  if (!values.measure) {
    say(`${all.length} mistakes are possible; trying ${count} of them (seed ${seed}).`);
    const sample = createSample(all, { count, seed });
    const [first] = workers;
    const unknown = sample.likely().filter((each) => !verdicts.known(each, sources.get(each.file) ?? ''));
    say(`Looking which of ${unknown.length} compile.`);
    const compiling = await compileTogether((first as Worker).tree, unknown, sources);
    const work = async ({ tree, dropDatabases }: Worker) => {
      for (let mutant = sample.next(); mutant; mutant = sample.next()) {
        const source = sources.get(mutant.file) ?? '';
        const known = verdicts.known(mutant, source);
        const verdict =
          known ??
          (await judge(tree, mutant, source, coverage, { budgetMs, compiles: compiling.has(mutant) }));
        if (!known) await dropDatabases();
        if (verdict.outcome === 'does not compile') sample.doesNotCount(mutant);
        verdicts.keep(mutant, source, verdict);
        tell({ mutant, verdict });
      }
    };
    await Promise.all(workers.map(work));
    say(`\nSeed ${seed}.\n\n${reportOf(judged)}`);
  }
} finally {
  await databases.stop();
}
process.exit();

function tell({ mutant, verdict }: Judged & { mutant: Mutant }): void {
  judged.push({ mutant, verdict });
  mkdirSync(path.dirname(REPORT), { recursive: true });
  writeFileSync(REPORT, `Seed ${seed}.\n\n${reportOf(judged)}`);
  const where = `${mutant.file}:${mutant.line} [${mutant.kind}]`;
  say(`${verdict.outcome}: ${where} ${describeChange(mutant)}${verdict.by ? `\n    by ${verdict.by}` : ''}`);
}
