import { runOn } from '../support/databases.ts';
import { copyTree, type Tree } from './tree.ts';

/** A copy of the checkout and the databases of its tests, for one mistake at a time. */
export type Worker = { tree: Tree; dropDatabases(): Promise<void> };

/** On the databases that `prepareDatabases` has made: each worker has names of its own on that server. */
export async function startWorkers(count: number): Promise<Worker[]> {
  const url = process.env.LANYARD_TEST_POSTGRES_URL ?? '';
  const common = process.env.LANYARD_TEST_DATABASE_PREFIX ?? '';
  const workers: Worker[] = [];
  for (let number = 1; number <= count; number += 1) {
    const prefix = `${common}_w${number}`;
    await runOn(url, `CREATE DATABASE "${prefix}_template" TEMPLATE "${common}_template"`);
    workers.push({
      tree: copyTree(prefix),
      /** Each test file makes its own, and a run that is stopped in the middle leaves them. */
      async dropDatabases() {
        const rows = await runOn(
          url,
          `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}\\_%' AND datname <> '${prefix}_template'`,
        );
        for (const { datname } of rows) await runOn(url, `DROP DATABASE "${datname}" WITH (FORCE)`);
      },
    });
  }
  return workers;
}
