import { writeSync } from 'node:fs';

/** Ends the run with the line `N passed, N failed`. A test that was skipped, or left for later, counts as failed. */
export default class TotalsReporter {
  #globalConfig;
  #error;

  constructor(globalConfig) {
    this.#globalConfig = globalConfig;
  }

  onRunComplete(_contexts, results) {
    // A name pattern leaves tests out on purpose.
    const filtered = Boolean(this.#globalConfig.testNamePattern);
    const notRun = filtered ? 0 : results.numPendingTests + results.numTodoTests;
    const passed = results.numPassedTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + notRun;
    if (notRun > 0) this.#error = new Error(`${notRun} tests were skipped or are todo.`);
    else if (passed + failed === 0) this.#error = new Error('No test ran.');
    const lines = this.#error ? [this.#error.message] : [];
    lines.push(`${passed} passed, ${failed} failed`);
    // On exit: global teardown and Jest's own summary come after this.
    process.on('exit', () => writeSync(1, `${lines.join('\n')}\n`));
  }

  /** Jest fails the run when a reporter has an error. */
  getLastError() {
    return this.#error;
  }
}
