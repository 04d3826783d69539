import { spawn } from 'node:child_process';
import { inheritedEnvironment } from './inherited-environment.ts';
import { runArguments } from './run-arguments.ts';
import { until } from './until.ts';

/** It prepares a database, on a machine that is busy with other tests. */
const READY_LIMIT_MS = 150_000;

/**
 * The demo as a person starts it, with its data in a folder of the test's.
 * @throws with everything it printed when it ends before it is ready
 */
export async function startDemo(dataDir: string, { port }: { port?: string } = {}) {
  const child = spawn(process.execPath, runArguments('simulator/demo.ts'), {
    env: { ...inheritedEnvironment(), DATA_DIR: dataDir, ...(port && { PORT: port }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  try {
    await until(
      () => output,
      () => output.includes('Ctrl-C') || child.exitCode !== null,
      'the demo to be ready',
      READY_LIMIT_MS,
    );
  } catch (error) {
    // A process that no one has would keep the test run open.
    child.kill('SIGKILL');
    throw error;
  }
  const url = /Open\s+(\S+)/.exec(output)?.[1];
  if (!url) throw new Error(`The demo did not start:\n${output}`);
  return {
    url,
    output: () => output,
    /** Ctrl-C. @returns the exit code */
    stop() {
      child.kill('SIGINT');
      return ended;
    },
    kill: () => child.kill('SIGKILL'),
  };
}
