// Writes what each test came past, how long it took and how it went, as one line of JSON for each test file.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import path from 'node:path';

const { LANYARD_MUTATION_OUT: out, LANYARD_MUTATION_STOP: stopAtFailure } = process.env;
/** By test; what was come past outside of any test, in hooks and while loading, under ''. */
let marks = new Map();
let current = '';

subscribe('lanyard.mutation.test', (name) => (current = name));
subscribe('lanyard.mutation.mark', (number) => {
  const seen = marks.get(current) ?? new Set();
  marks.set(current, seen.add(number));
});

const write = (line) => appendFileSync(out, `${JSON.stringify(line)}\n`);

export default class MutationReporter {
  onTestCaseResult(test, { fullName, status, failureMessages }) {
    if (status !== 'failed' || !stopAtFailure) return;
    write({ failed: `${nameOf(test)}: ${fullName}`, message: (failureMessages[0] ?? '').slice(0, 500) });
    process.exit(1);
  }

  onTestResult(test, { testResults, testExecError }) {
    const file = nameOf(test);
    if (testExecError && stopAtFailure) {
      write({ failed: file, message: String(testExecError.message).slice(0, 500) });
      process.exit(1);
    }
    const tests = testResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status, duration }) => ({
        name: fullName,
        passed: status === 'passed',
        ms: duration ?? 0,
        marks: [...(marks.get(fullName) ?? [])],
      }));
    write({ file, broken: Boolean(testExecError), tests, hooks: [...(marks.get('') ?? [])] });
    marks = new Map();
  }
}

const nameOf = ({ path: file }) => path.relative(process.cwd(), file);
