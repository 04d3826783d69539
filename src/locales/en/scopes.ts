/** One sentence a scope, the same on every surface: what it lets Lanyard do, and what it never does with it. */
export type ScopeWords = { lets: string; never: string };

const bot: Record<string, ScopeWords> = {
  commands: {
    lets: 'offer the commands /2fa and /token-status',
    never: 'reads what you type in other commands or messages',
  },
  'chat:write': {
    lets: 'send you private messages as itself',
    never: 'writes in channels by itself, or in your name',
  },
  'users:read': {
    lets: 'see names, and who is an owner or admin',
    never: 'sees e-mail addresses',
  },
  'team:read': {
    lets: 'see the workspace’s name, and whether it uses single sign-on',
    never: 'changes anything in the workspace',
  },
};

const user: Record<string, ScopeWords> = {
  'users:read': {
    lets: 'see your own two-factor status, as Slack shows it to you',
    never: 'acts or writes in your name',
  },
};

export const scopes = {
  /** An honest sentence for a scope that this version of Lanyard does not ask for. */
  of(kind: 'bot' | 'user', scope: string): ScopeWords {
    const known = kind === 'bot' ? bot : user;
    // Own properties only: a scope may be named "constructor".
    if (Object.hasOwn(known, scope)) return known[scope] as ScopeWords;
    return {
      lets: `use the Slack scope ${scope}, which this version of Lanyard does not ask for`,
      never: 'uses it',
    };
  },
};
