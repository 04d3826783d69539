type Expected<Flag extends string> = {
  /** A line that shows the command, then a line for each option. */
  usage: string;
  /** With their dashes. */
  flags?: readonly Flag[];
  /** Each word that must be there, in order, and the sentence that asks for it. */
  words?: readonly { like: RegExp; otherwise: string }[];
};

export type Arguments<Flag extends string> = { flags: ReadonlySet<Flag>; words: readonly string[] };

const WRONG_ARGUMENTS = 2;

/**
 * What was typed after the command. Call it before anything else: what the command doesn’t know ends the process with 2,
 * with one sentence and the usage; `--help` ends it with 0.
 */
export function readArguments<Flag extends string = never>(expected: Expected<Flag>): Arguments<Flag> {
  const typed = process.argv.slice(2);
  if (typed.includes('--help') || typed.includes('-h')) {
    process.stdout.write(`${expected.usage}\n`);
    process.exit(0);
  }
  const read = parseArguments(typed, expected);
  if (!('problem' in read)) return read;
  process.stderr.write(`${read.problem}\n\n${expected.usage}\n`);
  process.exit(WRONG_ARGUMENTS);
}

export function parseArguments<Flag extends string = never>(
  typed: readonly string[],
  { flags: known = [], words: expected = [] }: Omit<Expected<Flag>, 'usage'>,
): Arguments<Flag> | { problem: string } {
  const flags = new Set<Flag>();
  const words: string[] = [];
  for (const each of typed) {
    const flag = known.find((one) => one === each);
    if (flag) flags.add(flag);
    else if (each.startsWith('-') || words.length === expected.length) {
      return { problem: `This command doesn’t take “${each}”.` };
    } else words.push(each);
  }
  const wrong = expected.find(({ like }, index) => !like.test(words[index] ?? ''));
  return wrong ? { problem: wrong.otherwise } : { flags, words };
}
