import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

export const FORMAT = 1;

/** In characters. A row has names, ids and sealed values: the widest stays far below. */
const LONGEST_LINE = 4_000_000;

const name = z.string().regex(/^\w{1,100}$/);
const counts = z.record(name, z.number().int().nonnegative());
const head = z.strictObject({
  format: z.literal(FORMAT),
  madeAt: z.string().max(40),
  migrations: z.array(name).max(10_000),
  tables: z.array(name).max(1_000),
});
const row = z.strictObject({ table: name, row: z.record(z.string().max(200), z.unknown()) });
const end = z.strictObject({ end: counts });

export type Head = z.infer<typeof head>;
export type Counts = z.infer<typeof counts>;
export type Entry = z.infer<typeof row> | z.infer<typeof end>;
export type Backup = { head: Head; entries: AsyncGenerator<Entry> };

/**
 * What a backup holds: its head, then rows, then its end. Anyone may have changed the file: anything else in it is refused,
 * and nothing of it is shown.
 * @throws AppError `backup_unusable`
 */
export async function readBackup(source: AsyncIterable<Buffer>): Promise<Backup> {
  const lines = splitLines(source);
  const { value: first = '' } = await lines.next();
  const parsed = head.safeParse(parseJson(first));
  if (!parsed.success)
    throw unusable("it isn't a backup of Lanyard.", 'Name a file that `npm run backup` wrote.');
  return { head: parsed.data, entries: readEntries(lines) };
}

const entry = z.union([row, end]);

async function* readEntries(lines: AsyncIterable<string>): AsyncGenerator<Entry> {
  let number = 1;
  let ended = false;
  for await (const line of lines) {
    number += 1;
    const parsed = entry.safeParse(parseJson(line));
    if (!parsed.success || ended) throw damaged(number);
    ended = 'end' in parsed.data;
    yield parsed.data;
  }
  if (!ended) throw cutOff();
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function* splitLines(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 1;
  for await (const chunk of source) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.length > LONGEST_LINE) throw damaged(number);
      number += 1;
      yield line;
    }
    // A small file may unpack to one endless line.
    if (rest.length > LONGEST_LINE) throw damaged(number);
  }
  if (rest !== '') throw cutOff();
}

export const cutOff = () => unusable('it is not complete.', 'The copy was cut off: take another one.');

const damaged = (line: number) =>
  unusable(
    `line ${line} is not one that \`npm run backup\` writes.`,
    'Nothing was restored. Take another file.',
  );

export function unusable(why: string, hint: string, cause?: unknown): AppError {
  return new AppError({ code: 'backup_unusable', message: `The backup cannot be used: ${why}`, hint, cause });
}
