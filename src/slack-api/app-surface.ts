/** Where Slack and Lanyard meet, by name. A test holds `manifest.json` to these lists, and `npm run doctor` reads them. */

export const TWO_FACTOR_COMMAND = '/2fa';
export const TOKEN_STATUS_COMMAND = '/token-status';
export const COMMANDS = [TWO_FACTOR_COMMAND, TOKEN_STATUS_COMMAND] as const;
export type CommandName = (typeof COMMANDS)[number];

/** All of them in a sentence: “/2fa and /token-status”. */
export const nameCommands = (type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
  new Intl.ListFormat('en-US', { type }).format(COMMANDS);

/** What changes about a workspace or an organization while the app stays. */
export const WORKSPACE_EVENTS = [
  'grid_migration_finished',
  'grid_migration_started',
  'team_access_granted',
  'team_access_revoked',
  'team_domain_change',
  'team_rename',
] as const;

/** Subscribed to. Another one is understood when it comes, but needs a scope that no app should ask for. */
export const EVENTS = ['app_home_opened', 'tokens_revoked', 'app_uninstalled', ...WORKSPACE_EVENTS] as const;

export const INSTALL_PATH = '/slack/install';
export const INSTALL_FOR_ME_PATH = '/slack/install?for=me';
export const REDIRECT_PATH = '/slack/oauth_redirect';
