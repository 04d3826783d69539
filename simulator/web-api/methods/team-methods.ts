import { organizationById } from '../../state/find.ts';
import { type Call, isAnswer, type Method, refuse, text, workspaceOf } from '../method.ts';

export const teamMethods: Record<string, Method> = {
  'team.info': {
    tier: 3,
    access: ['bot', 'user'],
    scopes: ['team:read'],
    run: (call: Call) => {
      const workspace = workspaceOf(call, call.args.team === undefined ? 'team_id' : 'team');
      if (isAnswer(workspace)) return workspace;
      const asked = text(call.args, 'team');
      if (asked !== undefined && asked !== workspace.id) return refuse('team_not_found');
      const organization = organizationById(call.world.store.state, workspace.organizationId);
      return {
        ok: true,
        team: {
          id: workspace.id,
          name: workspace.name,
          url: `https://${workspace.domain}.slack.com/`,
          domain: workspace.domain,
          email_domain: '',
          icon: { image_default: true },
          is_verified: false,
          ...(organization
            ? {
                enterprise_id: organization.id,
                enterprise_name: organization.name,
                enterprise_domain: organization.domain,
              }
            : {}),
          ...(workspace.sso
            ? { sso_provider: { type: 'saml', name: 'Example Identity', label: 'Example Identity' } }
            : {}),
        },
      };
    },
  },
};
