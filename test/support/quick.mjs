import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const tests = path.resolve(import.meta.dirname, '..');

/** `npm test -- quick`, the inner loop: what it runs, it runs on PGlite alone. */
export const isQuick = process.env.LANYARD_TEST_QUICK === '1';

/** Files here start whole programs, or hold the repository to itself. */
const LONG_FOLDERS = /^(browser|database|mutation|ops|pooler|scripts|scenarios)\//;
const OPENS_A_DATABASE =
  /\/support\/(counting|custody|databases|describe-lanyard|holding-processes|lanyard|lanyard-process)\.ts'/;

/** Units, what the store promises, and one scenario of each flow: absolute paths. */
export function quickFiles() {
  const units = readdirSync(tests, { recursive: true })
    .filter((file) => file.endsWith('.test.ts') && !LONG_FOLDERS.test(file) && !file.startsWith('contract/'))
    .filter((file) => !OPENS_A_DATABASE.test(readFileSync(path.join(tests, file), 'utf8')));
  return [...units, 'contract/lanyard.test.ts', 'scenarios/every-flow.test.ts'].map((file) =>
    path.join(tests, file),
  );
}
