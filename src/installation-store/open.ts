import type { App, Authorize, InstallationStore } from '@slack/bolt';
import type { AppPresentation } from '../apps/apps.ts';
import { createApps } from '../apps/create-apps.ts';
import { readPresentation } from '../apps/read-presentation.ts';
import type { ConversationStore, Conversations } from '../conversations/conversations.ts';
import { createConversations } from '../conversations/create-conversations.ts';
import { eraseConversationsWithin } from '../conversations/erase-conversations.ts';
import { openDatabase } from '../database/open-database.ts';
import { AppError } from '../errors.ts';
import { createInstallations } from '../installations/create-installations.ts';
import { ENDING_EVENTS, readEnding, readWorkspaceChange } from '../installations/endings/slack-envelope.ts';
import type { Installations } from '../installations/installations.ts';
import type { EraseWithin } from '../installations/rows/erase-installation.ts';
import { allowListed, createLogger, type Logger, type LogSink } from '../observability/logger.ts';
import { createMetrics, type Metrics } from '../observability/metrics.ts';
import { WORKSPACE_EVENTS } from '../slack-api/app-surface.ts';
import { createSlackClient } from '../slack-api/slack-client.ts';
import { parseKeyring, type VaultKey } from '../vault/keyring.ts';
import { createVault } from '../vault/vault.ts';
import { answerFailed, type FailedRequest, type FailureWords } from './answer-failed.ts';
import { keepClientPoolsSmall } from './client-pools.ts';

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
   * For `receiver.installer.authorize`: tokens are then rotated here, once for all processes, and not by Bolt.
   * @throws AppError `not_installed`, `token_expired`, `rotation_pending`, `bad_request`
   */
  authorize: Authorize<boolean>;
  /**
   * Call it once, before the app starts. Handles the events about ended permissions and about workspaces,
   * answers people whose request could not be authorized, and limits how many clients Bolt keeps.
   * @param options `installUrl`: where people add the app; `words`: what they read instead of the English sentences
   * @throws Error when this version of Bolt keeps its clients elsewhere
   */
  attach(app: App, options: { installUrl: string; words?: FailureWords }): void;
  /** Every verb on installations and permissions. Rotation, resealing and deletion already run on a schedule. */
  installations: Installations;
  /** Stops the schedule, waits two seconds at most for a rotation under way, and closes the database. */
  close(): Promise<void>;
};

const ROTATE_EVERY_MS = 5 * 60_000;
const SWEEP_EVERY_MS = 60 * 60_000;

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
  const upkeep = startUpkeep(installations, conversations, logger);

  return {
    installationStore: installations.installationStore,
    conversationStore: conversations.conversationStore,
    authorize: installations.authorize,
    installations,
    attach(app, { installUrl, words }) {
      keepClientPoolsSmall(app);
      app.use(({ context, next }) => conversations.within(context, next));
      for (const event of [...ENDING_EVENTS, ...WORKSPACE_EVENTS]) {
        app.event(event, async ({ body }) => {
          const ending = readEnding(body);
          if (ending) await installations.applyLifecycleEvent(ending);
          const change = readWorkspaceChange(body);
          if (change) await installations.applyWorkspaceChange(change);
        });
      }
      app.error((failed: FailedRequest) => answerFailed({ installUrl, logger, words }, failed));
    },
    async close() {
      upkeep.stop();
      await installations.stop();
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

/** In several processes each does it: what one has rotated, another finds done. */
function startUpkeep(
  installations: Installations,
  conversations: Conversations,
  logger: Logger,
): { stop(): void } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const often: { everyMs: number; run: () => Promise<unknown> }[] = [
    { everyMs: ROTATE_EVERY_MS, run: () => installations.rotateDue(signal) },
    { everyMs: SWEEP_EVERY_MS, run: () => installations.sweep() },
    { everyMs: SWEEP_EVERY_MS, run: () => conversations.sweep() },
    { everyMs: SWEEP_EVERY_MS, run: () => installations.reseal({ signal }) },
    { everyMs: SWEEP_EVERY_MS, run: () => conversations.reseal(signal) },
    { everyMs: SWEEP_EVERY_MS, run: () => installations.purgeUninstalled(signal) },
  ];
  const timers = often.map(({ everyMs, run }) =>
    // At their own moments, so that processes that started together do not all ask at once.
    setInterval(
      () => run().catch((err: unknown) => logger.error({ err }, 'Upkeep of the installations failed')),
      everyMs * (0.9 + Math.random() / 5),
    ).unref(),
  );
  return {
    stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
    },
  };
}
