import { open, rm } from 'node:fs/promises';
import { AppError } from '../errors.ts';
import type { Installations } from '../installations/installations.ts';
import { readArguments } from '../read-arguments.ts';
import { confirm } from './confirm.ts';
import { runCommand } from './run-command.ts';

// npm run export -- tokens.jsonl: every permission that works, opened, one a line in Bolt's shape. 0 when all could be opened.
const {
  flags,
  words: [file = ''],
} = readArguments({
  usage: `Usage: npm run export -- tokens.jsonl
  --yes              answers the first question: for scripts
  --tokens-in-clear  answers the second`,
  flags: ['--yes', '--tokens-in-clear'],
  words: [{ like: /./, otherwise: 'Name the file to write: it must not be there yet.' }],
});

/** For its owner alone. */
const MODE = 0o600;

type Counts = { bots: number; users: number };

const say = (line: string) => process.stdout.write(`${line}\n`);

async function mayGoOn({ bots, users }: Counts, signal: AbortSignal): Promise<boolean> {
  const questions = [
    {
      answered: flags.has('--yes'),
      question: `Open ${bots} bot tokens and ${users} tokens of people? [y/N] `,
    },
    {
      answered: flags.has('--tokens-in-clear'),
      question: `They will be in ${file} in clear: anyone who reads it can act for all of them. Write it? [y/N] `,
    },
  ];
  for (const { answered, question } of questions) {
    if (answered) continue;
    if (!process.stdin.isTTY) {
      say('Nothing was written: there is no terminal to ask on. Scripts say --yes and --tokens-in-clear.');
      return false;
    }
    const { stdin: input, stdout: output } = process;
    if (!(await confirm(question, { input, output, signal }))) {
      say('Nothing was written.');
      return false;
    }
  }
  return true;
}

async function writeTo(installations: Installations, signal: AbortSignal): Promise<{ exitCode: number }> {
  const handle = await open(file, 'wx', MODE).catch((cause: unknown) => {
    throw new AppError({
      code: 'bad_request',
      message: `${file} can’t be written, or is there already.`,
      hint: 'Name another file, in a folder that you may write to.',
      cause,
    });
  });
  let whole = false;
  try {
    const { bots, people, unreadable } = await installations.exportInstallations(async (installation) => {
      await handle.write(`${JSON.stringify(installation)}\n`);
    }, signal);
    await handle.sync();
    whole = !signal.aborted;
    if (!whole) {
      say('Stopped. What was written is deleted.');
      return { exitCode: 1 };
    }
    say(`Written to ${file}: ${bots} of bots, ${people} of people.`);
    if (unreadable > 0) say(`${unreadable} could not be opened; the reasons are above.`);
    say(
      'The tokens go on working here. Stop Lanyard first where they rotate, and delete the file afterwards.',
    );
    return { exitCode: unreadable > 0 ? 1 : 0 };
  } finally {
    await handle.close();
    if (!whole) await rm(file, { force: true });
  }
}

await runCommand(async ({ installations }, signal) => {
  const counts = await installations.installationStats();
  if (!(await mayGoOn(counts, signal)) || signal.aborted) return { exitCode: 1 };
  return writeTo(installations, signal);
});
