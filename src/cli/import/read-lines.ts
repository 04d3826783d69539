import { createReadStream, existsSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AppError } from '../../errors.ts';
import { type Fields, isFields } from './record.ts';

export type Line = { where: string; writtenAt: Date } & ({ value: Fields } | { unreadable: string });

/**
 * JSON lines, one object a line. The output of `sqlite3 -json` and of `jq` on an array is one, too, but for its brackets and
 * commas. `writtenAt` is the file's own time, for lines that say nothing of theirs. Empty lines are skipped.
 * @throws AppError `bad_request` when there is no such file
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new AppError({ code: 'bad_request', message: `There is no file ${file} to import from.` });
  }
  const writtenAt = statSync(file).mtime;
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    const text = line
      .trim()
      .replace(/^\[/, '')
      .replace(/[,\]]+$/, '');
    if (text === '') continue;
    yield { where: `${file}, line ${number}`, writtenAt, ...parsed(text) };
  }
}

/** What is wrong with it, never what it says. */
export function parsed(text: string): { value: Fields } | { unreadable: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { unreadable: 'it is no JSON' };
  }
  return isFields(value) ? { value } : { unreadable: 'it is no JSON object' };
}
