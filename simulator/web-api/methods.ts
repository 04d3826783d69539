import { giveTokens } from '../tokens/token-exchange.ts';
import { exchangeLongLived } from '../tokens/token-refresh.ts';
import type { Method } from './method.ts';
import { appMethods } from './methods/apps-methods.ts';
import { authMethods } from './methods/auth-methods.ts';
import { chatMethods } from './methods/chat-methods.ts';
import { conversationMethods } from './methods/conversations-methods.ts';
import { teamMethods } from './methods/team-methods.ts';
import { userMethods } from './methods/users-methods.ts';
import { viewMethods } from './methods/views-methods.ts';

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
