import { findInstallation } from '../events.ts';
import { organizationById, workspaceById } from '../world.ts';
import { type Call, flag, type Method, refuse, text } from './method.ts';

const BOTH = ['bot', 'user'] as const;

export const authMethods: Record<string, Method> = {
  'auth.test': {
    access: BOTH,
    scopes: [],
    acceptsJson: true,
    run: ({ world, caller }) => {
      const { state } = world.store;
      const { token, app, isBot } = caller;
      const workspace = token.workspaceId === null ? undefined : workspaceById(state, token.workspaceId);
      const organization = organizationById(state, token.organizationId ?? workspace?.organizationId ?? null);
      const where = workspace
        ? { url: `https://${workspace.domain}.slack.com/`, team: workspace.name, team_id: workspace.id }
        : {
            url: `https://${organization?.domain}.enterprise.slack.com/`,
            team: organization?.name,
            team_id: organization?.id,
          };
      const person = state.people.find((each) => each.id === token.userId);
      return {
        ok: true,
        ...where,
        user: isBot ? app.name.toLowerCase().replaceAll(/\W+/g, '') : person?.handle,
        user_id: token.userId,
        ...(isBot ? { bot_id: findInstallation(state, app.appId, token)?.botId } : {}),
        ...(organization ? { enterprise_id: organization.id } : {}),
        is_enterprise_install: token.organizationId !== null,
      };
    },
  },

  'auth.revoke': {
    access: BOTH,
    scopes: [],
    run: ({ world, caller, args }) => {
      if (flag(args, 'test')) return { ok: true, revoked: false };
      void world.endings.end([caller.token], 'revoked');
      return { ok: true, revoked: true };
    },
  },

  'apps.uninstall': {
    access: BOTH,
    scopes: [],
    required: ['client_id', 'client_secret'],
    run: uninstall,
  },
};

function uninstall({ world, caller, args }: Call) {
  const app = world.apps.byClientId(text(args, 'client_id') ?? '');
  if (!app) return refuse('invalid_client_id');
  if (app.clientSecret !== text(args, 'client_secret')) return refuse('bad_client_secret');
  if (app.appId !== caller.app.appId) return refuse('client_id_token_mismatch');
  void world.endings.uninstall(app.appId, caller.token);
  return { ok: true };
}
