import { z } from 'zod';
import type { Notification } from '../database/generated/client.ts';
import { isTopic, type Topic } from './topics.ts';

const at = z.coerce.date();

/** What is kept of each topic: enough for the words, whatever becomes of the rows that it was found in. */
const DETAILS = {
  access_ended: z.object({
    authorizationId: z.string(),
    placeName: z.string().optional(),
    by: z.enum(['admin', 'slack']),
    byUserId: z.string().optional(),
    at,
    /** What the admin gave as the reason. */
    reason: z.string().optional(),
    receipt: z.string().optional(),
  }),
  renewal_failing: z.object({
    authorizationId: z.string(),
    kind: z.enum(['bot', 'user']),
    placeName: z.string().optional(),
    failures: z.int(),
    /** Slack said that it will never renew it. */
    dead: z.boolean(),
    over: z.enum(['renewed', 'given_again', 'ended']).optional(),
  }),
  revocation_settled: z.object({
    authorizationId: z.string(),
    placeName: z.string().optional(),
    /** Whose it was; the one who is told may be an admin. */
    whoseUserId: z.string(),
    outcome: z.enum(['revoked', 'given_up']),
    askedAt: at,
    receipt: z.string().optional(),
  }),
  revocation_contested: z.object({
    placeName: z.string().optional(),
    whoseUserId: z.string(),
    /** The admin who revoked it; absent: no entry says so. */
    byUserId: z.string().optional(),
    revokedAt: at,
    reason: z.string().optional(),
    /** Of the revocation. */
    receipt: z.string(),
  }),
  coverage_lost: z.object({
    placeName: z.string().optional(),
    because: z.enum(['permission_ended', 'no_admin_any_more']),
    since: at,
    over: z.enum(['restored', 'stopped']).optional(),
  }),
  two_factor_reminder: z.object({
    placeName: z.string().optional(),
    byUserId: z.string(),
    /** The first, second or third. */
    number: z.int(),
  }),
  coverage_digest: z.object({
    placeName: z.string().optional(),
    /** When the people were counted. */
    at,
    on: z.int(),
    counted: z.int(),
    sharePercent: z.number().optional(),
    off: z.int(),
    adminsOff: z.int(),
    /** Whether they can still be counted. */
    readable: z.boolean(),
    /** The share of a week or more ago. */
    before: z.object({ at, sharePercent: z.number() }).optional(),
  }),
} as const satisfies Record<Topic, z.ZodType>;

export type DetailsOf<T extends Topic> = z.output<(typeof DETAILS)[T]>;

/** One item of a message, as the words need it. */
export type MessageItem = {
  [T in Topic]: { id: string; topic: T; resolvedAt: Date | null } & DetailsOf<T>;
}[Topic];

export type MessageItemOf<T extends Topic> = Extract<MessageItem, { topic: T }>;

/** Undefined: a topic of another version, or details that don't fit it. */
export function toMessageItem({ id, topic, details, resolvedAt }: Notification): MessageItem | undefined {
  if (!isTopic(topic)) return undefined;
  const parsed = DETAILS[topic].safeParse(details);
  return parsed.success ? ({ id, topic, resolvedAt, ...parsed.data } as MessageItem) : undefined;
}
