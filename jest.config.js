import { findChromium } from './test/support/chromium.mjs';

const chromium = findChromium();
if (!chromium) {
  const how = 'install Chromium (apt-get install chromium), or set CHROMIUM_PATH.';
  if (process.env.CI) throw new Error(`CI has to run the browser tests: ${how}`);
  console.error(`\nNOT RUN: the tests in test/browser/. To run them ${how}\n`);
}

/** Real ESM (PGlite loads parts by dynamic import), TypeScript by SWC, one database template for the whole run. */
export default {
  ...(chromium ? {} : { testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'] }),
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
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/simulator/**/*.test.ts'],
  maxWorkers: 2,
  // Only what hangs waits so long. Some tests start five whole processes one after the other, each compiled anew, on
  // machines that are busy with other workers.
  testTimeout: 90_000,
};
