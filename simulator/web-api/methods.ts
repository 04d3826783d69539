import { giveTokens } from '../token-exchange.ts';
import { exchangeLongLived } from '../token-refresh.ts';
import { appMethods } from './apps.ts';
import { authMethods } from './auth.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import type { Method } from './method.ts';
import { teamMethods } from './team.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

/** Every Web API method that this Slack has. What is not here answers `unknown_method`. */
export const methods: Readonly<Record<string, Method>> = {
  'api.test': {
    access: 'public',
    acceptsJson: true,
    run: ({ args }) =>
      args.error === undefined ? { ok: true, args } : { ok: false, error: String(args.error), args },
  },
  'oauth.v2.access': { access: 'public', run: ({ world, args, basic }) => giveTokens(world, args, basic) },
  'oauth.v2.exchange': { access: 'public', run: exchangeLongLived },
  ...appMethods,
  ...authMethods,
  ...chatMethods,
  ...conversationMethods,
  ...teamMethods,
  ...userMethods,
  ...viewMethods,
};
