import type { Delivery } from '../delivery/delivery.ts';
import { tellUserChange } from '../delivery/tell-apps.ts';
import { readableBy } from '../messages/messages.ts';
import { sayInChannel } from '../messages/say.ts';
import { type SeenMessage, seen } from '../messages/seen-message.ts';
import {
  allow,
  askToInstall,
  type Consent,
  cancel,
  readAuthorizeRequest,
} from '../oauth/authorize-request.ts';
import { type InstallOptions, type InstallPage, installByBrowser } from '../oauth/install-flow.ts';
import type { AppChoice } from '../state/apps.ts';
import { liveGrantsBy, workspaceById } from '../state/find.ts';
import type {
  GrantRecord,
  PersonRecord,
  Role,
  TwoFactor,
  ViewObject,
  WorkspaceRecord,
} from '../state/state.ts';
import { until } from '../state/until.ts';
import type { World } from '../state/world.ts';
import { type HomeView, homeRecord, homeText, homeView, openHome } from '../surfaces/app-home.ts';
import { type PressOptions, press } from '../surfaces/interactions.ts';
import { closeModal, submitModal, topModal } from '../surfaces/modals.ts';
import { type CommandOptions, type CommandRun, typeCommand } from '../surfaces/slash-commands.ts';
import { createGrantedTokens, type GrantedTokens } from '../tokens/granted-tokens.ts';

/** Someone in a workspace, with what they can do and see. Verbs that send resolve when the app has answered or failed. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly workspace: Readonly<WorkspaceRecord>;
  readonly role: Role;
  readonly twoFactor: TwoFactor;
  readonly deleted: boolean;
  readonly locale: string;
  readonly timeZone: string;
  /** Apps that may see it hear `user_change`. */
  setRole(role: Role): void;
  /** No one is told: Slack promises no event for it. */
  setTwoFactor(twoFactor: TwoFactor): void;
  /** Ends the person's account: their tokens die, and the app hears of it. */
  deactivate(): Promise<void>;
  /** Makes the account work again; what was ended stays ended. */
  reactivate(): void;

  opensHome(app?: AppChoice, tab?: 'home' | 'messages'): Promise<void>;
  home(app?: AppChoice): HomeView | undefined;
  homeText(app?: AppChoice): string;
  /** Resolves with Home's text once it satisfies; rejects after `timeoutMs` (default 5,000). */
  untilHome(
    satisfies: (text: string) => boolean,
    options?: { timeoutMs?: number; app?: AppChoice },
  ): Promise<string>;

  /** Writes an ordinary message, for everyone in the channel to read. Apps are not told of it here. */
  says(text: string, channel?: 'general' | 'dm', app?: AppChoice): SeenMessage;
  presses(actionId: string, options?: PressOptions): Promise<Delivery>;
  types(command: string, text?: string, options?: CommandOptions): Promise<CommandRun>;
  /** What the app lets them read, oldest first. */
  sees(app?: AppChoice): SeenMessage[];
  /** Everything in their channels, Slack's own error messages included. */
  reads(): SeenMessage[];
  untilSees(
    satisfies: (message: SeenMessage) => boolean,
    options?: { timeoutMs?: number },
  ): Promise<SeenMessage>;

  modal(app?: AppChoice): ViewObject | undefined;
  submits(values?: Record<string, string>, app?: AppChoice): Promise<Delivery>;
  closes(app?: AppChoice): Promise<Delivery | undefined>;

  /** From the app's "Add to Slack" over the consent page and back, in a browser; resolves with the page at the end. */
  authorizes(app?: AppChoice, options?: InstallOptions): Promise<InstallPage>;
  /** Allow on the consent page: the URL to which the browser is sent. Throws AuthorizeRefusal where Slack shows an error. */
  allows(authorizeUrl: string, options?: PersonConsent): Promise<string>;
  cancels(authorizeUrl: string): Promise<string>;
  /** Request to install, where admins approve apps first. Throws AuthorizeRefusal where there is nothing to ask. */
  asksToInstall(authorizeUrl: string, message?: string): Promise<void>;
  /** Revokes the person's own permission in Slack. Throws when they granted none. */
  revokesOwnPermission(app?: AppChoice): Promise<void>;
  /** The tokens of their own permission. Throws when they gave none. */
  tokens(app?: AppChoice): GrantedTokens;
};

export type PersonConsent = Omit<Consent, 'addTo'> & {
  /** Default, for an organization: the person's own workspace. Empty: none yet. */
  addTo?: readonly { id: string }[];
};

const PATIENCE_MS = 5_000;

