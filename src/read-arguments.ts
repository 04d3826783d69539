type Expected<Flag extends string, Setting extends string> = {
  /** A line that shows the command, then a line for each option. */
  usage: string;
  /** With their dashes. */
  flags?: readonly Flag[];
  /** With their dashes; the value follows, after a space or `=`. */
  settings?: readonly Setting[];
  /** Each word that must be there, in order, and the sentence that asks for it. */
  words?: readonly { like: RegExp; otherwise: string }[];
};

export type Arguments<Flag extends string, Setting extends string> = {
  flags: ReadonlySet<Flag>;
  settings: ReadonlyMap<Setting, string>;
  words: readonly string[];
};

const WRONG_ARGUMENTS = 2;

/**
 * What was typed after the command. Call it before anything else: what the command doesn’t know ends the process with 2,
 * with one sentence and the usage; `--help` ends it with 0.
 */
export function readArguments<Flag extends string = never, Setting extends string = never>(
  expected: Expected<Flag, Setting>,
): Arguments<Flag, Setting> {
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

export function parseArguments<Flag extends string = never, Setting extends string = never>(
  typed: readonly string[],
  {
    flags: knownFlags = [],
    settings: knownSettings = [],
    words: expected = [],
  }: Omit<Expected<Flag, Setting>, 'usage'>,
): Arguments<Flag, Setting> | { problem: string } {
  const flags = new Set<Flag>();
  const settings = new Map<Setting, string>();
  const words: string[] = [];
  const left = [...typed];
  for (let each = left.shift(); each !== undefined; each = left.shift()) {
    const [name, attached] = splitAtEquals(each);
    const flag = knownFlags.find((one) => one === each);
    const setting = knownSettings.find((one) => one === name);
    if (flag) flags.add(flag);
    else if (setting) {
      const value = attached ?? left.shift();
      if (!value || value.startsWith('-')) return { problem: `Write a value after ${setting}.` };
      settings.set(setting, value);
    } else if (each.startsWith('-') || words.length === expected.length) {
      return { problem: `This command doesn’t take “${each}”.` };
    } else words.push(each);
  }
  const wrong = expected.find(({ like }, index) => !like.test(words[index] ?? ''));
  return wrong ? { problem: wrong.otherwise } : { flags, settings, words };
}

function splitAtEquals(text: string): [name: string, value?: string] {
  const at = text.indexOf('=');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
