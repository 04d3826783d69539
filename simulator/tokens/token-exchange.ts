import { type BasicCredentials, identifyApp } from '../oauth/client-credentials.ts';
import { settingsOf } from '../state/app-settings.ts';
import type { AppRegistration } from '../state/apps.ts';
import { inOrganization, inWorkspace, liveBotGrant, placeOf, workspaceById } from '../state/find.ts';
import type { CodeRecord, SimulatorState } from '../state/state.ts';
import type { World } from '../state/world.ts';
import { type Answer, refuse, text } from '../web-api/method.ts';
import { grantBot, grantUser } from './grants.ts';
import { placeFields, tokenFields } from './token-fields.ts';
import { refreshTokens } from './token-refresh.ts';

const CODE_LIFE_MS = 10 * 60_000;

/**
 * `oauth.v2.access`: a code for tokens, once, within ten minutes; or a refresh token for the next pair.
 * @param basic the Authorization header's credentials; they win over those of the body
 * @see https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function giveTokens(
  world: World,
  args: Record<string, unknown>,
  basic: BasicCredentials | undefined,
): Answer {
  const app = identifyApp(world, args, basic);
  if ('error' in app) return refuse(app.error);
  const grantType = text(args, 'grant_type') || 'authorization_code';
  if (grantType === 'refresh_token') return refreshTokens(world, app, text(args, 'refresh_token') ?? '');
  if (grantType !== 'authorization_code') return refuse('invalid_grant_type');
  return exchangeCode(world, app, args);
}

function exchangeCode(world: World, app: AppRegistration, args: Record<string, unknown>): Answer {
  const { state } = world.store;
  const code = state.codes.find(
    (candidate) => candidate.code === text(args, 'code') && candidate.appId === app.appId,
  );
  const nowMs = world.clock().getTime();
  if (!code || code.used || nowMs - code.issuedAtMs > CODE_LIFE_MS) return refuse('invalid_code');
  if ((code.redirectUri ?? '') !== (text(args, 'redirect_uri') ?? '')) return refuse('bad_redirect_uri');
  if (!state.people.some((person) => person.id === code.userId && !person.deleted))
    return refuse('invalid_code');
  if (code.botScopes.length > 0 && coveredByOrganization(state, app, code)) {
    return refuse('cannot_install_an_org_installed_app');
  }
  return world.store.change(() => {
    code.used = true;
    return answerFor(world, app, code, nowMs);
  });
}

function coveredByOrganization(state: SimulatorState, app: AppRegistration, code: CodeRecord): boolean {
  if (code.workspaceId === null) return false;
  const { organizationId } = workspaceById(state, code.workspaceId);
  if (!organizationId || liveBotGrant(state, app.appId, inWorkspace(code.workspaceId))) return false;
  return liveBotGrant(state, app.appId, inOrganization(organizationId)) !== undefined;
}

function answerFor(world: World, app: AppRegistration, code: CodeRecord, nowMs: number): Answer {
  const { store } = world;
  const rotates = settingsOf(store.state, app).tokenRotation;
  const granting = { appId: app.appId, place: placeOf(code), atMs: nowMs, rotates };
  const { botScopes, userScopes } = code;
  const bot = botScopes.length > 0 ? grantBot(store, { ...granting, scopes: botScopes }) : undefined;
  const user =
    userScopes.length > 0 ? grantUser(store, code.userId, { ...granting, scopes: userScopes }) : undefined;
  const added = bot && code.workspaceId === null ? addWorkspaces(world, app, code) : [];
  if (bot) bot.installation.addedTo = [...new Set([...bot.installation.addedTo, ...added])];
  return {
    ok: true,
    app_id: app.appId,
    authed_user: { id: code.userId, ...(user ? tokenFields(user) : {}) },
    ...(bot ? { ...tokenFields(bot), bot_user_id: bot.installation.botUserId } : {}),
    ...placeFields(store.state, code),
  };
}

function addWorkspaces(world: World, app: AppRegistration, code: CodeRecord): string[] {
  const added = world.store.state.workspaces
    .filter((each) => each.organizationId === code.organizationId && code.addTo.includes(each.id))
    .map((each) => each.id);
  if (added.length > 0) {
    const event = { type: 'team_access_granted', team_ids: added };
    void world.events.emit(app, { workspaceId: null, place: placeOf(code), event });
  }
  return added;
}
