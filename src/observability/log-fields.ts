import { describeError } from './describe-error.ts';

/** `undefined`: the value is not what the field is for, and stays out. */
type Rule = (value: unknown) => unknown;

const pattern =
  (shape: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && shape.test(value) ? value : undefined;

/** As Slack, our database and Prisma write ids: nothing that someone typed. */
const id = pattern(/^[A-Za-z0-9._:-]{1,120}$/);
/** Names of methods, codes of errors, words of a closed set. */
const code = pattern(/^[A-Za-z0-9._:/-]{1,80}$/);
const number: Rule = (value) => (typeof value === 'number' ? value : undefined);
const flag: Rule = (value) => (typeof value === 'boolean' ? value : undefined);
const date: Rule = (value) =>
  value === null || (value instanceof Date && !Number.isNaN(value.getTime())) ? value : undefined;
const list =
  (rule: Rule): Rule =>
  (value) =>
    Array.isArray(value) ? value.slice(0, MOST_IN_LIST).flatMap((one) => rule(one) ?? []) : undefined;
/** What a job did: how many of what. */
const counts: Rule = (value) =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).filter(([name, many]) => /^\w{1,40}$/.test(name) && typeof many === 'number'),
      )
    : undefined;
/** A path of ours or one that looks like it: codes and tokens have digits, dots and capitals. */
const path: Rule = (value) =>
  typeof value === 'string'
    ? /^\/(?:[a-z_-]{1,30}[/.]?){0,4}$/.test(value)
      ? value
      : '(another)'
    : undefined;
/** An address that the operator set, without what could follow it. */
const origin: Rule = (value) =>
  typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : undefined;

const MOST_IN_LIST = 50;

/**
 * Everything that a line of the log may say, and in which form. What isn't listed here isn't written, whatever asks for it:
 * a body, a name or a reason has no field. Add one only for ids, codes, numbers and times.
 */
const FIELDS = {
  reference: id,
  teamId: id,
  enterpriseId: id,
  installedIn: id,
  isEnterpriseInstall: flag,
  userId: id,
  endedUserIds: list(id),
  eventId: id,
  id,
  keyId: id,
  receipt: id,
  message: id,
  items: list(pattern(/^[a-z_]{1,40} [0-9a-f-]{36}$/)),
  day: pattern(/^\d{4}-\d\d-\d\d$/),
  part: code,
  job: code,
  kind: code,
  type: code,
  method: code,
  outcome: code,
  code,
  slackError: code,
  reason: code,
  why: code,
  arrived: code,
  form: code,
  database: code,
  table: code,
  column: code,
  place: code,
  logLevel: code,
  migration: code,
  migrations: list(code),
  unknown: list(code),
  failed: list(code),
  variables: list(code),
  status: number,
  attempt: number,
  tries: number,
  waitMs: number,
  durationMs: number,
  retryAfterSeconds: number,
  unfinished: number,
  skewSeconds: number,
  ignored: number,
  endedBots: number,
  port: number,
  since: date,
  retryAt: date,
  bot: flag,
  applied: flag,
  duplicate: flag,
  did: counts,
  refused: counts,
  path,
  host: code,
  from: code,
  publicUrl: origin,
} as const satisfies Record<string, Rule>;

type FieldName = keyof typeof FIELDS;
export type LogFields = { readonly [name in FieldName]?: unknown } & {
  readonly err?: unknown;
  /** Of an AppError: the same rules hold within. */
  readonly details?: Readonly<Record<string, unknown>>;
};

/** @returns what of these fields may be written; `leftOut` says how many may not */
export function allowedFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  let leftOut = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const clean = cleanValue(name, value);
    if (clean === undefined) leftOut += 1;
    else allowed[name] = clean;
  }
  return leftOut > 0 ? { ...allowed, leftOut } : allowed;
}

function cleanValue(name: string, value: unknown): unknown {
  if (value === null) return null;
  if (name === 'err') return describeError(value);
  if (name === 'details') return isRecord(value) ? allowedFields(value) : undefined;
  return Object.hasOwn(FIELDS, name) ? FIELDS[name as FieldName](value) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
