// Jest loads this file by Node alone, which does not know TypeScript everywhere yet.
import { tsImport } from 'tsx/esm/api';
import { findClientProblem } from '../../scripts/check-prisma-client.mjs';

export default async function setUp() {
  const problem = await findClientProblem();
  if (problem) throw new Error(problem);
  const { prepareDatabases } = await tsImport('./prepare-databases.ts', import.meta.url);
  globalThis.lanyardTestDatabases = await prepareDatabases();
}
