import jest from '../../jest.config.js';

const { globalSetup, globalTeardown, maxWorkers, ...rest } = jest;

/** As the tests always run, but in one process, on databases that are already there, and told to `reporter.mjs`. */
export default {
  ...rest,
  rootDir: '../..',
  reporters: ['<rootDir>/test/mutation/reporter.mjs'],
  setupFilesAfterEnv: ['<rootDir>/test/mutation/tell-test.ts'],
  testSequencer: '<rootDir>/test/mutation/sequencer.mjs',
};
