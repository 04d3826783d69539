import { createInterface } from 'node:readline/promises';

/** Asks on a terminal. Only `y` or `yes` is a yes; Enter, Ctrl-C, Ctrl-D and the signal are a no. */
export async function confirm(
  question: string,
  {
    input,
    output,
    signal,
  }: { input: NodeJS.ReadableStream; output: NodeJS.WritableStream; signal: AbortSignal },
): Promise<boolean> {
  const lines = createInterface({ input, output });
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  const answered = lines.question(question, { signal }).catch(() => '');
  try {
    return /^\s*y(es)?\s*$/i.test(await Promise.race([answered, closed]));
  } finally {
    lines.close();
  }
}
