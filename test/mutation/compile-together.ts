import { applyMutant, type Mutant } from './mutant.ts';
import type { Tree } from './tree.ts';

/** Which of these surely compile: those of different files are tried together. Of the others nothing is known yet. */
export async function compileTogether(
  tree: Tree,
  mutants: readonly Mutant[],
  sources: ReadonlyMap<string, string>,
): Promise<Set<Mutant>> {
  const compile = new Set<Mutant>();
  for (let left = [...mutants]; left.length > 0; ) {
    const together = new Map<string, Mutant>();
    for (const mutant of left) if (!together.has(mutant.file)) together.set(mutant.file, mutant);
    left = left.filter((mutant) => together.get(mutant.file) !== mutant);
    for (const [file, mutant] of together) tree.write(file, applyMutant(sources.get(file) ?? '', mutant));
    const broken = await tree.brokenFiles();
    for (const file of together.keys()) tree.restore(file);
    // An error in a file without a mistake may come from any of them.
    if ([...broken].some((file) => !together.has(file))) continue;
    for (const [file, mutant] of together) if (!broken.has(file)) compile.add(mutant);
  }
  return compile;
}
