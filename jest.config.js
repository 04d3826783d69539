import { findChromium } from './test/support/chromium.mjs';
import { findPgbouncer } from './test/support/pgbouncer.mjs';
import { isQuick, quickFiles } from './test/support/quick.mjs';

/** What npm does not bring. Without it a folder of tests is left out, loudly; in CI that is a failure. */
const programs = [
  {
    folder: 'test/browser/',
    found: findChromium(),
    how: 'install Chromium (apt-get install chromium), or set CHROMIUM_PATH.',
  },
  {
    folder: 'test/pooler/',
    found: findPgbouncer(),
    how: 'install PgBouncer (apt-get install pgbouncer), or set PGBOUNCER_PATH.',
  },
];
const missing = isQuick ? [] : programs.filter(({ found }) => !found);
for (const { folder, how } of missing) {
  if (process.env.CI) throw new Error(`CI has to run the tests in ${folder}: ${how}`);
  console.error(`\nNOT RUN: the tests in ${folder}. To run them ${how}\n`);
}

/** Real ESM (PGlite loads parts by dynamic import), TypeScript by SWC, one database template for the whole run. */
export default {
  testPathIgnorePatterns: ['/node_modules/', ...missing.map(({ folder }) => `<rootDir>/${folder}`)],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/jest-global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/jest-global-teardown.mjs',
  reporters: ['default', '<rootDir>/test/support/totals-reporter.mjs'],
  testMatch: isQuick ? quickFiles() : ['<rootDir>/test/**/*.test.ts', '<rootDir>/simulator/**/*.test.ts'],
  maxWorkers: 2,
  // Node keeps some of what each file of tests has loaded: past this a worker spends its time collecting garbage.
  workerIdleMemoryLimit: '900MB',
  // Only what hangs waits so long. Some tests start five whole processes one after the other, each compiled anew, on
  // machines that are busy with other workers.
  testTimeout: 90_000,
};
