import { findInstallation } from '../delivery/events.ts';
import { identifyApp } from '../oauth/client-credentials.ts';
import { settingsOf } from '../state/app-settings.ts';
import type { AppRegistration } from '../state/apps.ts';
import type { GrantRecord, TokenRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { type Answer, invalidArguments, type PublicCall, refuse } from '../web-api/method.ts';
import { grantOf, mintPair, refreshPair, rotatesAlready } from './rotation.ts';
import { placeFields, tokenFields } from './token-fields.ts';

/**
 * The next pair for a refresh token. A used one keeps working for the grace period, and each use then mints a pair of
 * its own: this is how a lost answer is healed, and how two refreshes at once take the tokens from each other.
 * @see https://docs.slack.dev/authentication/using-token-rotation
 */
export function refreshTokens(world: World, app: AppRegistration, given: string): Answer {
  const { store, clock, refreshGraceMs } = world;
  const nowMs = clock().getTime();
  const token = store.state.tokens.find((each) => each.use === 'refresh' && each.token === given);
  const grant = token && grantOf(store.state, token);
  if (!token || grant?.appId !== app.appId || grant.ended !== null || token.revoked) {
    return refuse('invalid_refresh_token');
  }
  if (token.supersededAtMs !== null && nowMs - token.supersededAtMs > refreshGraceMs) {
    return refuse('invalid_refresh_token');
  }
  return store.change((state) => flatAnswer(world, grant, refreshPair(state, grant, nowMs)));
}

/**
 * `oauth.v2.exchange`: a long-lived token for its first pair, once.
 * @see https://docs.slack.dev/reference/methods/oauth.v2.exchange
 */
export function exchangeLongLived({ world, args, basic, token: given }: PublicCall): Answer {
  const { store, clock } = world;
  const app = identifyApp(world, args, basic);
  if ('error' in app) return refuse(app.error);
  if (!given) return invalidArguments(['missing required field: token']);
  if (!settingsOf(store.state, app).tokenRotation) return refuse('token_rotation_not_enabled');
  const token = store.state.tokens.find((each) => each.use === 'access' && each.token === given);
  const grant = token && grantOf(store.state, token);
  if (!token || grant?.appId !== app.appId) return refuse('invalid_token');
  if (grant.ended !== null || token.revoked) return refuse('authorization_not_found');
  if (token.exchanged) return refuse('token_already_exchanged');
  // What expires on its own, or belongs to a pair already, has nothing to be exchanged for.
  if (token.expiresAtMs !== null || rotatesAlready(store.state, grant)) return refuse('invalid_token');
  return store.change((state) => {
    token.exchanged = true;
    return flatAnswer(world, grant, mintPair(state, grant, clock().getTime()));
  });
}

/** Unlike the answer to a code, everything is at the top, whatever token it is. */
function flatAnswer(
  { store: { state } }: World,
  grant: GrantRecord,
  tokens: { access: TokenRecord; refresh: TokenRecord },
): Answer {
  const bot = findInstallation(state, grant.appId, grant)?.botUserId;
  return {
    ok: true,
    app_id: grant.appId,
    ...tokenFields({ grant, tokens }),
    ...(grant.kind === 'bot' ? { bot_user_id: bot } : { user_id: grant.userId }),
    ...placeFields(state, grant),
  };
}
