/** What one file, row or line of another store holds: an installation in Bolt's shape, or why it is none. */
export type SourceRecord = { where: string } & (
  | { installation: RawInstallation; installedAt: Date; clientId: string | undefined }
  | { unreadable: string }
);

/** As Bolt's `Installation`, of which nothing has been checked yet. */
export type RawInstallation = Readonly<Record<string, unknown>>;

/** Everything that a store holds, in any order. It is read twice: what comes in between is for the next time. */
export type Source = () => AsyncIterable<SourceRecord>;

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text that says something: other stores keep nothing as null or as an empty text. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** From here on a number counts milliseconds: as seconds it would be the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

/** A time as the stores write it: seconds, milliseconds, or text, which without a zone is UTC. Undefined: it is none. */
export function timeOf(value: unknown): Date | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) {
    return new Date(value >= MILLISECONDS_FROM ? value : value * 1_000);
  }
  if (typeof value !== 'string' || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return timeOf(Number(value));
  const iso = value.trim().replace(' ', 'T');
  const at = new Date(/(?:z|[+-]\d\d(?::?\d\d)?)$/i.test(iso) || !iso.includes('T') ? iso : `${iso}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

export const secondsOf = (value: unknown): number | undefined => {
  const at = timeOf(value);
  return at && Math.floor(at.getTime() / 1_000);
};

/** Scopes as a comma-separated text or as a list. */
export function scopesOf(value: unknown): string[] {
  const given = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return given.filter((scope): scope is string => typeof scope === 'string' && scope.trim() !== '');
}

/** Only classic apps have these: `bot` comes with `oauth.access`, and the other two were replaced by `chat:write`. */
const CLASSIC_SCOPES: ReadonlySet<string> = new Set(['bot', 'chat:write:bot', 'chat:write:user']);

/**
 * Which of Slack's OAuth versions gave it. Only @slack/oauth's own stores note that.
 * @see https://docs.slack.dev/legacy/legacy-app-migration/migrating-classic-apps
 */
export function authVersionOf(said: unknown, ...scopes: readonly string[][]): 'v1' | 'v2' {
  if (said === 'v1' || scopes.flat().some((scope) => CLASSIC_SCOPES.has(scope))) return 'v1';
  return 'v2';
}
