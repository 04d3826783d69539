import pretty from 'pino-pretty';
import { buildApp, type LanyardApp } from './app.ts';
import { loadConfig } from './config.ts';
import { toAppError } from './errors.ts';
import { createScrub } from './observability/scrub.ts';

/** Slack, Docker and Kubernetes all lose patience soon after. */
const STOP_LIMIT_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const readable = process.stdout.isTTY && !config.production;
  const app = await buildApp(config, readable ? { logDestination: pretty({ sync: true }) } : {});
  try {
    await app.start();
  } catch (error) {
    await app.stop();
    throw error;
  }
  stopOnSignal(app);
}

function stopOnSignal(app: LanyardApp): void {
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
