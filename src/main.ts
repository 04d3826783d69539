import pretty from 'pino-pretty';
import { buildApp, type LanyardApp } from './app.ts';
import { isForThisMachine, loadConfig, readSettings } from './config.ts';
import { toAppError } from './errors.ts';
import { english } from './locales/words.ts';
import { createScrub } from './observability/scrub.ts';
import { readArguments } from './read-arguments.ts';
import { readManifest } from './slack-api/manifest.ts';
import { createHttpServer } from './web/server/http-server.ts';
import { createSetupRoutes } from './web/setup-routes.ts';

/** Slack, Docker and Kubernetes all lose patience soon after. */
const STOP_LIMIT_MS = 10_000;

async function main(): Promise<void> {
  const { flags } = readArguments({
    usage: `Usage: npm start
       npm start -- --setup  serves a page, on this machine only, that leads through the settings`,
    flags: ['--setup'],
  });
  if (flags.has('--setup') || (isForThisMachine() && readSettings().unconfigured)) return serveSetup();
  const config = loadConfig();
  const readable = process.stdout.isTTY && !config.production;
  const app = await buildApp(config, readable ? { logDestination: pretty({ sync: true }) } : {});
  process.on('SIGUSR2', () => app.toggleDebugLog());
  try {
    await app.start();
  } catch (error) {
    await app.stop();
    throw error;
  }
  stopOnSignal(app);
}

/** In the place of Lanyard, on this machine only: what a supervisor starts without a configuration ends with 1 instead. */
async function serveSetup(): Promise<void> {
  const web = createSetupRoutes({ settings: readSettings, readManifest, words: english });
  const server = createHttpServer({ web });
  const port = await server.start(readSettings().port, '127.0.0.1');
  process.stdout.write(
    `Lanyard is not configured. This page leads you through it:\n\n  http://localhost:${port}\n\nCtrl-C stops it.\n`,
  );
  stopOnSignal(server);
}

function stopOnSignal(app: Pick<LanyardApp, 'stop'>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      // A second signal means: now.
      if (stopping) process.exit(1);
      stopping = true;
      setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
      app.stop().then(() => process.exit(0), fail);
    });
  }
}

function fail(thrown: unknown): void {
  const error = toAppError(thrown);
  const lines = [error.message, ...(error.hint ? [`\n${error.hint}`] : [])];
  if (error.code === 'unexpected' && thrown instanceof Error) lines.push(String(thrown.stack));
  process.stderr.write(createScrub([])(`${lines.join('\n')}\n`));
  process.exit(1);
}

process.on('uncaughtException', fail);
main().catch(fail);
