import { createHash } from 'node:crypto';
import type { Installation, InstallationQuery } from '@slack/oauth';

// The n-th installation, the same in every store: a bot and the own permission of the person who installed it, both
// rotating. Ids look random, as Slack's do, so that an index is not read in the order in which it was filled.

export type Loaded = Installation<'v2', false> & { bot: NonNullable<Installation['bot']> };

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
// 52 bits: of a million ids none is likely to come twice.
const idOf = (prefix: string, n: number) => `${prefix}0${digest(`${prefix}${n}`).slice(0, 13).toUpperCase()}`;

export const teamOf = (n: number): string => idOf('T', n);
const userOf = (n: number): string => idOf('U', n);

/** Long after any run of the benchmark ends, so that nothing is about to expire. */
const EXPIRES_AT_SECONDS = 2_000_000_000;

export function loaded(n: number): Loaded {
  const secret = (kind: string) => `${kind}-${digest(`${kind}${n}`)}${digest(`${n}${kind}`).slice(0, 40)}`;
  return {
    team: { id: teamOf(n), name: `Workspace number ${n}` },
    enterprise: undefined,
    user: {
      id: userOf(n),
      token: secret('xoxe.xoxp-1'),
      refreshToken: secret('xoxe-1-u'),
      expiresAt: EXPIRES_AT_SECONDS,
      scopes: ['users:read', 'users.profile:read'],
    },
    bot: {
      id: idOf('B', n),
      userId: idOf('UB', n),
      token: secret('xoxe.xoxb-1'),
      refreshToken: secret('xoxe-1-b'),
      expiresAt: EXPIRES_AT_SECONDS,
      scopes: ['commands', 'chat:write', 'users:read', 'team:read'],
    },
    appId: 'A0000000001',
    tokenType: 'bot',
    isEnterpriseInstall: false,
    authVersion: 'v2',
  };
}

const example = loaded(0);

/** A new installation, cheaply made: what is measured is the store. */
export function fresh(n: number): Loaded {
  const end = String(n).padStart(12, '0');
  const secret = (like: string | undefined) => `${like?.slice(0, -12)}${end}`;
  const pair = ({
    token,
    refreshToken,
  }: {
    token?: string | undefined;
    refreshToken?: string | undefined;
  }) => ({
    token: secret(token),
    refreshToken: secret(refreshToken),
  });
  return {
    ...example,
    team: { id: `T9${end}`, name: example.team.name ?? '' },
    user: { ...example.user, ...pair(example.user), id: `U9${end}` },
    bot: { ...example.bot, ...pair(example.bot) },
  };
}

export function queryOf(n: number, withUser: boolean): InstallationQuery<false> {
  const query = { teamId: teamOf(n), enterpriseId: undefined, isEnterpriseInstall: false as const };
  return withUser ? { ...query, userId: userOf(n) } : query;
}
