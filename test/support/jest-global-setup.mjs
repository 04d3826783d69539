import { spawnSync } from 'node:child_process';
// Jest loads this file by Node alone, which does not know TypeScript everywhere yet.
import { tsImport } from 'tsx/esm/api';
import { findClientProblem } from '../../scripts/check-prisma-client.mjs';
import { isQuick } from './quick.mjs';

export default async function setUp() {
  const problem = await findClientProblem();
  if (problem) throw new Error(problem);
  if (!isQuick) build();
  const { prepareDatabases } = await tsImport('./prepare-databases.ts', import.meta.url);
  globalThis.lanyardTestDatabases = await prepareDatabases();
}

/** For the tests that start whole processes. */
function build() {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--if-needed'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The build failed (see above).');
  process.env.LANYARD_TEST_BUILT = '1';
}
