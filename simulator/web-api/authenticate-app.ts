import type { AppRegistration } from '../state/apps.ts';
import type { World } from '../state/world.ts';
import { findAppToken } from '../tokens/app-tokens.ts';
import { authenticate } from './authenticate.ts';
import { type Answer, refuse } from './method.ts';
import type { ReadCall } from './read-call.ts';

/** The app to which an app-level token belongs. Slack takes these tokens from the header only. */
export function authenticateApp(
  world: World,
  { token, tokenInForm }: ReadCall,
  scopes: readonly string[],
): AppRegistration | Answer {
  const { state } = world.store;
  const found = findAppToken(state, token);
  const app = world.apps.all().find((each) => each.appId === found?.appId);
  if (!found || !app) {
    const caller = authenticate(world, token);
    return refuse('error' in caller ? caller.error : 'not_allowed_token_type');
  }
  if (tokenInForm) return refuse('invalid_auth');
  if (scopes.every((scope) => found.scopes.includes(scope))) return app;
  return refuse('missing_scope', { needed: scopes.join(','), provided: found.scopes.join(',') });
}