export function createPerson(world: World, record: PersonRecord): Person {
  const { store } = world;
  const active = () => {
    if (record.deleted) throw new Error(`The account of ${record.name} is deactivated.`);
  };
  const readable = () =>
    readableBy(store.state, record.workspaceId, record.id).map((message) => seen(store.state, message));

  const ownGrants = (choice: AppChoice): [GrantRecord, ...GrantRecord[]] => {
    const app = world.apps.choose(choice);
    const [first, ...others] = liveGrantsBy(store.state, record).filter((grant) => grant.appId === app.appId);
    if (!first) throw new Error(`${record.name} hasn’t granted this app a permission of their own.`);
    return [first, ...others];
  };

  const person: Person = {
    get id() {
      return record.id;
    },
    get name() {
      return record.name;
    },
    get handle() {
      return record.handle;
    },
    get workspace() {
      return workspaceById(store.state, record.workspaceId);
    },
    get role() {
      return record.role;
    },
    get twoFactor() {
      return record.twoFactor;
    },
    get deleted() {
      return record.deleted;
    },
    get locale() {
      return record.locale;
    },
    get timeZone() {
      return record.timeZone;
    },
    setRole(role) {
      update(world, [record], { role });
      void tellUserChange(world, record);
    },
    setTwoFactor: (twoFactor) => update(world, recordsOf(world, record), { twoFactor }),
    async deactivate() {
      update(world, [record], { deleted: true });
      await Promise.all([
        world.endings.end(liveGrantsBy(store.state, record), 'deactivated'),
        tellUserChange(world, record),
      ]);
    },
    reactivate() {
      update(world, [record], { deleted: false });
      void tellUserChange(world, record);
    },

    async opensHome(app, tab) {
      active();
      await openHome(world, record, app, tab);
    },
    home: (app) => homeView(homeRecord(world, record, app)),
    homeText: (app) => homeText(world, record, app),
    untilHome(satisfies, { timeoutMs = PATIENCE_MS, app } = {}) {
      const read = () => {
        const text = person.homeText(app);
        return satisfies(text) ? text : undefined;
      };
      return until(store, read, () => `Home of ${record.name} reads:\n${person.homeText(app)}`, timeoutMs);
    },

    says(text, channel = 'general', app) {
      active();
      return seen(store.state, sayInChannel(world, record, text, channel, app));
    },
    async presses(actionId, options = {}) {
      active();
      return press(world, record, actionId, options);
    },
    async types(command, text = '', options = {}) {
      active();
      return typeCommand(world, record, command, text, options);
    },
    sees(app) {
      const { appId } = world.apps.choose(app);
      return readable().filter((message) => message.appId === appId);
    },
    reads: readable,
    untilSees(satisfies, { timeoutMs = PATIENCE_MS } = {}) {
      const describe = () =>
        `${record.name} reads:\n${readable()
          .map(({ visible }) => visible)
          .join('\n')}`;
      return until(store, () => readable().find(satisfies), describe, timeoutMs);
    },

    modal: (app) => topModal(world, record, app),
    submits: (values = {}, app) => submitModal(world, record, values, app),
    closes: (app) => closeModal(world, record, app),

    async authorizes(choice, options = {}) {
      const page = await installByBrowser(world, world.apps.choose(choice), record, {
        addTo: [record.workspaceId],
        ...options,
      });
      await world.activity.settled();
      return page;
    },
    async allows(authorizeUrl, { addTo = [{ id: record.workspaceId }], ...consent } = {}) {
      const ids = addTo.map(({ id }) => id);
      return allow(world, readUrl(world, authorizeUrl), record, { ...consent, addTo: ids });
    },
    async cancels(authorizeUrl) {
      return cancel(readUrl(world, authorizeUrl));
    },
    async asksToInstall(authorizeUrl, message = '') {
      askToInstall(world, readUrl(world, authorizeUrl), record, message);
    },
    async revokesOwnPermission(app) {
      await world.endings.end(ownGrants(app), 'revoked');
    },
    tokens: (app) => createGrantedTokens(world, ownGrants(app)[0]),
  };
  return person;
}

/** The same person in every workspace of their organization: one id, one way to sign in. */
const recordsOf = (world: World, record: PersonRecord): PersonRecord[] =>
  world.store.state.people.filter((each) => each.id === record.id);

function update(world: World, records: readonly PersonRecord[], fields: Partial<PersonRecord>): void {
  const updatedAtSeconds = Math.floor(world.clock().getTime() / 1000);
  world.store.change(() => {
    for (const record of records) Object.assign(record, fields, { updatedAtSeconds });
  });
}

function readUrl(world: World, authorizeUrl: string) {
  const url = new URL(authorizeUrl);
  if (`${url.origin}${url.pathname}` !== `${world.url()}/oauth/v2/authorize`) {
    throw new Error(`Not the authorize URL of this simulator: ${url.origin}${url.pathname}`);
  }
  return readAuthorizeRequest(world.apps, url.searchParams);
}
