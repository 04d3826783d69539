import type { ImportReport, Outcomes } from './import-report.ts';

/** More than these is a list for a file: all of them are in the output of a script that asks for it by --all-reasons. */
const MOST_REASONS = 20;

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** What an operator reads at the end. Names files, rows, lines and ids; nothing of what they hold. */
export function describeReport(
  report: ImportReport,
  { dryRun, all }: { dryRun: boolean; all: boolean },
): string {
  const { read, older, otherApps, empty, unreadable, bots, people, classic, verified } = report;
  const reasons = all ? unreadable : unreadable.slice(0, MOST_REASONS);
  const left = unreadable.length - reasons.length;
  const lines = [
    `Read: ${counted(read, 'record', 'records')}`,
    ...(older > 0 ? [`  ${older} older than another of the same bot or person`] : []),
    ...(otherApps > 0 ? [`  ${otherApps} of another app`] : []),
    ...(empty > 0 ? [`  ${empty} without a token`] : []),
    ...(unreadable.length > 0 ? [`  ${unreadable.length} unreadable`] : []),
    ...reasons.map(({ where, because }) => `    ${where}: ${because}`),
    ...(left > 0 ? [`    and ${left} more: --all-reasons lists them`] : []),
    outcomes('Bots', bots, dryRun),
    outcomes('People', people, dryRun),
    ...(classic > 0
      ? [
          `${counted(classic, 'is a permission', 'are permissions')} of a classic app: reinstall it to move to granular permissions.`,
        ]
      : []),
    ...(verified ? checked(verified) : []),
    ...(dryRun ? ['Nothing was written: this was a dry run.'] : []),
    ...(report.stopped ? ['Stopped. What is done stays done: start it again to go on.'] : []),
  ];
  return lines.join('\n');
}

function outcomes(of: string, { imported, already_here, newer_here, ended_here }: Outcomes, dryRun: boolean) {
  const parts = [
    `${imported} ${dryRun ? 'would be imported' : 'imported'}`,
    `${already_here} already here`,
    ...(newer_here > 0 ? [`${newer_here} newer here`] : []),
    ...(ended_here > 0 ? [`${ended_here} ended here`] : []),
  ];
  return `${of}: ${parts.join(', ')}`;
}

function checked({ working, refused, unanswered }: NonNullable<ImportReport['verified']>): string[] {
  const codes = Object.entries(refused).sort(([a], [b]) => a.localeCompare(b));
  return [
    `Slack was asked: ${counted(working, 'token works', 'tokens work')}`,
    ...codes.map(([code, count]) => `  ${count} refused: ${code}`),
    ...(unanswered > 0 ? [`  ${unanswered} without an answer: start it again to ask about those`] : []),
  ];
}
