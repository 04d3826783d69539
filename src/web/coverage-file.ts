import { safeLine } from '../slack-api/outside-text.ts';
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

/** Spreadsheets take 32,767 characters in a cell. */
const CELL_LIMIT = 10_000;

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

/** What a spreadsheet may pass over before it sees the sign: quotes, space of all kinds, and what shows nothing. */
const PASSED_OVER = String.raw`["'\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]*`;
/** The signs that begin a formula, in every width. */
const SIGNS = '[=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−]';
const FORMULA = new RegExp(`(^|[,;])(?=${PASSED_OVER}${SIGNS})`, 'gu');

/**
 * One cell in one line. Which sign separates cells depends on the spreadsheet and its language, and one that expects a
 * semicolon does not heed our quotes: so an apostrophe makes text of every place in it at which a cell could begin. Tabs and line
 * breaks become spaces. Without those apostrophes it is the text as it was.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
  const safe = safeLine(text, CELL_LIMIT).replace(FORMULA, "$1'");
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
      name: placeName === undefined ? null : safeLine(placeName),
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
      name: person.name === undefined ? null : safeLine(person.name),
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
