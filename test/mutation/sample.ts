import path from 'node:path';
import type { Mutant } from './mutant.ts';

/** Even a small folder is asked this often. */
const FEWEST = 8;

/** Which folder, or file that is judged alone, a mutant counts for. */
export const stratumOf = ({ file }: Pick<Mutant, 'file'>) =>
  file.startsWith('src/web/') ? file : path.dirname(file);

/** The sample, folder by folder in turns, so that a run that is cut off has tried some of each. */
export function createSample(mutants: readonly Mutant[], { count, seed }: { count: number; seed: number }) {
  const strata = [...quotas(mutants, count)].map(([stratum, quota]) => ({
    stratum,
    quota,
    taken: 0,
    left: orderOf(
      mutants.filter((each) => stratumOf(each) === stratum),
      seed,
    ),
  }));
  return {
    /** Undefined: that was the last one. */
    next(): Mutant | undefined {
      const open = strata.filter(({ quota, taken, left }) => taken < quota && left.length > 0);
      const [first] = open.sort((a, b) => a.taken / a.quota - b.taken / b.quota);
      if (!first) return undefined;
      first.taken += 1;
      return first.left.shift();
    },
    /** Those that will be taken, and some more for those that do not count. */
    likely: (): Mutant[] => strata.flatMap(({ quota, left }) => left.slice(0, Math.ceil(quota * 1.3))),
    /** Another one takes its place. */
    doesNotCount(mutant: Mutant): void {
      const stratum = strata.find((each) => each.stratum === stratumOf(mutant));
      if (stratum) stratum.taken -= 1;
    },
  };
}

/** How many mutants each folder gets: by how many there could be, but no folder too few. */
function quotas(mutants: readonly Mutant[], count: number): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const mutant of mutants) sizes.set(stratumOf(mutant), (sizes.get(stratumOf(mutant)) ?? 0) + 1);
  const fewest = Math.min(FEWEST, Math.floor(count / sizes.size));
  const rest = count - fewest * sizes.size;
  const shares = [...sizes].map(([stratum, size]) => ({ stratum, share: (rest * size) / mutants.length }));
  const quota = new Map(shares.map(({ stratum, share }) => [stratum, fewest + Math.floor(share)]));
  let missing = count - [...quota.values()].reduce((sum, each) => sum + each, 0);
  for (const { stratum } of shares.sort((a, b) => (b.share % 1) - (a.share % 1))) {
    if (missing > 0) quota.set(stratum, (quota.get(stratum) ?? 0) + 1);
    missing -= 1;
  }
  return quota;
}

/**
 * In which order the mutants of a folder are taken: a seeded shuffle in which every kind of mistake has its turn, so that
 * the many members of objects do not crowd out the few locks.
 */
function orderOf(mutants: readonly Mutant[], seed: number): Mutant[] {
  const random = randomFrom(seed);
  const kinds = new Map<string, Mutant[]>();
  for (const mutant of shuffle(mutants, random))
    kinds.set(mutant.kind, [...(kinds.get(mutant.kind) ?? []), mutant]);
  const turns = shuffle([...kinds.values()], random);
  const longest = Math.max(0, ...turns.map((each) => each.length));
  return Array.from({ length: longest }, (_, round) => turns.flatMap((each) => each[round] ?? [])).flat();
}

function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

/** Mulberry32: the same numbers for the same seed, on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
