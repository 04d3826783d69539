// npm run bench -- contract: how many cases of the installation store's contract each store keeps, by family.
import { randomBytes } from 'node:crypto';
import type { Harness } from '../../test/contract/contract.ts';
import { lanyardAsWired, lanyardStores } from '../../test/contract/harnesses/lanyard.ts';
import { slackFile } from '../../test/contract/harnesses/slack-file.ts';
import { slackMemory } from '../../test/contract/harnesses/slack-memory.ts';
import { type Result, resultsOf } from '../../test/contract/results.ts';
import { runOn } from '../../test/support/databases.ts';
import { prepareDatabases } from '../../test/support/prepare-databases.ts';
import { startPostgres } from './measuring/postgres.ts';
import { table } from './measuring/table.ts';
import { connectBoltPrisma, createTableOfBoltPrisma } from './stores/bolt-prisma.ts';

/** `--broken`: also each broken case, with what was wrong. */
const tellBroken = process.argv.includes('--broken');

async function boltPrisma(databaseUrl: string, historicalDataEnabled: boolean): Promise<Harness> {
  const { instance, close } = await connectBoltPrisma(databaseUrl);
  return {
    name: `@seratch_/bolt-prisma, history ${historicalDataEnabled ? 'on' : 'off'}`,
    lacks: {},
    async open({ clientId = randomBytes(8).toString('hex') } = {}) {
      const options = { historicalDataEnabled };
      return {
        store: instance({ ...options, clientId }),
        // Apart from the other cases' second apps as well: all of them share the table.
        secondInstance: async (other = {}) =>
          instance({ ...options, clientId: other.clientId ? `${clientId} ${other.clientId}` : clientId }),
        dump: async () => JSON.stringify(await runOn(databaseUrl, 'SELECT * FROM slack_app_installation')),
        async close() {},
      };
    },
    end: close,
  };
}

const kept = (results: readonly Result[]) => {
  const asked = results.filter(({ outcome }) => outcome !== 'not applicable');
  if (asked.length === 0) return 'not applicable';
  return `${asked.filter(({ outcome }) => outcome === 'kept').length} of ${asked.length}`;
};

const server = await startPostgres();
const databases = await prepareDatabases();
try {
  const databaseUrl = await server.createDatabase();
  await createTableOfBoltPrisma(databaseUrl);
  const harnesses = [
    ...lanyardStores,
    ...lanyardAsWired,
    slackFile,
    slackMemory,
    await boltPrisma(databaseUrl, true),
    await boltPrisma(databaseUrl, false),
  ];
  const columns: { name: string; results: Result[] }[] = [];
  for (const harness of harnesses) {
    columns.push({ name: harness.name, results: await resultsOf(harness) });
    await harness.end();
  }
  const families = [...new Set(columns.flatMap(({ results }) => results.map(({ family }) => family)))];
  const rows = families.map((family) => [
    family,
    ...columns.map(({ results }) => kept(results.filter((result) => result.family === family))),
  ]);
  const all = ['all', ...columns.map(({ results }) => kept(results))];
  console.log(table(['family', ...columns.map(({ name }) => name)], [...rows, all]));
  for (const { name, results } of tellBroken ? columns : []) {
    for (const result of results) {
      if (result.outcome === 'broken')
        console.log(`${name}: ${result.family}: ${result.name}: ${result.why}`);
    }
  }
} finally {
  await databases.stop();
  await server.stop();
}
