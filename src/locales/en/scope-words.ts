import { nameCommands } from '../../slack-api/app-surface.ts';
import { type DocumentedScope, isDocumented } from '../../slack-api/scope-catalogue.ts';

/** One sentence a scope, the same on every surface: what it lets Lanyard do, and what it never does with it. */
export type ScopeWords = { lets: string; never: string };
type Kind = 'bot' | 'user';

/** What Lanyard asks for. */
const asked: Record<Kind, Partial<Record<DocumentedScope, ScopeWords>>> = {
  bot: {
    commands: {
      lets: `offer the commands ${nameCommands()}`,
      never: 'reads what you type in other commands or messages',
    },
    'chat:write': {
      lets: 'send you private messages as itself',
      never: 'posts in channels on its own, or in your name',
    },
    'users:read': {
      lets: 'see people’s names, roles and time zones',
      never: 'sees email addresses',
    },
    'team:read': {
      lets: 'see the workspace’s name, and whether it uses single sign-on',
      never: 'changes anything in the workspace',
    },
  },
  user: {
    'users:read': {
      lets: 'see your own two-factor status',
      never: 'acts or writes in your name, or looks at anyone else’s status unless you agreed to it',
    },
  },
};

/** What Slack documents and a grant may hold, although this version of Lanyard does not ask for it. */
const documented: Record<DocumentedScope, string> = {
  commands: 'add slash commands and shortcuts',
  'chat:write': 'send messages',
  'chat:write.customize': 'send messages under another name and picture',
  'chat:write.public': 'write in public channels without joining them',
  'chat:write:bot': 'send messages as itself (an old name for chat:write)',
  'chat:write:user': 'send messages in your name (an old name for chat:write)',
  'users:read': 'see the people of the workspace',
  'users:read.email': 'see people’s email addresses',
  'users.profile:read': 'read people’s profiles',
  'users.profile:write': 'change your profile',
  'users:write': 'set whether it, or you, appear active',
  'team:read': 'see the workspace’s name and address',
  'team.billing:read': 'see which plan the workspace pays for',
  'im:read': 'see which direct messages it takes part in',
  'im:history': 'read the direct messages it takes part in',
  'im:write': 'start direct messages with people',
  'app_mentions:read': 'see messages that mention it',
  'incoming-webhook': 'post to one channel that was chosen when it was added',
  identify: 'see who you are, and in which workspace',
  bot: 'act as an old kind of bot, with all that such bots may do',
};

export const scopes = {
  /** Every scope has a sentence; for an undocumented one it says just that. */
  of(kind: Kind, scope: string): ScopeWords {
    const unused = 'uses it: this version doesn’t ask for it';
    if (!isDocumented(scope)) {
      return { lets: `do what Slack calls ${scope}, which Lanyard has no description for`, never: unused };
    }
    return asked[kind][scope] ?? { lets: documented[scope], never: unused };
  },
};
