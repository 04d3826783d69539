import type { AppRegistration } from '../state/apps.ts';
import { organizationById, teamOf, workspaceById } from '../state/find.ts';
import type { PersonRecord, Place } from '../state/state.ts';
import type { World } from '../state/world.ts';

/** Who acts and where, in the words that commands and interactions share. */
export function actorFields(world: World, person: PersonRecord, app: AppRegistration, place: Place) {
  const { state } = world.store;
  const workspace = workspaceById(state, person.workspaceId);
  const organization = organizationById(state, workspace.organizationId);
  return {
    workspace,
    organization,
    orgWide: place.organizationId !== null,
    /** As an interaction has them. */
    interaction: {
      user: { id: person.id, username: person.handle, name: person.handle, team_id: teamOf(person) },
      api_app_id: app.appId,
      token: 'deprecated-verification-token',
      team: {
        id: workspace.id,
        domain: workspace.domain,
        ...(organization ? { enterprise_id: organization.id, enterprise_name: organization.name } : {}),
      },
      enterprise: organization ? { id: organization.id, name: organization.name } : null,
      is_enterprise_install: place.organizationId !== null,
    },
  };
}
