/**
 * Every scope that Lanyard asks for, and why. The manifest is held to this list by a test; what each one lets
 * Lanyard do is said to people in `locales`. Adding one needs a reason here.
 * @see https://docs.slack.dev/reference/scopes
 */
export const BOT_SCOPES = {
  commands: 'Slack needs it before it offers /2fa and /token-status.',
  'chat:write': 'To tell a person in a private message that an authorization of theirs ended.',
  'users:read': 'To know who is an owner or admin, and to show names instead of ids.',
  'team:read':
    "To know whether the workspace signs people in through single sign-on, and the workspace's name.",
} as const;

export const USER_SCOPES = {
  'users:read': 'Slack shows a person their own two-factor status only through their own permission.',
} as const;

export const REQUESTED_BOT_SCOPES = Object.keys(BOT_SCOPES) as (keyof typeof BOT_SCOPES)[];
export const REQUESTED_USER_SCOPES = Object.keys(USER_SCOPES) as (keyof typeof USER_SCOPES)[];

/** Slack's comma list as an array: `''` and absent are no scopes at all, never one empty scope. */
export function parseScopes(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}
