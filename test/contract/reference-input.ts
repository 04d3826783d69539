import type { Installation, InstallationQuery } from '@slack/oauth';
import { z } from 'zod';
import { AppError } from '../../src/errors.ts';

/** Where the app is installed: the team id, or org-wide the enterprise id. The flag decides, not what else is there. */
export type Place = { kind: 'workspace' | 'organization'; id: string };

const LATEST_SECONDS = 8_640_000_000_000;

const id = z
  .string()
  .min(1)
  .max(255)
  // Text in PostgreSQL cannot hold it.
  .refine((text) => !text.includes('\u0000'));
const named = z.object({ id, name: z.string().nullish() });
const absent = z.null().transform(() => undefined);
const pair = {
  token: z.string().min(1),
  refreshToken: z.string().min(1).optional().or(absent),
  expiresAt: z.int().min(0).max(LATEST_SECONDS).optional().or(absent),
  scopes: z.array(z.string()),
};
const person = z.object({
  ...pair,
  id,
  token: pair.token.optional().or(absent),
  scopes: pair.scopes.optional().or(absent),
});

const installationShape = z.object({
  team: named.nullish(),
  enterprise: named.nullish(),
  user: person,
  bot: z.object({ ...pair, id, userId: id }).nullish(),
  incomingWebhook: z
    .object({
      url: z.string().min(1),
      channel: z.string().nullish(),
      channelId: z.string().nullish(),
      configurationUrl: z.string().nullish(),
    })
    .nullish(),
  appId: id.nullish(),
  tokenType: z.literal('bot').nullish(),
  enterpriseUrl: z.string().nullish(),
  isEnterpriseInstall: z.boolean().nullish(),
  authVersion: z.enum(['v1', 'v2']).nullish(),
  metadata: z.string().nullish(),
});

const queryShape = z.object({
  teamId: id.nullish(),
  enterpriseId: id.nullish(),
  userId: id.nullish(),
  isEnterpriseInstall: z.boolean().nullish(),
});

function parse<Shape extends z.ZodType>(shape: Shape, given: unknown, what: string): z.output<Shape> {
  const { data, error } = shape.safeParse(given);
  if (data !== undefined) return data;
  // The places of the problems, never the values: a token may be among them.
  const places = error?.issues.map((issue) => issue.path.join('.') || 'all of it').join(', ');
  throw new AppError({
    code: 'bad_request',
    message: `This isn’t a valid ${what}: ${places} cannot be used.`,
  });
}

function place(isEnterpriseInstall: unknown, teamId: unknown, enterpriseId: unknown, what: string): Place {
  const [kind, id] = isEnterpriseInstall
    ? (['organization', enterpriseId] as const)
    : (['workspace', teamId] as const);
  if (typeof id === 'string') return { kind, id };
  throw new AppError({ code: 'bad_request', message: `This ${what} names no ${kind}.` });
}

/** @throws AppError `bad_request` */
export function checkedInstallation(installation: Installation<'v1' | 'v2', boolean>) {
  const given = parse(installationShape, installation, 'installation');
  const { team, enterprise, isEnterpriseInstall, ...rest } = withoutNulls(given);
  return {
    ...rest,
    ...(team && !isEnterpriseInstall ? { team } : {}),
    ...(enterprise ? { enterprise } : {}),
    ...(isEnterpriseInstall === undefined ? {} : { isEnterpriseInstall }),
    place: place(isEnterpriseInstall, team?.id, enterprise?.id, 'installation'),
  };
}

/** @throws AppError `bad_request` */
export function placeOf(query: InstallationQuery<boolean>) {
  const { teamId, enterpriseId, userId, isEnterpriseInstall } = parse(queryShape, query, 'query');
  return {
    place: place(isEnterpriseInstall, teamId, enterpriseId, 'query'),
    enterpriseId: enterpriseId ?? undefined,
    userId: userId ?? undefined,
  };
}

type NonNull<Given> = { [Name in keyof Given]: Exclude<Given[Name], null> };

function withoutNulls<Given>(given: Given): NonNull<Given> {
  return JSON.parse(JSON.stringify(given, (_, value) => value ?? undefined));
}
