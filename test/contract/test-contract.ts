import { afterAll, describe, expect, test } from '@jest/globals';
import { type Harness, runCase, whyNotApplicable } from './contract.ts';
import { installationStoreContract } from './installation-store-contract.ts';
import { knownDifferences } from './known-differences.ts';

/** Every case on one store: kept, or known to break and then broken, or not applicable and then impossible. */
export function testContract(harness: Harness): void {
  const reasons = new Map(
    Object.entries(knownDifferences[harness.name] ?? {}).flatMap(([reason, names]) =>
      names.map((name) => [name, reason] as const),
    ),
  );
  describe(harness.name, () => {
    afterAll(() => harness.end());
    for (const contractCase of installationStoreContract) {
      const { family, name } = contractCase;
      const notApplicable = whyNotApplicable(contractCase, harness);
      const difference = reasons.get(name);
      if (notApplicable !== undefined) {
        // A test of its own, so that the report counts what could not be asked.
        test(`${family}: not applicable, since ${notApplicable}: ${name}`, async () => {
          const opened = await harness.open();
          const has = { 'second instance': opened.secondInstance, dump: opened.dump };
          await opened.close();
          expect(contractCase.needs.map((need) => has[need])).toContain(undefined);
          expect(difference).toBeUndefined();
        });
      } else if (difference !== undefined) {
        test(`${family}: known to break, since ${difference}: ${name}`, async () => {
          await expect(runCase(contractCase, harness)).rejects.toThrow();
        });
      } else {
        test(`${family}: ${name}`, () => runCase(contractCase, harness));
      }
    }
  });
}
