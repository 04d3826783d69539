import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Where a file of this package lies, by its path from the package's folder. The code runs from `src/` in tests and from
 * `dist/src/` when built.
 * @throws Error when it is missing
 */
export function packageFile(name: string, from: string = import.meta.dirname): string {
  const candidate = path.join(from, name);
  if (existsSync(candidate)) return candidate;
  const parent = path.dirname(from);
  if (parent === from) throw new Error(`The file ${name} is missing: this copy of Lanyard is incomplete.`);
  return packageFile(name, parent);
}
