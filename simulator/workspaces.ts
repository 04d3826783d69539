import type { AppChoice } from './apps.ts';
import type { Delivery } from './delivery.ts';
import { findInstallation, type InnerEvent } from './events.ts';
import { findOrMakePerson, type PersonOptions } from './make-person.ts';
import { createPerson, type Person } from './people.ts';
import type { OrganizationRecord, WorkspaceRecord } from './state.ts';
import {
  inOrganization,
  inWorkspace,
  liveBotToken,
  organizationById,
  servingInstallation,
  type World,
} from './world.ts';

export type DeliverOptions = {
  app?: AppChoice;
  eventId?: string;
  eventTimeSeconds?: number;
  retryNum?: number;
  retryReason?: string;
  signature?: 'bad' | 'missing';
  /** Of the signature. */
  timestampSeconds?: number;
  withoutAuthorizations?: boolean;
  /** Put over the envelope, field by field. */
  envelope?: Record<string, unknown>;
};

export type Workspace = {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly url: string;
  readonly sso: boolean;
  readonly organization: Readonly<OrganizationRecord> | undefined;
  /** Finds by name, or makes. The options count only when it is made. */
  person(name: string, options?: PersonOptions): Person;
  people(): Person[];
  setSso(on: boolean): void;
  /** Whether the app's bot works here, by an own or an org-wide installation. */
  hasInstalled(app?: AppChoice): boolean;
  /** Removes the app from Slack's side: all its tokens here die; `app_uninstalled` and `tokens_revoked` leave at once. */
  uninstall(app?: AppChoice): Promise<void>;
  /** Ends only the bot's token, from Slack's side. */
  revokeBot(app?: AppChoice): Promise<void>;
  /** Sends one event exactly as told, once, subscribed or not. */
  deliver(event: InnerEvent, options?: DeliverOptions): Promise<Delivery>;
};

export function createWorkspace(world: World, record: WorkspaceRecord): Workspace {
  const { store } = world;
  const here = inWorkspace(record.id);
  return {
    id: record.id,
    name: record.name,
    domain: record.domain,
    url: `https://${record.domain}.slack.com/`,
    organization: organizationById(store.state, record.organizationId),
    get sso() {
      return record.sso;
    },
    person: (name, options = {}) => createPerson(world, findOrMakePerson(world, record, name, options)),
    people: () =>
      store.state.people
        .filter((each) => each.workspaceId === record.id)
        .map((each) => createPerson(world, each)),
    setSso: (on) =>
      store.change(() => {
        record.sso = on;
      }),
    hasInstalled: (app) => servingInstallation(store.state, world.apps.choose(app), record.id) !== undefined,
    async uninstall(app) {
      const { appId, name } = world.apps.choose(app);
      const sent = await world.endings.uninstall(appId, here);
      if (sent.length === 0 && !findInstallation(store.state, appId, here)) {
        throw new Error(`${name} is not installed in ${record.name}.`);
      }
    },
    async revokeBot(app) {
      const { appId, name } = world.apps.choose(app);
      const token = liveBotToken(store.state, appId, here);
      if (!token) throw new Error(`${name} has no bot of its own in ${record.name}.`);
      await world.endings.end([token], 'revoked');
    },
    deliver(event, options = {}) {
      const app = world.apps.choose(options.app);
      const place =
        findInstallation(store.state, app.appId, here) ??
        (record.organizationId
          ? findInstallation(store.state, app.appId, inOrganization(record.organizationId))
          : undefined) ??
        here;
      const { eventId, eventTimeSeconds, withoutAuthorizations, envelope, app: _, ...outgoing } = options;
      const payload = {
        ...world.events.envelope(app, {
          workspaceId: record.id,
          place,
          event,
          withAuthorizations: !withoutAuthorizations,
          ...(eventId === undefined ? {} : { eventId }),
          ...(eventTimeSeconds === undefined ? {} : { eventTimeSeconds }),
        }),
        ...envelope,
      };
      return world.deliveries.send({
        app,
        kind: 'event',
        body: JSON.stringify(payload),
        payload,
        ...outgoing,
      });
    },
  };
}
