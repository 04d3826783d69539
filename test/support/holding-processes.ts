import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export type OpenOutcome = { opened: boolean; code?: string; message?: string; hint?: string };

const root = path.resolve(import.meta.dirname, '../..');

/** Opens a database in another process, which holds it until `stop` (in order) or `kill` (kill -9). */
export function startDatabaseProcess(options: { url?: string; dataDir?: string }) {
  return startHolding(options);
}

/** Takes only the lock of a data directory, in another process. */
export function startLockProcess(dataDir: string) {
  return startHolding({ dataDir, lockOnly: true });
}

/** Writes events into the embedded database, one after the other, until it is killed. */
export function startWritingProcess(dataDir: string) {
  const child = run({ dataDir, write: true });
  let output = '';
  return {
    /** Kills it by kill -9 after so many acknowledged writes; answers all that it had acknowledged. */
    async killAfter(writes: number): Promise<string[]> {
      const ended = whenEnded(child);
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (output.split('\n').length > writes) child.kill('SIGKILL');
      });
      await ended;
      return output.split('\n').filter((line) => line.startsWith('Ev'));
    },
  };
}

function startHolding(options: object) {
  const child = run(options);
  const ended = whenEnded(child);
  return {
    pid: child.pid,
    outcome: readOutcome(child),
    async stop() {
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function run(options: object) {
  const script = path.join(import.meta.dirname, 'holding-process.ts');
  return spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(options)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

const whenEnded = (child: ChildProcess) =>
  new Promise<void>((resolve) => child.once('close', () => resolve()));

async function readOutcome(child: ChildProcess): Promise<OpenOutcome> {
  const complaints = child.stderr ? text(child.stderr) : Promise.resolve('');
  const line = await new Promise<string>((resolve) => {
    child.stdout
      ?.setEncoding('utf8')
      .once('data', resolve)
      .once('end', () => resolve(''));
  });
  if (line === '') throw new Error(`The process said nothing. ${await complaints}`);
  return JSON.parse(line) as OpenOutcome;
}
