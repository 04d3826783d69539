import { type DeliverOptions, deliverEvent } from '../delivery/deliver-event.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { findInstallation, type InnerEvent } from '../delivery/events.ts';
import { decideOn } from '../oauth/app-approval.ts';
import type { InstallOptions, InstallPage } from '../oauth/install-flow.ts';
import type { AppChoice } from '../state/apps.ts';
import {
  findPerson,
  inOrganization,
  inWorkspace,
  liveBotGrant,
  organizationById,
  servingInstallation,
} from '../state/find.ts';
import type { OrganizationRecord, Place, WorkspaceRecord } from '../state/state.ts';
import type { World } from '../state/world.ts';
import type { LifecycleForm } from '../tokens/endings.ts';
import { createGrantedTokens, type GrantedTokens } from '../tokens/granted-tokens.ts';
import { changeWorkspace, finishMigration, startMigration } from './change-workspace.ts';
import { connectPerson, findOrMakePerson, type PersonOptions } from './make-person.ts';
import { createPerson, type Person } from './people.ts';

export type Workspace = {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly url: string;
  readonly sso: boolean;
  readonly organization: Readonly<OrganizationRecord> | undefined;
  /** Finds by name, or makes. The options count only when it is made. */
  person(name: string, options?: PersonOptions): Person;
  /**
   * Slack Connect, or a channel of several workspaces: someone of another workspace shares a channel with this one.
   * Its apps may ask about them, and are told what they are at home.
   */
  connects(person: { id: string; workspace: { id: string } }): Person;
  people(): Person[];
  setSso(on: boolean): void;
  /** Members then have to ask before they add an app that is not here yet. */
  setAppApproval(on: boolean): void;
  /** The word of its admins about an app; who asked reads it from Slackbot. */
  decides(decision: 'approved' | 'denied', app?: AppChoice): void;
  /** Whether the app's bot works here, by an own or an org-wide installation. */
  hasInstalled(app?: AppChoice): boolean;
  /** A person adds the app by its own page and the consent page; resolves with the page they end on. */
  install(app: AppChoice, options: { by: Person } & Omit<InstallOptions, 'ownOnly'>): Promise<InstallPage>;
  /** Removes the app from Slack's side: all its tokens here die; `app_uninstalled` and `tokens_revoked` leave at once. */
  uninstall(app?: AppChoice, form?: LifecycleForm): Promise<void>;
  /** Ends only the bot's token, from Slack's side. */
  revokeBot(app?: AppChoice): Promise<void>;
  /** The tokens of the bot's own installation here. Throws when there is none. */
  botTokens(app?: AppChoice): GrantedTokens;
  /** Apps that may see it hear `team_rename`. */
  rename(name: string): Promise<void>;
  /** Apps that may see it hear `team_domain_change`. */
  setDomain(domain: string): Promise<void>;
  /** Begins the move into an organization: until it is finished, calls answer `org_login_required`. */
  startMigration(organization: { id: string }): Promise<void>;
  finishMigration(): Promise<void>;
  /** Sends one event exactly as told, once, subscribed or not. */
  deliver(event: InnerEvent, options?: DeliverOptions): Promise<Delivery>;
};

export function createWorkspace(world: World, record: WorkspaceRecord): Workspace {
  const { store } = world;
  const here = inWorkspace(record.id);
  return {
    id: record.id,
    get name() {
      return record.name;
    },
    get domain() {
      return record.domain;
    },
    get url() {
      return `https://${record.domain}.slack.com/`;
    },
    get organization() {
      return organizationById(store.state, record.organizationId);
    },
    get sso() {
      return record.sso;
    },
    person: (name, options = {}) => createPerson(world, findOrMakePerson(world, record, name, options)),
    connects({ id, workspace }) {
      const home = findPerson(store.state, workspace.id, id);
      if (!home) throw new Error(`There’s no one called ${id} in ${workspace.id}.`);
      return createPerson(world, connectPerson(world, record, home));
    },
    people: () =>
      store.state.people
        .filter((each) => each.workspaceId === record.id)
        .map((each) => createPerson(world, each)),
    setSso: (on) =>
      store.change(() => {
        record.sso = on;
      }),
    setAppApproval: (on) =>
      store.change(() => {
        record.approvesApps = on;
      }),
    decides: (decision, app) => decideOn(world, world.apps.choose(app), record, decision),
    hasInstalled: (app) => servingInstallation(store.state, world.apps.choose(app), record.id) !== undefined,
    install: (choice, { by, ...consent }) => by.authorizes(choice, consent),
    async uninstall(app, form) {
      const { appId, name } = world.apps.choose(app);
      const sent = await world.endings.uninstall(appId, here, form);
      if (sent.length === 0 && !findInstallation(store.state, appId, here)) {
        throw new Error(`${name} is not installed in ${record.name}.`);
      }
    },
    async revokeBot(app) {
      const { appId, name } = world.apps.choose(app);
      const bot = liveBotGrant(store.state, appId, here);
      if (!bot) throw new Error(`${name} has no bot of its own in ${record.name}.`);
      await world.endings.end([bot], 'revoked');
    },
    botTokens(choice) {
      const app = world.apps.choose(choice);
      const bot = liveBotGrant(store.state, app.appId, here);
      if (!bot) throw new Error(`${app.name} has no bot of its own in ${record.name}.`);
      return createGrantedTokens(world, bot);
    },
    rename: (name) => changeWorkspace(world, record, { name }, { type: 'team_rename', name }),
    setDomain: (domain) =>
      changeWorkspace(
        world,
        record,
        { domain },
        { type: 'team_domain_change', url: `https://${domain}.slack.com`, domain },
      ),
    startMigration: (organization) => startMigration(world, record, organization.id),
    finishMigration: () => finishMigration(world, record),
    deliver: (event, options = {}) =>
      deliverEvent(
        world,
        { event, workspaceId: record.id, placeFor: (appId) => placeFor(world, record, appId) },
        options,
      ),
  };
}

/** Through which installation an app hears of this workspace; its own when there is none. */
function placeFor(
  { store: { state } }: World,
  { id, organizationId }: WorkspaceRecord,
  appId: string,
): Place {
  const here = inWorkspace(id);
  return (
    findInstallation(state, appId, here) ??
    (organizationId ? findInstallation(state, appId, inOrganization(organizationId)) : undefined) ??
    here
  );
}
