import { nameCommands } from './app-surface.ts';

/**
 * Every scope that Lanyard asks for, and why. The manifest is held to this list by a test; what each one lets
 * Lanyard do is said to people in `locales`. Adding one needs a reason here.
 * @see https://docs.slack.dev/reference/scopes
 */
export const BOT_SCOPES = {
  commands: `Slack needs it before it offers ${nameCommands()}.`,
  'chat:write':
    'To tell a person in a private message that an authorization of theirs ended or cannot be renewed.',
  'users:read':
    'To know who is an owner or admin, to show names instead of ids, and to write to no one at night.',
  'team:read':
    "To know whether the workspace signs people in through single sign-on, and the workspace's name.",
} as const;

export const USER_SCOPES = {
  'users:read':
    "Slack shows a person their own two-factor status only through their own permission, and everyone's only through an owner's or admin's: through that of those who agreed, coverage is counted.",
} as const;

export const REQUESTED_BOT_SCOPES = Object.keys(BOT_SCOPES) as (keyof typeof BOT_SCOPES)[];
export const REQUESTED_USER_SCOPES = Object.keys(USER_SCOPES) as (keyof typeof USER_SCOPES)[];

/**
 * Every scope that Slack documents for the methods that Lanyard calls (`users.info`, `team.info`, `chat.postMessage`,
 * commands; `auth.*`, `apps.uninstall` and `views.*` need none), the ones next to them in Slack's list, and the
 * old names that grants may still have. Any of them can come with a grant, whatever was asked for: grants add up
 * until they are revoked. `writes` can change something, `reads` only look.
 */
export const DOCUMENTED_SCOPES = {
  commands: 'writes',
  'chat:write': 'writes',
  'chat:write.customize': 'writes',
  'chat:write.public': 'writes',
  'chat:write:bot': 'writes',
  'chat:write:user': 'writes',
  'users:read': 'reads',
  'users:read.email': 'reads',
  'users.profile:read': 'reads',
  'users.profile:write': 'writes',
  'users:write': 'writes',
  'team:read': 'reads',
  'team.billing:read': 'reads',
  'im:read': 'reads',
  'im:history': 'reads',
  'im:write': 'writes',
  'app_mentions:read': 'reads',
  'incoming-webhook': 'writes',
  identify: 'reads',
  bot: 'writes',
} as const satisfies Record<string, 'reads' | 'writes'>;

export type DocumentedScope = keyof typeof DOCUMENTED_SCOPES;

export const isDocumented = (scope: string): scope is DocumentedScope =>
  // Own properties only: a scope may be named "constructor".
  Object.hasOwn(DOCUMENTED_SCOPES, scope);

export type ScopeDifference = { added: string[]; same: string[]; kept: string[] };

/**
 * What giving a permission again would change. `kept` is no longer asked for, and stays all the same: Slack adds a new
 * grant to the old one, and only revoking takes anything away.
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function scopeDifference(kind: 'bot' | 'user', granted: readonly string[]): ScopeDifference {
  const requested: readonly string[] = kind === 'bot' ? REQUESTED_BOT_SCOPES : REQUESTED_USER_SCOPES;
  return {
    added: requested.filter((scope) => !granted.includes(scope)),
    same: requested.filter((scope) => granted.includes(scope)),
    kept: granted.filter((scope) => !requested.includes(scope)),
  };
}

/** Slack's comma list as an array: `''` and absent are no scopes at all, never one empty scope. */
export function parseScopes(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => /^[\w.:-]{1,100}$/.test(scope));
}
