import { settingsOf } from '../state/app-settings.ts';
import { findPerson, workspaceById } from '../state/find.ts';
import type { World } from '../state/world.ts';
import { findAppToken } from '../tokens/app-tokens.ts';
import { grantOf, hasExpired } from '../tokens/rotation.ts';
import type { Caller } from './method.ts';

/**
 * Whose token this is; Slack's error when it is no one's, was ended, or comes from where it may not.
 * @see https://docs.slack.dev/reference/methods/auth.test
 */
export function authenticate(
  world: World,
  given: string | undefined,
  { takesRefreshTokens = false } = {},
): Caller | { error: string } {
  if (given === undefined || given === '') return { error: 'not_authed' };
  const { state } = world.store;
  const token = state.tokens.find((candidate) => candidate.token === given);
  const grant = token && grantOf(state, token);
  const app = world.apps.all().find((candidate) => candidate.appId === grant?.appId);
  if (findAppToken(state, given)) return { error: 'not_allowed_token_type' };
  if (!token || !grant || !app) return { error: 'invalid_auth' };
  // Slack words both alike: it does not say that the token itself is fine.
  if (settingsOf(state, app).addressBarred) return { error: 'invalid_auth' };
  if (token.use === 'refresh' && !takesRefreshTokens) return { error: 'not_allowed_token_type' };
  // The bot's account goes with an uninstallation; a token that was revoked alone says so.
  if (grant.ended === 'uninstalled' && grant.kind === 'bot') return { error: 'account_inactive' };
  if (grant.ended !== null || token.revoked) return { error: 'token_revoked' };
  if (hasExpired(token, world.clock().getTime())) return { error: 'token_expired' };
  if (grant.workspaceId !== null) {
    if (workspaceById(state, grant.workspaceId).migratingTo !== null) return { error: 'org_login_required' };
    const gone = findPerson(state, grant.workspaceId, grant.userId)?.deleted !== false;
    if (grant.kind === 'user' && gone) return { error: 'token_revoked' };
  }
  return { token, grant, app, isBot: grant.kind === 'bot' };
}
