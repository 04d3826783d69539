import type { Installation, InstallationQuery } from '@slack/bolt';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import type { Grant } from '../grants/grant.ts';
import type { SlackContext } from '../rows/installation-key.ts';

// What Bolt and its users hand over is typed, and comes all the same from JavaScript, queues and databases. What does
// not fit is refused before anything is written, by the names of the fields: a value may be a token.

const nothing = z.null().transform(() => undefined);
const optional = <Shape extends z.ZodType>(shape: Shape) => shape.optional().or(nothing);
/** Text in PostgreSQL cannot hold NUL. */
const text = z.string().refine((value) => !value.includes('\u0000'), 'holds NUL');
/** Slack's ids have about 11 characters. */
const id = text.min(1).max(255);
/** Of no consequence for what works: what cannot be kept of it is taken out, and nothing is refused for it. */
const label = z.string();
const named = z.object({ id, name: optional(label) });
/** The last second that a Date can hold. */
const LATEST_SECONDS = 8_640_000_000_000;
const secret = text.min(1);
const renewal = {
  refreshToken: optional(secret),
  expiresAt: optional(z.number().min(0).max(LATEST_SECONDS)),
};
const scopes = z.array(text);

const installationShape = z.object({
  team: optional(named),
  enterprise: optional(named),
  user: z.object({ id, token: optional(secret), scopes: optional(scopes), ...renewal }),
  bot: optional(z.object({ id: optional(id), userId: id, token: secret, scopes, ...renewal })),
  incomingWebhook: optional(
    z.object({
      url: secret,
      channel: optional(label),
      channelId: optional(text),
      configurationUrl: optional(label),
    }),
  ),
  appId: optional(id),
  tokenType: optional(label),
  enterpriseUrl: optional(label),
  isEnterpriseInstall: optional(z.boolean()),
  authVersion: optional(z.enum(['v1', 'v2'])),
  metadata: optional(z.json()),
});

const queryShape = z.object({
  teamId: optional(id),
  enterpriseId: optional(id),
  userId: optional(id),
  isEnterpriseInstall: optional(z.boolean()),
});

function parse<Shape extends z.ZodType>(shape: Shape, given: unknown, what: string): z.output<Shape> {
  const result = shape.safeParse(given);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.') || 'all of it');
  throw new AppError({
    code: 'bad_request',
    message: `This isn’t a valid ${what}: ${[...new Set(fields)].join(', ')} cannot be used.`,
  });
}

/**
 * Bolt's installation as a grant. The flag decides where it is installed, not which ids there are.
 * @throws AppError `bad_request`
 */
export function readInstallation(installation: Installation<'v1' | 'v2', boolean>, grantedAt: Date): Grant {
  const given = parse(installationShape, installation, 'installation');
  const isEnterpriseInstall = given.isEnterpriseInstall === true;
  const home = isEnterpriseInstall ? given.enterprise : given.team;
  if (!home) {
    const missing = isEnterpriseInstall ? 'organization' : 'workspace';
    throw new AppError({ code: 'bad_request', message: `The installation names no ${missing}.` });
  }
  const { user, bot } = given;
  return {
    key: { installedIn: home.id, isEnterpriseInstall },
    name: home.name,
    enterpriseId: given.enterprise?.id,
    enterpriseName: given.enterprise?.name,
    enterpriseUrl: given.enterpriseUrl,
    appId: given.appId,
    authVersion: given.authVersion,
    tokenType: given.tokenType,
    metadata: given.metadata,
    webhook: given.incomingWebhook,
    grantedByUserId: user.id,
    grantedAt,
    bot: bot && { ...readToken(bot), id: bot.id, userId: bot.userId },
    user: user.token === undefined ? undefined : readToken({ ...user, token: user.token }),
  };
}

type GivenToken = {
  token: string;
  scopes?: string[] | undefined;
  refreshToken?: string | undefined;
  expiresAt?: number | undefined;
};

function readToken({ token, scopes: granted, refreshToken, expiresAt }: GivenToken) {
  return {
    token,
    scopes: granted ?? [],
    refreshToken,
    expiresAt: expiresAt === undefined ? undefined : new Date(Math.floor(expiresAt) * 1000),
  };
}

/**
 * Bolt's query as the context of a request and a person. A workspace query may name its organization too; an org-wide one has to.
 * @throws AppError `bad_request`: no query may match everything
 */
export function readQuery(query: InstallationQuery<boolean>): {
  context: SlackContext & ({ teamId: string } | { enterpriseId: string });
  userId: string | undefined;
} {
  const { teamId, enterpriseId, userId, isEnterpriseInstall } = parse(queryShape, query, 'query');
  if (isEnterpriseInstall) {
    if (enterpriseId) return { context: { teamId, enterpriseId, isEnterpriseInstall }, userId };
    throw new AppError({ code: 'bad_request', message: 'The org-wide query names no organization.' });
  }
  if (teamId) return { context: { teamId, enterpriseId, isEnterpriseInstall: false }, userId };
  throw new AppError({ code: 'bad_request', message: 'The query names no workspace.' });
}

/** For developers, who read in it what was looked up. */
export const nothingInstalled = (context: SlackContext, userId: string | undefined): AppError =>
  new AppError({
    code: 'not_installed',
    message: `There is no installation for ${JSON.stringify({ ...context, userId })}.`,
    hint: 'The app has to be added there, or the person has to authorize it.',
    details: { ...context, userId },
  });
