import { afterAll, describe, expect, test } from '@jest/globals';
import { runCase, whyNotApplicable } from './contract.ts';
import { reference } from './harnesses/reference.ts';
import { slackFile } from './harnesses/slack-file.ts';
import { slackMemory } from './harnesses/slack-memory.ts';
import { installationStoreContract } from './installation-store-contract.ts';
import { knownDifferences } from './known-differences.ts';

const harnesses = [reference, slackMemory, slackFile];

describe('the contract', () => {
  test('names each of its cases differently', () => {
    const names = installationStoreContract.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('knows every case and every store that a difference is listed for, each once', () => {
    const names = installationStoreContract.map(({ name }) => name);
    expect(harnesses.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(knownDifferences)));
    for (const differences of Object.values(knownDifferences)) {
      const listed = Object.values(differences).flat();
      expect(names).toEqual(expect.arrayContaining(listed));
      expect(new Set(listed).size).toBe(listed.length);
    }
  });
});

describe.each(harnesses)('$name', (harness) => {
  afterAll(() => harness.end());
  const differences = Object.entries(knownDifferences[harness.name] ?? {}).flatMap(([reason, names]) =>
    names.map((name) => [name, reason] as const),
  );
  const reasons = new Map(differences);

  for (const contractCase of installationStoreContract) {
    const { family, name } = contractCase;
    const notApplicable = whyNotApplicable(contractCase, harness);
    const difference = reasons.get(name);
    if (notApplicable !== undefined) {
      // A test of its own, so that the count of what could not be asked is in the report.
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
