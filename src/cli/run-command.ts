import { pino } from 'pino';
import { loadConfig } from '../config.ts';
import { toAppError } from '../errors.ts';
import {
  type InstallationStoreOptions,
  type OpenInstallationStore,
  openInstallationStore,
} from '../installation-store/open.ts';
import { createScrub } from '../observability/scrub.ts';

/**
 * Runs a command on the installations, with Lanyard's own settings. Ctrl-C stops it between two steps; what is done
 * stays done.
 */
export async function runCommand(
  work: (
    store: OpenInstallationStore,
    signal: AbortSignal,
    app: { clientId: string },
  ) => Promise<{ exitCode: number }>,
  { alsoErase }: Pick<InstallationStoreOptions, 'alsoErase'> = {},
): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  try {
    const { slack, databaseUrl, directDatabaseUrl, dataDir, vaultKeys } = loadConfig();
    const store = await openInstallationStore({
      databaseUrl,
      directDatabaseUrl,
      dataDir,
      encryptionKeys: vaultKeys,
      alsoErase,
      clientId: slack.clientId,
      clientSecret: slack.clientSecret,
      slackApiUrl: slack.apiUrl,
      // What people read is the progress and the summary; what went wrong with single ones belongs next to it.
      logger: pino({ level: 'warn', base: null }, pino.destination({ dest: 2, sync: true })),
    });
    try {
      process.exitCode = (await work(store, stopping.signal, { clientId: slack.clientId })).exitCode;
    } finally {
      await store.close();
    }
  } catch (thrown) {
    const { message, hint } = toAppError(thrown);
    process.stderr.write(createScrub([])(`${message}\n${hint ? `${hint}\n` : ''}`));
    process.exitCode = 1;
  }
}
