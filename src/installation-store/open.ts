import type { Authorize, InstallationStore, StateStore } from '@slack/bolt';
import type { InstallProvider } from '@slack/oauth';
import type { AppPresentation } from '../apps/apps.ts';
import { createApps } from '../apps/create-apps.ts';
import { readPresentation } from '../apps/read-presentation.ts';
import type { ConversationStore } from '../conversations/conversations.ts';
import { createConversations } from '../conversations/create-conversations.ts';
import { eraseConversationsWithin } from '../conversations/erase-conversations.ts';
import { openDatabase } from '../database/open-database.ts';
import { AppError } from '../errors.ts';
import { createInFlight } from '../in-flight.ts';
import { createInstallations } from '../installations/create-installations.ts';
import type { Installations } from '../installations/installations.ts';
import type { EraseWithin } from '../installations/rows/erase-installation.ts';
import { allowListed, createLogger, type LogSink } from '../observability/logger.ts';
import { createMetrics, type Metrics } from '../observability/metrics.ts';
import { createSlackClient } from '../slack-api/slack-client.ts';
import { parseKeyring, type VaultKey } from '../vault/keyring.ts';
import { createVault } from '../vault/vault.ts';
import { type AttachOptions, attachTo, type BoltApp } from './attach.ts';
import { type InstallProviderOptions, StoreInstallProvider } from './installing/install-provider.ts';
import { type BoltReceiver, takeOver } from './installing/take-over.ts';
import { createUpkeep, type JobsOn } from './upkeep.ts';

export type { InstallFailure } from './installing/install-failure.ts';

export type InstallationStoreOptions = {
  /** *Basic Information > App Credentials* of the Slack app. Rows of other apps in the same database are never seen. */
  clientId: string;
  clientSecret: string;
  /** How the app presents itself to people, where several share a database. Left out: it is nowhere listed. */
  app?: AppPresentation | undefined;
  /** A comma-separated list of `id:base64 of 32 bytes`; the first one seals, all of them open. Or keys as they are. */
  encryptionKeys: string | readonly VaultKey[];
  /** PostgreSQL, for any number of processes. Left out: the embedded database in `dataDir`, for this process alone. */
  databaseUrl?: string | undefined;
  /** PostgreSQL itself, where `databaseUrl` leads to a pooler in transaction mode. */
  directDatabaseUrl?: string | undefined;
  /** Default: `./data`. */
  dataDir?: string | undefined;
  /** Default: Slack's. */
  slackApiUrl?: string | undefined;
  /** Whether what `conversationStore` keeps is sealed with the first key. Default: it is. */
  sealConversations?: boolean | undefined;
  /** What else is kept of a workspace or organization, to be deleted with it. */
  alsoErase?: readonly EraseWithin[] | undefined;
  /**
   * Rotation, resealing, unfinished revocations and deletion: by timers in each process (the default), by pg-boss in one
   * of all processes at a time, or only when `runUpkeep` is called, where no process stays.
   */
  jobs?: JobsOn | undefined;
  /** A pino logger. Only ids, codes, numbers and times reach it. Default: JSON lines on standard output. */
  logger?: LogSink | undefined;
  /** Default: a registry of its own. */
  metrics?: Metrics | undefined;
  clock?: (() => Date) | undefined;
};

export type OpenInstallationStore = {
  /** For `HTTPReceiver`, `ExpressReceiver` or `App`. @throws AppError `bad_request`, and as `authorize` does */
  installationStore: Required<InstallationStore>;
  /**
   * For Bolt's `convoStore`: what listeners note by `context.updateConversation`, shared by all processes. With `attach`,
   * it is erased with the workspace whose request noted it.
   */
  conversationStore: ConversationStore;
  /**
   * Call it before the App is made: the installation pages of an HTTPReceiver, ExpressReceiver or SocketModeReceiver run
   * on this store's states, cookies and credentials, with their own options; `options` count before those. What fails
   * is told to `callbackOptions.failure` as an `InstallFailure`.
   * @throws Error when the receiver has no installation pages
   */
  takeOver(receiver: BoltReceiver, options?: InstallProviderOptions): void;
  /** The same provider, for routes of your own. */
  createInstallProvider(options?: InstallProviderOptions): InstallProvider;
  /** For receivers, and providers of your own. Its states are good once, in every process. @throws InvalidStateError */
  stateStore: StateStore;
  /**
   * For an App whose receiver has no installation pages, as on AWS Lambda: tokens are then rotated here, once for all processes, and not by Bolt.
   * @throws AppError `not_installed`, `token_expired`, `rotation_pending`, `bad_request`
   */
  authorize: Authorize<boolean>;
  /**
   * Call it once, before the app starts. Handles the events about ended permissions and about workspaces,
   * answers people whose request could not be authorized, and limits how many clients Bolt keeps.
   * @throws Error for Bolt 4 or older, and when this version of Bolt keeps its clients elsewhere
   */
  attach(app: BoltApp, options: AttachOptions): void;
  /** Does once what is due of rotation, resealing, unfinished revocations and deletion, here. Failures are logged. */
  runUpkeep(): Promise<void>;
  /** Every verb on installations and permissions. Upkeep already runs on a schedule. */
  installations: Installations;
  /** Stops the schedule, waits two seconds at most for what is under way, and closes the database. */
  close(): Promise<void>;
};

