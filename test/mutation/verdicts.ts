import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Verdict } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { ROOT } from './tree.ts';

const FILE = path.join(ROOT, 'node_modules/.cache/lanyard/mutation/verdicts.json');

/**
 * What earlier runs found out. A mistake that was noticed, or that does not compile, is not tried again while its file
 * is the same; one that survived is, for there may be a new test.
 */
export function createVerdicts({ fresh }: { fresh: boolean }) {
  const known: Record<string, Verdict> =
    !fresh && existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
  const keyOf = ({ file, start, end, replacement }: Mutant, source: string) =>
    createHash('sha256')
      .update(JSON.stringify([file, start, end, replacement, source]))
      .digest('hex')
      .slice(0, 24);
  return {
    known(mutant: Mutant, source: string): Verdict | undefined {
      const verdict = known[keyOf(mutant, source)];
      return verdict?.outcome === 'noticed' || verdict?.outcome === 'does not compile' ? verdict : undefined;
    },
    keep(mutant: Mutant, source: string, verdict: Verdict): void {
      known[keyOf(mutant, source)] = verdict;
      mkdirSync(path.dirname(FILE), { recursive: true });
      writeFileSync(FILE, JSON.stringify(known));
    },
  };
}
