import type { Grant } from '../../installations/grants/grant.ts';
import type { ImportedRow } from '../../installations/moving-in/import-grant.ts';
import {
  findNewest,
  isOthers,
  KINDS,
  type Kind,
  permissionOf,
  placeOf,
  readGrant,
  type Webhooks,
} from './find-newest.ts';
import type { ImportOptions, ImportReport, Outcomes } from './import-report.ts';

/**
 * Moves permissions in from another store. It reads twice: once to find the newest token of each bot and each person, and
 * once to keep those. Nothing is remembered between two runs, and what is here already stays: it can be stopped at any moment
 * and begun again.
 */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
  const { source, clientId, installations, dryRun = false, verify = true, signal, onProgress } = options;
  const report: ImportReport = {
    read: 0,
    older: 0,
    otherApps: 0,
    empty: 0,
    unreadable: [],
    bots: noOutcomes(),
    people: noOutcomes(),
    classic: 0,
    stopped: false,
  };
  const { newest, webhooks } = await findNewest(options, report);
  const uses = new Set([...newest.values()].map(({ where }) => where));
  const unchecked: ImportedRow[] = [];
  let done = 0;
  const used = new Set<string>();
  for await (const record of source()) {
    if (signal?.aborted) break;
    if ('unreadable' in record || !uses.has(record.where) || isOthers(record, clientId)) continue;
    const grant = readGrant(record);
    if (typeof grant !== 'object') continue;
    for (const kind of KINDS) {
      const id = permissionOf(grant, kind);
      if (!grant[kind] || newest.get(id)?.where !== record.where || used.has(id)) continue;
      used.add(id);
      const { outcome, unchecked: row } = await installations.importGrant(
        partOf(grant, kind, webhooks),
        kind,
        {
          rehearsal: dryRun,
        },
      );
      report[kind === 'bot' ? 'bots' : 'people'][outcome] += 1;
      if (grant.authVersion === 'v1') report.classic += 1;
      if (row) unchecked.push(row);
      done += 1;
      onProgress?.('import', done, newest.size);
    }
  }
  if (verify && !dryRun && unchecked.length > 0) {
    report.verified = await installations.verifyImported(unchecked, {
      ...(signal && { signal }),
      onProgress: (asked, total) => onProgress?.('verify', asked, total),
    });
  }
  report.stopped = signal?.aborted === true;
  return report;
}

/** The webhook stays with the bot where there is one. */
const partOf = (grant: Grant, kind: Kind, webhooks: Webhooks): Grant =>
  kind === 'bot'
    ? { ...grant, user: undefined, webhook: grant.webhook ?? webhooks.get(placeOf(grant.key))?.webhook }
    : { ...grant, bot: undefined, webhook: grant.bot ? undefined : grant.webhook };

const noOutcomes = (): Outcomes => ({ imported: 0, already_here: 0, newer_here: 0, ended_here: 0 });
