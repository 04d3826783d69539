import type { AppChoice } from './apps.ts';
import { findInstallation } from './events.ts';
import type { OrganizationRecord } from './state.ts';
import { inOrganization, liveBotToken, type World } from './world.ts';

export type Organization = {
  readonly id: string;
  readonly name: string;
  /** An org-wide installation reaches a workspace only after the organization's admins added the app there. */
  adds(workspace: { id: string }, app?: AppChoice): Promise<void>;
  removes(workspace: { id: string }, app?: AppChoice): Promise<void>;
  /** Ends the org-wide installation from Slack's side. */
  uninstall(app?: AppChoice): Promise<void>;
};

export function createOrganization(world: World, record: OrganizationRecord): Organization {
  const here = inOrganization(record.id);

  async function change(
    type: 'team_access_granted' | 'team_access_revoked',
    teamId: string,
    choice: AppChoice,
  ) {
    const app = world.apps.choose(choice);
    const installation = findInstallation(world.store.state, app.appId, here);
    if (!installation || !liveBotToken(world.store.state, app.appId, here)) {
      throw new Error(`${app.name} is not installed org-wide in ${record.name}.`);
    }
    const belongs = world.store.state.workspaces.some(
      (each) => each.id === teamId && each.organizationId === record.id,
    );
    if (!belongs) throw new Error(`Workspace ${teamId} is not part of ${record.name}.`);
    world.store.change(() => {
      const others = installation.addedTo.filter((id) => id !== teamId);
      installation.addedTo = type === 'team_access_granted' ? [...others, teamId] : others;
    });
    const event = { type, team_ids: [teamId] };
    await world.events.emit(app, { workspaceId: null, place: here, event });
  }

  return {
    id: record.id,
    name: record.name,
    adds: (workspace, app) => change('team_access_granted', workspace.id, app),
    removes: (workspace, app) => change('team_access_revoked', workspace.id, app),
    async uninstall(app) {
      await world.endings.uninstall(world.apps.choose(app).appId, here);
    },
  };
}
