import { findPerson, type World } from '../world.ts';
import type { Caller } from './method.ts';

/**
 * Whose token this is; Slack's error when it is nobody's, or was ended.
 * @see https://docs.slack.dev/reference/methods/auth.test
 */
export function authenticate(world: World, given: string | undefined): Caller | { error: string } {
  if (given === undefined || given === '') return { error: 'not_authed' };
  const { state } = world.store;
  const token = state.tokens.find((candidate) => candidate.token === given);
  const app = world.apps.all().find((candidate) => candidate.appId === token?.appId);
  if (!token || !app) return { error: 'invalid_auth' };
  // The bot's account goes with an uninstallation; a token that was taken back by itself says so.
  if (token.ended === 'uninstalled' && token.kind === 'bot') return { error: 'account_inactive' };
  if (token.ended !== null) return { error: 'token_revoked' };
  if (token.kind === 'user' && token.workspaceId !== null) {
    if (findPerson(state, token.workspaceId, token.userId)?.deleted !== false)
      return { error: 'token_revoked' };
  }
  return { token, app, isBot: token.kind === 'bot' };
}
