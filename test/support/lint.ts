import { execFile } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** `rule`: `lint/group/name`, or `plugin` for one of our own in `lint/`. */
export type Finding = { rule: string; file: string; line: number; message: string };

/** Runs the linter in a folder that has a `biome.json`. */
export function lint(directory: string): Promise<Finding[]> {
  const biome = path.join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.'];
  return new Promise((resolve) => {
    // It exits with 1: there are findings.
    execFile(process.execPath, args, { cwd: directory, maxBuffer: 2 ** 24 }, (_error, stdout) => {
      const lines = stdout.matchAll(/^::error title=([^,]+),file=([^,]+),line=(\d+),[^:]*::(.*)$/gm);
      resolve(
        [...lines].map(([, rule = '', file = '', line = '', message = '']) => ({
          rule,
          file: path.relative(directory, path.resolve(directory, file)),
          line: Number(line),
          message,
        })),
      );
    });
  });
}
