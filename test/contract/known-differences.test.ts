import { expect, test } from '@jest/globals';
import { lanyardAsWired } from './harnesses/lanyard.ts';
import { slackFile } from './harnesses/slack-file.ts';
import { slackMemory } from './harnesses/slack-memory.ts';
import { installationStoreContract } from './installation-store-contract.ts';
import { knownDifferences } from './known-differences.ts';

const names = installationStoreContract.map(({ name }) => name);

test('every case has a name of its own', () => {
  expect(new Set(names).size).toBe(names.length);
});

test('differences are listed for cases and stores that there are, each once', () => {
  const stores = [...lanyardAsWired, slackMemory, slackFile].map(({ name }) => name);
  expect(Object.keys(knownDifferences).sort()).toEqual(stores.sort());
  for (const differences of Object.values(knownDifferences)) {
    const listed = Object.values(differences).flat();
    expect(names).toEqual(expect.arrayContaining(listed));
    expect(new Set(listed).size).toBe(listed.length);
  }
});
