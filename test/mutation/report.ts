import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from './judge.ts';
import { describeChange, type Mutant } from './mutant.ts';
import { stratumOf } from './sample.ts';
import { ROOT } from './tree.ts';

export type Judged = { mutant: Mutant; verdict: Verdict };

const ACCEPTED = path.join(ROOT, 'test/mutation/survivors.md');

/** A table for each folder, and every survivor with the reason that `survivors.md` gives, if it does. */
export function reportOf(judged: readonly Judged[]): string {
  const counted = judged
    .filter(({ verdict }) => verdict.outcome !== 'does not compile')
    .sort(({ mutant: a }, { mutant: b }) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const strata = [...new Set(counted.map(({ mutant }) => stratumOf(mutant)))].sort();
  const rows = [
    ...strata.map((stratum) =>
      row(
        stratum,
        counted.filter(({ mutant }) => stratumOf(mutant) === stratum),
      ),
    ),
  ];
  const survivors = counted.filter(({ verdict }) => verdict.outcome !== 'noticed');
  const reasons = acceptedReasons();
  return [
    '| where | mutants | noticed | survived | noticed of 100 |',
    '|---|---|---|---|---|',
    ...rows,
    row('**all**', counted),
    '',
    '| survivor | change | reason |',
    '|---|---|---|',
    ...survivors.map(({ mutant, verdict }) => survivorRow(mutant, verdict, reasons.get(keyOf(mutant)))),
    '',
  ].join('\n');
}

function row(name: string, judged: readonly Judged[]): string {
  const noticed = judged.filter(({ verdict }) => verdict.outcome === 'noticed').length;
  const share = judged.length === 0 ? '–' : Math.round((noticed / judged.length) * 100);
  return `| ${name} | ${judged.length} | ${noticed} | ${judged.length - noticed} | ${share} |`;
}

function survivorRow(mutant: Mutant, verdict: Verdict, reason = ''): string {
  const unjudged =
    verdict.outcome === 'not covered'
      ? 'No test comes past it.'
      : verdict.left > 0
        ? `${verdict.left} tests were left out.`
        : '';
  return `| ${mutant.file}:${mutant.line} | ${codeOf(mutant)} | ${reason || unjudged} |`;
}

const codeOf = (mutant: Mutant) =>
  `\`${describeChange(mutant).replaceAll('|', '\\|').replaceAll('`', "'")}\``;

const keyOf = (mutant: Mutant) => `${mutant.file} ${codeOf(mutant)}`;

/** By file and change: the line may have moved. */
function acceptedReasons(): Map<string, string> {
  if (!existsSync(ACCEPTED)) return new Map();
  const rows = readFileSync(ACCEPTED, 'utf8').matchAll(/^\| (src\/\S+?):\d+ \| (`.*`) \| (.+) \|$/gm);
  return new Map([...rows].map(([, file, change, reason]) => [`${file} ${change}`, reason ?? '']));
}
