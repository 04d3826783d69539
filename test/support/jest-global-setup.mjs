// Jest loads this file by Node alone, which does not know TypeScript everywhere yet.
import { tsImport } from 'tsx/esm/api';

export default async function setUp() {
  const { prepareDatabases } = await tsImport('./prepare-databases.ts', import.meta.url);
  globalThis.lanyardTestDatabases = await prepareDatabases();
}
