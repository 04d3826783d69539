import { timingSafeEqual } from 'node:crypto';
import type { AppRegistration } from './apps.ts';
import { grantBot, grantUser } from './grants.ts';
import type { CodeRecord, SimulatorState, TokenRecord } from './state.ts';
import {
  inOrganization,
  inWorkspace,
  liveBotToken,
  organizationById,
  placeOf,
  type World,
  workspaceById,
} from './world.ts';

const CODE_LIFE_MS = 10 * 60_000;

export type ExchangeAnswer = { ok: boolean; error?: string; [field: string]: unknown };
const refuse = (error: string): ExchangeAnswer => ({ ok: false, error });

/**
 * `oauth.v2.access`: a code for tokens, once, within ten minutes.
 * @param basic the Authorization header's credentials; they win over those of the body
 * @see https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export function exchangeCode(
  world: World,
  args: Record<string, unknown>,
  basic: { id: string; secret: string } | undefined,
): ExchangeAnswer {
  const text = (name: string) => (typeof args[name] === 'string' ? (args[name] as string) : '');
  const app = world.apps.byClientId(basic?.id ?? text('client_id'));
  if (!app) return refuse('invalid_client_id');
  if (!sameSecret(app.clientSecret, basic?.secret ?? text('client_secret')))
    return refuse('bad_client_secret');
  const grantType = text('grant_type') || 'authorization_code';
  if (grantType === 'refresh_token') return refuse('invalid_refresh_token');
  if (grantType !== 'authorization_code') return refuse('invalid_grant_type');
  const { state } = world.store;
  const code = state.codes.find(
    (candidate) => candidate.code === text('code') && candidate.appId === app.appId,
  );
  const nowMs = world.clock().getTime();
  if (!code || code.used || nowMs - code.issuedAtMs > CODE_LIFE_MS) return refuse('invalid_code');
  if ((code.redirectUri ?? '') !== text('redirect_uri')) return refuse('bad_redirect_uri');
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
  if (!organizationId || liveBotToken(state, app.appId, inWorkspace(code.workspaceId))) return false;
  return liveBotToken(state, app.appId, inOrganization(organizationId)) !== undefined;
}

function answerFor(world: World, app: AppRegistration, code: CodeRecord, nowMs: number): ExchangeAnswer {
  const { state } = world.store;
  const grant = { appId: app.appId, place: placeOf(code), atMs: nowMs };
  const bot = code.botScopes.length > 0 ? grantBot(state, { ...grant, scopes: code.botScopes }) : undefined;
  const user =
    code.userScopes.length > 0
      ? grantUser(state, code.userId, { ...grant, scopes: code.userScopes })
      : undefined;
  const workspace = code.workspaceId === null ? undefined : workspaceById(state, code.workspaceId);
  const organization = organizationById(state, code.organizationId ?? workspace?.organizationId ?? null);
  const added = bot && !workspace ? addWorkspaces(world, app, code) : [];
  if (bot) bot.installation.addedTo = [...new Set([...bot.installation.addedTo, ...added])];
  return {
    ok: true,
    app_id: app.appId,
    authed_user: { id: code.userId, ...(user ? { ...tokenFields(user) } : {}) },
    ...(bot ? { ...tokenFields(bot.token), bot_user_id: bot.installation.botUserId } : {}),
    team: workspace ? { id: workspace.id, name: workspace.name } : null,
    enterprise: organization ? { id: organization.id, name: organization.name } : null,
    is_enterprise_install: code.organizationId !== null,
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

const tokenFields = ({ scopes, token, kind }: TokenRecord) => ({
  scope: scopes.join(','),
  access_token: token,
  token_type: kind,
});

function sameSecret(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
