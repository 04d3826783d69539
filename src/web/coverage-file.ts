import { COUNTED_STATES } from '../two-factor/coverage.ts';
import type { CoverageExport } from '../two-factor/export-coverage.ts';

const COLUMNS = [
  'user_id',
  'name',
  'role',
  'state',
  'counted',
  'left_out_until',
  'left_out_reason',
  'read_at',
  'receipt',
] as const;

const COUNTED: ReadonlySet<string> = new Set(COUNTED_STATES);

const roleOf = ({ admin, guest }: CoverageExport['people'][number]) =>
  admin ? 'admin' : guest ? 'guest' : 'member';

/** One row a person, for a spreadsheet. @see RFC 4180 */
export function coverageCsv({ people, figures, receipt }: CoverageExport): string {
  const rows = people.map((person) => [
    person.userId,
    person.name ?? '',
    roleOf(person),
    person.state,
    COUNTED.has(person.state) ? 'yes' : 'no',
    person.exemption?.until.toISOString() ?? '',
    person.exemption?.reason ?? '',
    figures.at.toISOString(),
    receipt,
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/**
 * Quoted always. A spreadsheet takes a cell that begins with one of these signs for a formula, and names are chosen by
 * anybody: an apostrophe makes it text.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const safe = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The same with the figures and the trend, for programs. */
export function coverageJson(exported: CoverageExport): string {
  const { receipt, at, byUserId, key, placeName, figures, countsGuests, people, trend } = exported;
  const file = {
    kind: 'lanyard/two-factor-coverage',
    version: 1,
    receipt,
    exported_at: at.toISOString(),
    exported_by: byUserId,
    place: {
      id: key.installedIn,
      name: placeName ?? null,
      kind: key.isEnterpriseInstall ? 'organization' : 'workspace',
    },
    read_at: figures.at.toISOString(),
    read_through: figures.readBy,
    counts_guests: countsGuests,
    on: figures.on,
    counted: figures.counted,
    share_percent: figures.sharePercent ?? null,
    states: figures.counts,
    trend: trend.map((point) => ({
      at: point.at.toISOString(),
      counted: point.counted,
      share_percent: point.sharePercent ?? null,
    })),
    people: people.map((person) => ({
      user_id: person.userId,
      name: person.name ?? null,
      role: roleOf(person),
      state: person.state,
      counted: COUNTED.has(person.state),
      left_out: person.exemption
        ? { until: person.exemption.until.toISOString(), reason: person.exemption.reason }
        : null,
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
