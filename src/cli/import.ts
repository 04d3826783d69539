import { readArguments } from '../read-arguments.ts';
import { describeReport } from './import/describe-report.ts';
import { runImport } from './import/run-import.ts';
import { SOURCES } from './import/sources.ts';
import { createProgress } from './progress.ts';
import { runCommand } from './run-command.ts';

// npm run import -- <source> <where>: moves permissions in from another store. 0 when every record could be read.
const {
  flags,
  settings,
  words: [name = '', where = ''],
} = readArguments({
  usage: `Usage: npm run import -- slack-file ./installations

  slack-file       the folder of @slack/oauth's FileInstallationStore
  bolt-prisma, bolt-typeorm, bolt-sequelize
                   the table of @seratch_/bolt-…: postgresql://…, a file that holds that address, or one with a row a line
  bolt-mongoose    the output of mongoexport
  python           the tables of slack_sdk's SQLAlchemyInstallationStore: as for bolt-prisma
  java             the folder of FileInstallationService (~/.slack-app), or its records, one a line
  jsonl            Bolt's installations, one a line

  --dry-run        says what would be imported, and writes nothing
  --no-verify      doesn't ask Slack whether the tokens work
  --table, --bots-table   where the tables have other names
  --all-reasons    lists every record that can't be read`,
  flags: ['--dry-run', '--no-verify', '--all-reasons'],
  settings: ['--table', '--bots-table'],
  words: [
    {
      like: new RegExp(`^(${Object.keys(SOURCES).join('|')})$`),
      otherwise: 'Name the store that the permissions come from.',
    },
    { like: /./, otherwise: 'Name the folder, the file or the database that they are in.' },
  ],
});

const WORDS = { import: 'Imported', verify: 'Checked with Slack' } as const;

async function moveIn(): Promise<void> {
  const dryRun = flags.has('--dry-run');
  await runCommand(async ({ installations }, signal, { clientId }) => {
    const bars = createBars();
    const open = SOURCES[name] as NonNullable<(typeof SOURCES)[string]>;
    const report = await runImport({
      source: open({
        where,
        clientId,
        table: settings.get('--table'),
        botsTable: settings.get('--bots-table'),
      }),
      clientId,
      installations,
      dryRun,
      verify: !flags.has('--no-verify'),
      signal,
      onProgress: bars.show,
    });
    bars.end();
    process.stdout.write(`${describeReport(report, { dryRun, all: flags.has('--all-reasons') })}\n`);
    if (report.read === 0) process.stdout.write(`Nothing was found in ${shown(where)}.\n`);
    return { exitCode: report.read === 0 || report.unreadable.length > 0 || report.stopped ? 1 : 0 };
  });
}

/** An address holds a password. */
const shown = (where: string) => (/^postgres(?:ql)?:/.test(where) ? 'that database' : where);

/** One bar after the other, on a terminal alone: a log has the report. */
function createBars() {
  let current: { what: keyof typeof WORDS; bar: ReturnType<typeof createProgress> } | undefined;
  return {
    show(what: keyof typeof WORDS | 'read', done: number, total: number) {
      if (!process.stdout.isTTY) return;
      // How many there are is only known when all of them were read.
      if (what === 'read') {
        if (done % 100 === 0) process.stdout.write(`\rRead: ${done} records `);
        return;
      }
      if (current?.what !== what) {
        current?.bar.end();
        current = { what, bar: createProgress(WORDS[what], process.stdout) };
      }
      current.bar.show(done, total);
    },
    end: () => current?.bar.end(),
  };
}

await moveIn();
