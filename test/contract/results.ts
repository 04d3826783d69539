import { type Harness, runCase, whyNotApplicable } from './contract.ts';
import { installationStoreContract } from './installation-store-contract.ts';

export type Result = {
  family: string;
  name: string;
  outcome: 'kept' | 'broken' | 'not applicable';
  why?: string;
};

/** Runs every case on a store, one after the other, and tells of each how it went. */
export async function resultsOf(harness: Harness): Promise<Result[]> {
  const results: Result[] = [];
  for (const contractCase of installationStoreContract) {
    const { family, name } = contractCase;
    const why = whyNotApplicable(contractCase, harness);
    if (why !== undefined) {
      results.push({ family, name, outcome: 'not applicable', why });
      continue;
    }
    const failure = await runCase(contractCase, harness).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    results.push(
      failure === undefined
        ? { family, name, outcome: 'kept' }
        : { family, name, outcome: 'broken', why: failure },
    );
  }
  return results;
}
