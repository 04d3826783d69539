import { z } from 'zod';
import { safeLine } from './outside-text.ts';
import { NotSlacksAnswer } from './slack-answer.ts';

// What Lanyard reads of each method's answer, and no more. A field of another type than Slack documents makes the answer
// none of Slack's; null and empty text mean absent, as they do at Slack.

/** Longer than any name in Slack. */
const TEXT_LIMIT = 300;
/** Slack's tokens live for twelve hours; a token with a longer life than this would be a new kind. */
const LONGEST_LIFE_SECONDS = 366 * 24 * 3_600;

const text = z
  .string()
  .nullish()
  .transform((given) => safeLine(given ?? '', TEXT_LIMIT) || undefined);
const flag = z
  .boolean()
  .nullish()
  .transform((given) => given ?? undefined);
const id = z.string().regex(/^[A-Z0-9]{1,64}$/);
const optionalId = z
  .union([id, z.literal(''), z.null()])
  .optional()
  .transform(nothing);
const secret = z.string().max(4_096).nullish().transform(nothing);
const timeZone = text.transform((given) => (given && /^[\w+/-]{1,64}$/.test(given) ? given : undefined));
/** Nonsense is no reason to lose a token that Slack has just issued: Slack's usual lifetime is assumed instead. */
const lifeSeconds = z
  .unknown()
  .optional()
  .transform((given) => {
    const seconds = typeof given === 'string' ? Number(given) : given;
    return typeof seconds === 'number' && seconds > 0 && seconds <= LONGEST_LIFE_SECONDS
      ? seconds
      : undefined;
  });

function nothing<Given>(given: Given): Exclude<Given, '' | null> | undefined {
  return given === '' || given === null ? undefined : (given as Exclude<Given, '' | null>);
}

/** An object without its id is an empty one: absent. */
const place = z
  .object({ id: optionalId, name: text })
  .nullish()
  .transform((given) => (given?.id === undefined ? undefined : { ...given, id: given.id }));

const pages = z
  .object({ next_cursor: text })
  .nullish()
  .transform((given) => given ?? undefined);

/** With what the client's types leave out. @see https://docs.slack.dev/reference/objects/user-object */
const user = z.object({
  id,
  team_id: optionalId,
  name: text,
  real_name: text,
  tz: timeZone,
  deleted: flag,
  profile: z.object({ real_name: text, display_name: text }).nullish(),
  is_bot: flag,
  is_workflow_bot: flag,
  is_connector_bot: flag,
  is_stranger: flag,
  is_invited_user: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_admin: flag,
  is_owner: flag,
  is_primary_owner: flag,
  enterprise_user: z
    .object({
      id: optionalId,
      enterprise_id: optionalId,
      is_admin: flag,
      is_owner: flag,
      is_primary_owner: flag,
      teams: z.array(id).nullish(),
    })
    .nullish()
    .transform((given) => (given?.enterprise_id === undefined ? undefined : given)),
  has_2fa: flag,
  two_factor_type: text,
});

const token = {
  access_token: secret,
  token_type: text,
  scope: z.string().max(10_000).nullish().transform(nothing),
  refresh_token: secret,
  expires_in: lifeSeconds,
};

/** To a code, and flat to a refresh token. @see https://docs.slack.dev/reference/methods/oauth.v2.access */
const tokens = z
  .object({
    ...token,
    app_id: optionalId,
    bot_user_id: optionalId,
    user_id: optionalId,
    team: place,
    enterprise: place,
    is_enterprise_install: flag,
    authed_user: z
      .object({ id: optionalId, ...token })
      .nullish()
      .transform((given) => given ?? undefined),
    incoming_webhook: z
      .object({ url: secret, channel: text, channel_id: optionalId, configuration_url: text })
      .nullish()
      .transform((given) => (given?.url === undefined ? undefined : { ...given, url: given.url })),
  })
  .refine((answer) => answer.access_token ?? answer.authed_user?.access_token, 'holds no token');

const posted = z.object({ channel: id, ts: z.string().regex(/^\d{1,12}\.\d{1,12}$/) });
const view = z.object({
  view: z.object({
    id,
    // Slack's own business, and only ever sent back: any printable character may be in it.
    hash: z
      .string()
      .regex(/^[!-~]{1,128}$/)
      .nullish()
      .transform(nothing),
  }),
});
const done = z.object({});

const ANSWERS = {
  'apps.uninstall': done,
  'auth.revoke': z.object({ revoked: z.boolean() }),
  'auth.teams.list': z.object({ teams: z.array(z.object({ id, name: text })), response_metadata: pages }),
  'auth.test': z.object({ user_id: id, team_id: id, bot_id: optionalId, url: text }),
  'chat.delete': done,
  'chat.postMessage': posted,
  'chat.update': posted,
  'oauth.v2.access': tokens,
  'oauth.v2.exchange': tokens,
  'team.info': z.object({
    team: z.object({ id, sso_provider: z.object({ type: text, name: text, label: text }).nullish() }),
  }),
  'users.info': z.object({ user }),
  'users.list': z.object({ members: z.array(user), response_metadata: pages }),
  'views.open': view,
  'views.publish': view,
  'views.push': view,
  'views.update': view,
} as const;

/** Every method that Lanyard calls. */
export type SlackMethod = keyof typeof ANSWERS;
export const SLACK_METHODS = Object.keys(ANSWERS) as SlackMethod[];
export type AnswerTo<Method extends SlackMethod> = z.output<(typeof ANSWERS)[Method]> & { ok: true };

type ReadUser = z.output<typeof user>;
/** Of a person, everything but the id may be missing. */
export type SlackUser = Pick<ReadUser, 'id'> & Partial<ReadUser>;
/** What `oauth.v2.access` and `oauth.v2.exchange` give. */
export type TokenAnswer = z.output<typeof tokens>;

/**
 * The answer to a method, with the fields that Lanyard relies on.
 * @throws NotSlacksAnswer when one of them is missing, or is not what Slack documents
 */
export function readAnswerTo<Method extends SlackMethod>(
  method: Method,
  answer: Record<string, unknown>,
): AnswerTo<Method> {
  const read = ANSWERS[method].safeParse(answer);
  if (read.success) return { ...read.data, ok: true } as AnswerTo<Method>;
  const places = new Set(read.error.issues.map(({ path }) => path.filter(isName).join('.') || 'all of it'));
  throw new NotSlacksAnswer(
    `in the answer of ${method}, this is missing or malformed: ${[...places].join(', ')}`,
  );
}

/** Field names are ours; numbers would make each place of a list another one. */
const isName = (part: PropertyKey) => typeof part === 'string';

/**
 * Judges an answer to `apps.connections.open`: what goes over the WebSocket goes encrypted, unless the API itself is on
 * this machine.
 * @throws NotSlacksAnswer
 * @see https://docs.slack.dev/reference/methods/apps.connections.open
 */
export function readConnection(answer: unknown, apiUrl: string): void {
  const refused = z.object({ ok: z.literal(false) }).safeParse(answer);
  if (refused.success) return;
  const protocol = new URL(apiUrl).protocol === 'https:' ? /^wss$/ : /^wss?$/;
  const open = z.object({ url: z.url({ protocol }) }).safeParse(answer);
  if (!open.success) throw new NotSlacksAnswer('it has no address to connect to');
}
