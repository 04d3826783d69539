import { type DeliverOptions, deliverEvent } from '../delivery/deliver-event.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { findInstallation, type InnerEvent } from '../delivery/events.ts';
import type { AppChoice } from '../state/apps.ts';
import { inOrganization, liveBotGrant } from '../state/find.ts';
import type { OrganizationRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import type { LifecycleForm } from '../tokens/endings.ts';
import { createGrantedTokens, type GrantedTokens } from '../tokens/granted-tokens.ts';

export type Organization = {
  readonly id: string;
  readonly name: string;
  /** An org-wide installation reaches a workspace only after the organization's admins added the app there. */
  adds(workspace: { id: string }, app?: AppChoice): Promise<void>;
  removes(workspace: { id: string }, app?: AppChoice): Promise<void>;
  /** Ends the org-wide installation from Slack's side. What Slack then sends for it is documented nowhere. */
  uninstall(app?: AppChoice, form?: LifecycleForm): Promise<void>;
  /** The tokens of the org-wide bot. Throws when there is none. */
  botTokens(app?: AppChoice): GrantedTokens;
  /** Sends one event about the whole organization exactly as told, once, subscribed or not. */
  deliver(event: InnerEvent, options?: DeliverOptions): Promise<Delivery>;
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
    if (!installation || !liveBotGrant(world.store.state, app.appId, here)) {
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
    async uninstall(app, form) {
      await world.endings.uninstall(world.apps.choose(app).appId, here, form);
    },
    botTokens(choice) {
      const app = world.apps.choose(choice);
      const bot = liveBotGrant(world.store.state, app.appId, here);
      if (!bot) throw new Error(`${app.name} is not installed org-wide in ${record.name}.`);
      return createGrantedTokens(world, bot);
    },
    deliver: (event, options = {}) =>
      deliverEvent(world, { event, workspaceId: null, placeFor: () => here }, options),
  };
}