const STOP_MS = 2_000;

/**
 * The composition root of the installation store alone, for other Bolt apps: database with its migrations, vault, and
 * scheduled upkeep. See docs/installation-store.md.
 * @throws AppError `config_invalid` for the keys or the app, and as `openDatabase` does
 */
export async function openInstallationStore(
  options: InstallationStoreOptions,
): Promise<OpenInstallationStore> {
  const { clientId, clientSecret, clock = () => new Date() } = options;
  const keys = readKeys(options.encryptionKeys);
  // What cannot be registered is refused before anything is opened.
  const app = options.app && readPresentation(options.app);
  const metrics = options.metrics ?? createMetrics();
  const logger =
    options.logger === undefined
      ? createLogger({ level: 'info', secrets: [clientSecret], destination: process.stdout })
      : allowListed(options.logger);
  const apiUrl = options.slackApiUrl ?? 'https://slack.com/api/';
  const database = await openDatabase({
    url: options.databaseUrl,
    directUrl: options.directDatabaseUrl,
    dataDir: options.dataDir ?? './data',
    log: (message, details) => logger.info({ ...details }, message),
  });
  const vault = createVault(keys);
  const conversations = createConversations({
    prisma: database.prisma,
    vault,
    logger,
    clientId,
    clock,
    sealed: options.sealConversations ?? true,
  });
  const installations = createInstallations({
    metrics,
    logger,
    clientId,
    clock,
    prisma: database.prisma,
    changes: database.changes,
    alsoErase: [...new Set([...(options.alsoErase ?? []), eraseConversationsWithin])],
    vault,
    slack: createSlackClient({ apiUrl, clientId, clientSecret, logger, metrics }),
  });
  if (app) await createApps({ prisma: database.prisma, clientId, clock }).register(app);
  await installations.start();
  /** What Slack gave and the database has not taken yet. */
  const saving = createInFlight();
  const { jobs = 'timers' } = options;
  const upkeep = createUpkeep({ installations, conversations, database, clientId, jobs, metrics, logger });
  upkeep.start();
  const providing = { clientId, clientSecret, installations, logger, track: saving.track };
  const createInstallProvider = (given: InstallProviderOptions = {}) =>
    new StoreInstallProvider(providing, given);

  return {
    installationStore: installations.installationStore,
    conversationStore: conversations.conversationStore,
    takeOver: (receiver, given = {}) => takeOver(receiver, given, createInstallProvider),
    createInstallProvider,
    stateStore: installations.stateStore,
    authorize: installations.authorize,
    runUpkeep: upkeep.run,
    installations,
    attach: (app, given) => attachTo({ installations, conversations, logger }, app, given),
    async close() {
      await Promise.all([upkeep.stop(), saving.finished(STOP_MS), installations.stop()]);
      await database.close();
    },
  };
}

function readKeys(given: InstallationStoreOptions['encryptionKeys']): readonly VaultKey[] {
  if (typeof given !== 'string') return given;
  const { keys, problems } = parseKeyring(given);
  if (problems.length === 0) return keys;
  throw new AppError({
    code: 'config_invalid',
    message: `The encryption keys cannot be used: ${problems.join('; ')}.`,
    hint: 'Make a key by: openssl rand -base64 32, and give it an id, as in k1:…',
  });
}
