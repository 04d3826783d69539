import { writeSync } from 'node:fs';
import path from 'node:path';

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
    // Once more by name: what a long log says in its middle may be cut off.
    const lines = [...failuresOf(results), ...(this.#error ? [this.#error.message] : [])];
    lines.push(`${passed} passed, ${failed} failed`);
    // On exit: global teardown and Jest's own summary come after this.
    process.on('exit', () => writeSync(1, `${lines.join('\n')}\n`));
  }

  /** Jest fails the run when a reporter has an error. */
  getLastError() {
    return this.#error;
  }
}

function failuresOf({ testResults }) {
  return testResults.flatMap(({ testFilePath, testResults: tests, testExecError }) => {
    const file = path.relative(process.cwd(), testFilePath);
    const named = tests
      .filter(({ status }) => status === 'failed')
      .map(
        ({ fullName, failureMessages: [message = ''] }) =>
          `FAILED ${file}: ${fullName}: ${firstLine(message)}`,
      );
    return testExecError ? [...named, `FAILED ${file}: ${firstLine(String(testExecError.message))}`] : named;
  });
}

const firstLine = (text) => text.split('\n', 1)[0];
