import { organizationById, workspaceById } from '../state/find.ts';
import type { Place, SimulatorState } from '../state/state.ts';
import type { Granted } from './grants.ts';
import { ACCESS_LIFE_SECONDS } from './rotation.ts';

/** A grant as a token answer has it. */
export const tokenFields = ({ grant, tokens: { access, refresh } }: Granted) => ({
  scope: grant.scopes.join(','),
  access_token: access.token,
  token_type: grant.kind,
  ...(refresh ? { refresh_token: refresh.token, expires_in: ACCESS_LIFE_SECONDS } : {}),
});

/** Where a token counts, as a token answer has it. */
export function placeFields(state: SimulatorState, place: Place) {
  const workspace = place.workspaceId === null ? undefined : workspaceById(state, place.workspaceId);
  const organization = organizationById(state, place.organizationId ?? workspace?.organizationId ?? null);
  return {
    team: workspace ? { id: workspace.id, name: workspace.name } : null,
    enterprise: organization ? { id: organization.id, name: organization.name } : null,
    is_enterprise_install: place.organizationId !== null,
  };
}
