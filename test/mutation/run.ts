// `npm run mutation`: makes small mistakes in the code, one at a time and in a copy, and sees whether a test notices.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runOn } from '../support/databases.ts';
import { prepareDatabases } from '../support/prepare-databases.ts';
import { measureCoverage } from './coverage-map.ts';
import { findMutants } from './find-mutants.ts';
import { judge } from './judge.ts';
import { describeChange, type Mutant } from './mutant.ts';
import { type Judged, reportOf } from './report.ts';
import { orderOf, quotas, stratumOf } from './sample.ts';
import { copyTree, ROOT } from './tree.ts';

const JUDGED = [
  'src/installations',
  'src/authorizations',
  'src/two-factor',
  'src/notifications',
  'src/audit',
  'src/vault',
  'src/web/coverage-file.ts',
];
const RESULTS = path.join(ROOT, 'node_modules/.cache/lanyard/mutation');

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '11' },
    count: { type: 'string', default: '200' },
    /** Only what lies here. */
    only: { type: 'string', default: 'src/' },
    /** How long the tests of one mutant may take, in seconds as they were measured. */
    budget: { type: 'string', default: '150' },
    /** Judges the survivors of the last run once more. */
    again: { type: 'boolean', default: false },
    /** Measures what tests come past once more. */
    fresh: { type: 'boolean', default: false },
    /** Only measures. */
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
const tree = copyTree();
const judged: Judged[] = [];
try {
  const coverage = await measureCoverage(tree, sources, { fresh: values.fresh, say, cleanUp: dropDatabases });
  if (!values.measure) {
    say(`${all.length} mutants are possible; judging ${count} of them (seed ${seed}).`);
    if (values.again) await judgeAgain();
    else await judgeSample();
    say(`\nSeed ${seed}.\n\n${reportOf(judged)}`);
  }

  async function judgeSample(): Promise<void> {
    for (const [stratum, quota] of quotas(all, count)) {
      let left = quota;
      for (const mutant of orderOf(
        all.filter((each) => stratumOf(each) === stratum),
        seed,
      )) {
        if (left === 0) break;
        if (await judgeOne(mutant)) left -= 1;
      }
    }
  }

  async function judgeAgain(): Promise<void> {
    const earlier: Judged[] = JSON.parse(readFileSync(path.join(RESULTS, 'judged.json'), 'utf8'));
    for (const { mutant, verdict } of earlier) {
      if (verdict.outcome === 'does not compile') continue;
      const same = all.find(
        (each) => each.file === mutant.file && describeChange(each) === describeChange(mutant),
      );
      if (verdict.outcome === 'noticed' || !same) judged.push({ mutant, verdict });
      else await judgeOne(same);
    }
  }

  /** @returns whether it counts */
  async function judgeOne(mutant: Mutant): Promise<boolean> {
    const verdict = await judge(tree, mutant, sources.get(mutant.file) ?? '', coverage, budgetMs);
    await dropDatabases();
    judged.push({ mutant, verdict });
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(path.join(RESULTS, 'judged.json'), JSON.stringify(judged));
    writeFileSync(path.join(RESULTS, 'report.md'), reportOf(judged));
    say(
      `${verdict.outcome}: ${mutant.file}:${mutant.line} [${mutant.kind}] ${describeChange(mutant)}${verdict.by ? `\n    by ${verdict.by}` : ''}`,
    );
    return verdict.outcome !== 'does not compile';
  }
} finally {
  tree.remove();
  await databases.stop();
}

/** Each test file makes databases of its own, and a run stopped in the middle leaves them. */
async function dropDatabases(): Promise<void> {
  const [url, prefix] = [
    process.env.LANYARD_TEST_POSTGRES_URL ?? '',
    process.env.LANYARD_TEST_DATABASE_PREFIX ?? '',
  ];
  const rows = await runOn(
    url,
    `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%' AND datname NOT LIKE '%_template'`,
  );
  for (const { datname } of rows) await runOn(url, `DROP DATABASE "${datname}" WITH (FORCE)`);
}
