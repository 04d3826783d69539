import { findInstallation } from '../../delivery/events.ts';
import { organizationById, workspaceById } from '../../state/find.ts';
import { readPage } from '../cut-page.ts';
import { type Answer, type Call, flag, type Method, refuse, text } from '../method.ts';

const BOTH = ['bot', 'user'] as const;

export const authMethods: Record<string, Method> = {
  'auth.test': {
    access: BOTH,
    scopes: [],
    acceptsJson: true,
    run: ({ world, caller }) => {
      const { state } = world.store;
      const { token, grant, app, isBot } = caller;
      const workspace = grant.workspaceId === null ? undefined : workspaceById(state, grant.workspaceId);
      const organization = organizationById(state, grant.organizationId ?? workspace?.organizationId ?? null);
      const where = workspace
        ? { url: `https://${workspace.domain}.slack.com/`, team: workspace.name, team_id: workspace.id }
        : {
            url: `https://${organization?.domain}.enterprise.slack.com/`,
            team: organization?.name,
            team_id: organization?.id,
          };
      const person = state.people.find((each) => each.id === grant.userId);
      return {
        ok: true,
        ...where,
        user: isBot ? app.name.toLowerCase().replaceAll(/\W+/g, '') : person?.handle,
        user_id: grant.userId,
        ...(isBot ? { bot_id: findInstallation(state, app.appId, grant)?.botId } : {}),
        ...(organization ? { enterprise_id: organization.id } : {}),
        is_enterprise_install: grant.organizationId !== null,
        ...(token.expiresAtMs === null ? {} : { expires_in: secondsUntil(token.expiresAtMs, world.clock()) }),
      };
    },
  },

  'auth.revoke': { tier: 3, access: BOTH, scopes: [], takesRefreshTokens: true, run: revoke },

  'auth.teams.list': { tier: 2, access: BOTH, scopes: [], run: listTeams },

  'apps.uninstall': {
    tier: 1,
    access: BOTH,
    scopes: [],
    required: ['client_id', 'client_secret'],
    run: uninstall,
  },
};

/** The workspaces in which a token may act: one, or those to which an org-wide app was added. */
function listTeams({ world, caller: { grant }, args }: Call): Answer {
  const { state } = world.store;
  const ids = grant.workspaceId ? [grant.workspaceId] : findInstallation(state, grant.appId, grant)?.addedTo;
  const teams = state.workspaces.filter(({ id }) => ids?.includes(id));
  const page = readPage(args, teams.length, { prefix: 'team', most: 1_000, otherwise: 100 });
  if ('error' in page) return refuse(page.error);
  return {
    ok: true,
    teams: teams.slice(page.from, page.to).map(({ id, name }) => ({
      id,
      name,
      ...(flag(args, 'include_icon') ? { icon: { image_default: true } } : {}),
    })),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

/** Of a pair only this one token dies, and no one is told: the grant lives on. A long-lived token takes it along. */
function revoke({ world, caller: { token, grant }, args }: Call): Answer {
  if (flag(args, 'test')) return { ok: true, revoked: false };
  if (token.use === 'access' && token.expiresAtMs === null) void world.endings.end([grant], 'revoked');
  else
    world.store.change(() => {
      token.revoked = true;
    });
  return { ok: true, revoked: true };
}

const secondsUntil = (atMs: number, now: Date): number => Math.floor((atMs - now.getTime()) / 1000);

function uninstall({ world, caller, args }: Call) {
  const app = world.apps.byClientId(text(args, 'client_id') ?? '');
  if (!app) return refuse('invalid_client_id');
  if (app.clientSecret !== text(args, 'client_secret')) return refuse('bad_client_secret');
  if (app.appId !== caller.app.appId) return refuse('client_id_token_mismatch');
  void world.endings.uninstall(app.appId, caller.grant);
  return { ok: true };
}
