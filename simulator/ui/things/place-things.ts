import { approvalOf } from '../../oauth/app-approval.ts';
import { createOrganization } from '../../people/organizations.ts';
import { createWorkspace } from '../../people/workspaces.ts';
import { inOrganization, liveBotGrant, organizationById } from '../../state/find.ts';
import type { Scene } from '../scene.ts';
import { appName, type Group, type Thing } from './thing.ts';

function orgWide({ world, workspace, app }: Scene) {
  const organization = organizationById(world.store.state, workspace.organizationId);
  if (!organization || !app) return undefined;
  return liveBotGrant(world.store.state, app.appId, inOrganization(organization.id))
    ? organization
    : undefined;
}

const noOrgWide = (scene: Scene) =>
  orgWide(scene) ? undefined : `${appName(scene)} isn’t installed for an organization here.`;

/** What the admins say to those who asked; also without being asked. */
const decision = (id: string, word: 'approved' | 'denied'): Thing => ({
  id,
  words: (scene) => (word === 'approved' ? `Approve ${appName(scene)}` : `Don’t approve ${appName(scene)}`),
  unless({ app, workspace, world }) {
    if (!app) return 'No app is registered.';
    if (!workspace.approvesApps) return 'Apps need no approval here.';
    return approvalOf(world.store.state, app, workspace)?.decision === word
      ? 'That’s already decided.'
      : undefined;
  },
  async act(scene) {
    createWorkspace(scene.world, scene.workspace).decides(word, scene.app);
    return word === 'approved'
      ? `${appName(scene)} is approved: members can add it.`
      : `${appName(scene)} stays out. Slackbot told the people who asked.`;
  },
});

export const PLACES: Group = {
  title: 'Workspace',
  things: [
    {
      id: 'rename',
      words: () => 'Rename',
      fields: ({ workspace }) => [{ name: 'name', label: 'Name', value: workspace.name }],
      async act({ world, workspace }, form) {
        const name = (form.get('name') ?? '').trim();
        if (name === '') throw new Error('A workspace needs a name.');
        await createWorkspace(world, workspace).rename(name);
        return `The workspace is now called ${name}.`;
      },
    },
    {
      id: 'domain',
      words: () => 'Change the address',
      fields: ({ workspace }) => [{ name: 'domain', label: 'Address', value: workspace.domain }],
      async act({ world, workspace }, form) {
        const domain = (form.get('domain') ?? '').trim();
        if (!/^[a-z0-9-]{1,21}$/.test(domain))
          throw new Error('An address can have lowercase letters, digits and dashes.');
        await createWorkspace(world, workspace).setDomain(domain);
        return `The workspace is now at ${domain}.slack.com.`;
      },
    },
    {
      id: 'migrate',
      words: ({ workspace }) =>
        workspace.migratingTo === null ? 'Start the move into an organization' : 'Finish the move',
      unless: ({ workspace, world }) => {
        if (workspace.organizationId !== null) return 'It already belongs to an organization.';
        return world.store.state.organizations.length === 0 ? 'There’s no organization.' : undefined;
      },
      fields: ({ workspace, world }) =>
        workspace.migratingTo !== null || workspace.organizationId !== null
          ? []
          : [
              {
                name: 'organization',
                label: 'Organization',
                options: world.store.state.organizations.map(({ id, name }) => [id, name] as const),
              },
            ],
      async act({ world, workspace }, form) {
        const place = createWorkspace(world, workspace);
        if (workspace.migratingTo !== null) {
          await place.finishMigration();
          return `${workspace.name} now belongs to its organization.`;
        }
        const organization = organizationById(world.store.state, form.get('organization'));
        if (!organization) throw new Error('There’s no such organization.');
        await place.startMigration(organization);
        return `${workspace.name} is moving: calls answer org_login_required until the move is finished.`;
      },
    },
    {
      id: 'approval',
      words: ({ workspace }) =>
        workspace.approvesApps ? 'Let everyone add apps' : 'Let admins approve apps first',
      async act({ world, workspace }) {
        createWorkspace(world, workspace).setAppApproval(!workspace.approvesApps);
        return workspace.approvesApps
          ? 'Members now have to ask an admin before they add an app.'
          : 'Every member can add apps.';
      },
    },
    decision('approve', 'approved'),
    decision('deny', 'denied'),
    {
      id: 'org-add',
      words: (scene) => `Add ${appName(scene)} here from the organization`,
      unless: (scene) => noOrgWide(scene) ?? (scene.installed ? 'It’s already added.' : undefined),
      async act(scene) {
        const organization = orgWide(scene);
        if (organization)
          await createOrganization(scene.world, organization).adds(scene.workspace, scene.app?.appId);
        return `${appName(scene)} was added to ${scene.workspace.name}.`;
      },
    },
    {
      id: 'org-remove',
      words: (scene) => `Remove ${appName(scene)} from this workspace only`,
      unless: (scene) => noOrgWide(scene) ?? (scene.installed ? undefined : 'It isn’t here.'),
      async act(scene) {
        const organization = orgWide(scene);
        if (organization)
          await createOrganization(scene.world, organization).removes(scene.workspace, scene.app?.appId);
        return `${appName(scene)} stays in the organization, but not in ${scene.workspace.name}.`;
      },
    },
    {
      id: 'sso',
      words: ({ workspace }) => (workspace.sso ? 'Turn off single sign-on' : 'Turn on single sign-on'),
      async act({ world, workspace }) {
        createWorkspace(world, workspace).setSso(!workspace.sso);
        return workspace.sso
          ? 'People now sign in through an identity provider.'
          : 'People now sign in with Slack’s own password.';
      },
    },
  ],
};
