import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A copy of the checkout to make mistakes in: the checkout itself is never touched. */
export type Tree = {
  write(file: string, source: string): void;
  /** Puts back what the checkout has. */
  restore(file: string): void;
  /** Which files of `src` do not compile; what is merely not used any more does not count. */
  brokenFiles(): Promise<Set<string>>;
  runJest(options: JestRun): Promise<{ lines: string[]; timedOut: boolean }>;
  remove(): void;
};

export type JestRun = {
  files: readonly string[];
  /** Only tests whose full name this matches. */
  pattern?: string;
  stopAtFailure?: boolean;
  limitMs: number;
};

/** @param databasePrefix how the databases of its tests are named; a template of that name is there */
export function copyTree(databasePrefix: string): Tree {
  const folder = mkdtempSync(path.join(tmpdir(), 'lanyard-mutation-'));
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of [...listed.trim().split('\n'), 'src/database/generated']) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(
    path.join(folder, 'tsconfig.mutation.json'),
    JSON.stringify({
      extends: './tsconfig.json',
      compilerOptions: {
        noUnusedLocals: false,
        noUnusedParameters: false,
        incremental: true,
        tsBuildInfoFile: './mutation.tsbuildinfo',
      },
      include: ['src'],
    }),
  );
  const out = path.join(folder, 'mutation.jsonl');
  const node = (args: string[], env: Record<string, string>, limitMs: number) =>
    run(folder, args, env, limitMs);

  return {
    write: (file, source) => writeFileSync(path.join(folder, file), source),
    restore: (file) => cpSync(path.join(ROOT, file), path.join(folder, file)),
    async brokenFiles() {
      const args = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.mutation.json', '--pretty', 'false'];
      const { output } = await node(args, {}, 600_000);
      return new Set([...output.matchAll(/^(src\/[^(]+)\(/gm)].map(([, file]) => file ?? ''));
    },
    async runJest({ files, pattern, stopAtFailure, limitMs }) {
      writeFileSync(out, '');
      const args = [
        '--experimental-vm-modules',
        '--no-warnings',
        'node_modules/jest/bin/jest.js',
        '--runInBand',
      ];
      args.push('--config', 'test/mutation/jest.config.js', '--silent', '--runTestsByPath', ...files);
      if (pattern) args.push('--testNamePattern', pattern);
      const env = {
        LANYARD_MUTATION_OUT: out,
        LANYARD_MUTATION_FILES: files.join('\n'),
        LANYARD_MUTATION_STOP: stopAtFailure ? '1' : '',
        LANYARD_TEST_DATABASE_PREFIX: databasePrefix,
      };
      const { timedOut } = await node(args, env, limitMs);
      return { lines: readFileSync(out, 'utf8').split('\n').filter(Boolean), timedOut };
    },
    remove() {
      for (const end of underWay) end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** How to end what runs now: whoever presses Ctrl-C leaves nothing behind. */
const underWay = new Set<() => void>();

function run(cwd: string, args: string[], env: Record<string, string>, limitMs: number) {
  return new Promise<{ output: string; timedOut: boolean }>((resolve) => {
    // A group of its own: when a test is stopped in the middle, the processes that it started end with it.
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let timedOut = false;
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const endGroup = () => {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of them have ended.
      }
    };
    underWay.add(endGroup);
    const limit = setTimeout(() => {
      timedOut = true;
      endGroup();
    }, limitMs);
    child.once('exit', endGroup);
    child.once('close', () => {
      clearTimeout(limit);
      underWay.delete(endGroup);
      resolve({ output, timedOut });
    });
  });
}
