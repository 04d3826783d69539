/** What the consent page says for a scope. Scopes without words be there by their own name. */
const WORDS: Record<string, string> = {
  'app_mentions:read': 'See messages that mention it',
  'channels:history': 'Read messages in public channels it’s in',
  'channels:read': 'See the public channels of the workspace',
  'chat:write': 'Send messages as itself',
  commands: 'Add slash commands and shortcuts that people can use',
  'im:history': 'Read the direct messages it takes part in',
  'im:write': 'Start direct messages with people',
  'team:read': 'See the name, address and icon of the workspace',
  'users:read': 'See people in the workspace and their profiles',
  'users:read.email': 'See the email addresses of people in the workspace',
};
const WORDS_ON_BEHALF: Record<string, string> = {
  'chat:write': 'Send messages as you',
  'users:read': 'See people in the workspace as you see them, and your own two-factor status',
};

export const scopeWords = (scope: string, onBehalf: boolean): string | undefined =>
  (onBehalf ? WORDS_ON_BEHALF[scope] : undefined) ?? WORDS[scope];
